package caldavbackup.ical;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Determines which time zones of an object equal UTC: zones that the time zone database names as
 * UTC, and zones that the object defines with no offset other than zero. A zone that the object
 * defines differently is not UTC, regardless of its name.
 */
final class UtcZones {
  private static final String TIMEZONE = "VTIMEZONE";
  private static final String PARAMETER = "TZID=";
  private static final Pattern ZERO = Pattern.compile("[+-]?0{2}:?0{2}(:?0{2})?");

  /**
   * Aliases of Etc/UTC and Etc/GMT, also after the prefixes that programs add to make them unique.
   */
  private static final Pattern NAME =
      Pattern.compile(
          "(?:/.+/)?(?:ETC/)?(?:UTC|UCT|GMT|GMT[+-]?0|ZULU|UNIVERSAL|GREENWICH)"
              + "|Z|COORDINATED UNIVERSAL TIME|\\(UTC\\) COORDINATED UNIVERSAL TIME");

  /** By TZID: whether all of its offsets are zero. */
  private final Map<String, Boolean> described = new HashMap<>();

  private UtcZones() {}

  /** Reads the zones of a calendar object. */
  static UtcZones of(byte[] text) {
    UtcZones zones = new UtcZones();
    if (!mentions(text, TIMEZONE)) {
      return zones;
    }
    Components walk = new Components();
    String id = null;
    Boolean isZero = null;
    for (ContentLine line : ContentLine.of(text)) {
      boolean isOwn = walk.innermost().equals(TIMEZONE);
      Components.Kind kind = walk.take(line);
      if (kind == Components.Kind.BEGIN && walk.innermost().equals(TIMEZONE)) {
        id = null;
        isZero = null;
      } else if (kind == Components.Kind.OWN && isOwn && line.name().equals("TZID")) {
        id = key(line.value());
      } else if (line.name().startsWith("TZOFFSET")) {
        boolean zero = ZERO.matcher(line.value().strip()).matches();
        isZero = zero && !Boolean.FALSE.equals(isZero);
      } else if (kind == Components.Kind.END && isOwn && id != null && isZero != null) {
        zones.described.putIfAbsent(id, isZero);
      }
    }
    return zones;
  }

  /** Returns whether a parameter is the TZID of a zone that equals UTC. */
  boolean isTzidOfOne(String parameter) {
    if (!parameter.startsWith(PARAMETER)) {
      return false;
    }
    String id = key(parameter.substring(PARAMETER.length()));
    return described.getOrDefault(id, NAME.matcher(id).matches());
  }

  private static String key(String id) {
    return id.replace("\\", "").strip().toUpperCase(Locale.ROOT);
  }

  /**
   * Returns whether the text contains a word. Most objects have no time zone, and this check is
   * cheaper than parsing lines.
   */
  private static boolean mentions(byte[] text, String word) {
    int matched = 0;
    for (byte one : text) {
      matched = (one & 0xdf) == word.charAt(matched) ? matched + 1 : (one & 0xdf) == 'V' ? 1 : 0;
      if (matched == word.length()) {
        return true;
      }
    }
    return false;
  }
}
