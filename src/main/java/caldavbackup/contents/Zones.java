package caldavbackup.contents;

import caldavbackup.ical.ContentLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import net.fortuna.ical4j.model.Recur;

/**
 * Time zones by TZID: Java's zones, zones that a file defines, and the names that Windows and some
 * programs use for known zones.
 */
final class Zones {
  /** The names of Windows, in a table of ical4j. */
  private static final String WINDOWS = "/net/fortuna/ical4j/transform/compliance/msTimezoneNames";

  private final Set<String> ids = ZoneId.getAvailableZoneIds(); // a copy each time
  private final RecurrenceBudget budget = new RecurrenceBudget();
  private final Map<String, String> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, Zone> byName = new HashMap<>();
  private final Map<List<String>, Zone> described = new HashMap<>();
  private Properties windows;

  Zones() {
    ids.forEach(id -> known.put(id, id));
  }

  /**
   * Returns the zone of a TZID.
   *
   * @param own the lines of the file's VTIMEZONE with this name; null if it has none
   * @return null when the zone is unknown
   */
  Zone of(String tzid, List<ContentLine> own) {
    String id = tzid.strip();
    if (ids.contains(id)) {
      return byName.computeIfAbsent(id, key -> new Zone(key, ZoneId.of(key).getRules()));
    }
    if (own != null) {
      Zone zone =
          described.computeIfAbsent(
              own.stream().map(line -> line.name() + line.parameters() + line.value()).toList(),
              key -> new Zone(id, DescribedZone.rules(own, budget)));
      if (zone.rules() != null) {
        return zone;
      }
    }
    return byName.computeIfAbsent("\n" + id, key -> guess(id));
  }

  /** Returns the Java zone that a TZID means; null if it means none. */
  ZoneId java(String tzid) {
    String id = tzid.strip();
    String found = ids.contains(id) ? id : known(plain(id));
    return found == null ? null : ZoneId.of(found);
  }

  private static String plain(String id) {
    return id.replace("\\", "").replace("\"", "").strip();
  }

  private String known(String plain) {
    String found = known.get(plain);
    // the prefix of a program: /mozilla.org/20050126_1/Europe/Berlin
    for (int slash = plain.indexOf('/'); found == null && slash >= 0; ) {
      found = known.get(plain.substring(slash + 1));
      slash = plain.indexOf('/', slash + 1);
    }
    return found == null ? windows().getProperty(plain) : found;
  }

  private Zone guess(String id) {
    String plain = plain(id);
    String found = known(plain);
    try {
      if (found != null) {
        return new Zone(id, ZoneId.of(found).getRules());
      }
      boolean isOffset =
          plain.toUpperCase(Locale.ROOT).matches("(UTC|GMT)?[+-]?\\d{1,2}(:?\\d\\d)?");
      return isOffset ? new Zone(id, offset(plain).getRules()) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static ZoneId offset(String text) {
    String digits = text.replaceFirst("(?i)^(UTC|GMT)", "");
    return digits.isEmpty()
        ? ZoneOffset.UTC
        : ZoneId.of(digits.matches("[+-].*") ? digits : "+" + digits);
  }

  private Properties windows() {
    if (windows == null) {
      windows = new Properties();
      try (InputStream in = Recur.class.getResourceAsStream(WINDOWS)) {
        if (in != null) {
          windows.load(in);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return windows;
  }
}
