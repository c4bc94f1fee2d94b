package caldavbackup.ical;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of time zones in properties and parameters. */
final class ZoneNames {
  private static final Pattern TZID =
      Pattern.compile("TZID=(?:\"([^\"]*)|([^;]*))", Pattern.CASE_INSENSITIVE);

  private ZoneNames() {}

  /**
   * Adds the time zones to which a line refers, including X- properties.
   *
   * @param name the name of the line
   */
  static void addAll(ContentLine line, String name, Set<String> found) {
    if (name.endsWith("TZID")) {
      found.add(key(line.value()));
    }
    if (line.parameters().isEmpty()) {
      return;
    }
    for (Matcher tzid = TZID.matcher(line.parameters()); tzid.find(); ) {
      String id = tzid.group(1) != null ? tzid.group(1) : tzid.group(2);
      int colon = line.value().lastIndexOf(':');
      if (tzid.group(1) == null && colon >= 0) { // quotes are missing: TZID=(UTC+01:00) Bern
        found.add(key(id + ":" + line.value().substring(0, colon)));
      }
      found.add(key(id));
    }
  }

  /** Returns the same key for a property and for a parameter, in which nothing is escaped. */
  static String key(String id) {
    return id.replace("\\", "").strip().toLowerCase(Locale.ROOT);
  }
}
