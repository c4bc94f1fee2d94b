package caldavbackup.options;

import caldavbackup.text.Failure;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Calendars that are not the user's own to keep, and whose events a backup takes when asked. */
public enum Include {
  /** Feeds from elsewhere. */
  SUBSCRIPTIONS,
  /** What the server makes from something else. */
  GENERATED,
  /** The calendars of those who let the user act for them. */
  DELEGATED;

  /** Reads the option {@code include}: a comma list, or null. */
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
                          "option 'include' takes subscriptions, generated and delegated, not '"
                              + word.strip()
                              + "'")));
    }
    return kinds;
  }
}
