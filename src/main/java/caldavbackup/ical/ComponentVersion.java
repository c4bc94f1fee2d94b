package caldavbackup.ical;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/**
 * One version of a master or of an override.
 *
 * @param source the index of the object that contains it
 * @param key identifies the occurrence; empty for a master
 * @param recurrence the unparsed RECURRENCE-ID; null for a master
 * @param sequence 0 if there is none
 * @param modified LAST-MODIFIED, empty if there is none
 * @param stamp DTSTAMP, empty if there is none
 */
record ComponentVersion(
    int source,
    ICalendarParts.Component component,
    byte[] text,
    String key,
    String recurrence,
    BigInteger sequence,
    String modified,
    String stamp) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

  static ComponentVersion of(int source, byte[] file, ICalendarParts.Component component) {
    byte[] text = Arrays.copyOfRange(file, component.start, component.end);
    String key = "";
    String recurrence = null;
    BigInteger sequence = BigInteger.ZERO;
    String modified = "";
    String stamp = "";
    Components walk = new Components();
    for (ContentLine line : ContentLine.of(text)) {
      if (walk.take(line) == Components.Kind.OWN && walk.depth() == 1) {
        String value = line.value().strip();
        switch (line.name()) {
          case "RECURRENCE-ID" -> {
            recurrence = value;
            key = occurrence(value, line.parameter("TZID"));
          }
          case "SEQUENCE" ->
              sequence = value.matches("\\+?\\d{1,30}") ? new BigInteger(value) : sequence;
          case "LAST-MODIFIED" -> modified = value.toUpperCase(Locale.ROOT);
          case "DTSTAMP" -> stamp = value.toUpperCase(Locale.ROOT);
          default -> {
            // not related to the version
          }
        }
      }
    }
    return new ComponentVersion(
        source, component, text, key, recurrence, sequence, modified, stamp);
  }

  /** Returns the same key for the same moment in any known time zone. */
  private static String occurrence(String value, String zone) {
    String when = value.toUpperCase(Locale.ROOT);
    try {
      boolean isUtc = when.endsWith("Z");
      if (isUtc || zone != null) {
        LocalDateTime time = LocalDateTime.parse(isUtc ? chop(when) : when, TIME);
        return time.atZone(isUtc ? ZoneOffset.UTC : ZoneId.of(zone)).toInstant().toString();
      }
    } catch (DateTimeException e) {
      // a date, or a time zone that only the file defines
    }
    return when + (zone == null ? "" : " " + zone);
  }

  private static String chop(String text) {
    return text.substring(0, text.length() - 1);
  }

  boolean saysTheSameAs(ComponentVersion other) {
    return Arrays.equals(text, other.text)
        || Comparison.of(wrapped(), other.wrapped()).verdict() != Comparison.Verdict.DIFFERENT;
  }

  private byte[] wrapped() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("BEGIN:VCALENDAR\n".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(text);
    out.writeBytes("\nEND:VCALENDAR\n".getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }
}
