package caldavbackup.options;

import caldavbackup.text.Failure;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Kinds of calendars that do not belong to the user. A backup takes their events only on request.
 */
public enum Include {
  /** Feeds from other servers. */
  SUBSCRIPTIONS,
  /** Calendars that the server generates from other data, such as birthdays. */
  GENERATED,
  /** Calendars of other users who delegated them to this user. */
  DELEGATED;

  /** Parses the option {@code include}: a comma-separated list, or null. */
  static Set<Include> parse(String list) throws Failure {
    Set<Include> kinds = EnumSet.noneOf(Include.class);
    if (list == null || list.isBlank()) {
      return kinds;
    }
    for (String word : list.split(",", -1)) {
      kinds.add(
          Arrays.stream(values())
              .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      Failure.option(
                          "option 'include' accepts subscriptions, generated and delegated, not '"
                              + word.strip()
                              + "'")));
    }
    return kinds;
  }
}
