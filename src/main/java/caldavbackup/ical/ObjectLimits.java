package caldavbackup.ical;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/**
 * The limits of a calendar (RFC 4791, sections 5.2.6, 5.2.7, 5.2.9), checked against the lines of
 * an object. A time zone may change the day, so a difference of one day is accepted.
 */
public final class ObjectLimits {
  private static final int DAY = 8; // digits
  private static final String EARLIEST = "min-date-time";
  private static final String LATEST = "max-date-time";
  private static final String GUESTS = "max-attendees-per-instance";

  private final LocalDate earliest;
  private final LocalDate latest;
  private final int guests;

  private ObjectLimits(LocalDate earliest, LocalDate latest, int guests) {
    this.earliest = earliest;
    this.latest = latest;
    this.guests = guests;
  }

  /**
   * Reads the limits.
   *
   * @param limits the text of each property by its name; invalid texts are ignored
   * @return null if there are no limits
   */
  public static ObjectLimits of(Map<String, String> limits) {
    LocalDate earliest = day(limits.get(EARLIEST));
    LocalDate latest = day(limits.get(LATEST));
    String most = limits.getOrDefault(GUESTS, "");
    int guests = most.matches("\\d{1,9}") ? Integer.parseInt(most) : Integer.MAX_VALUE;
    boolean isNone = earliest == null && latest == null && guests == Integer.MAX_VALUE;
    return isNone ? null : new ObjectLimits(earliest, latest, guests);
  }

  /** Returns why the object exceeds the limits; null if it may be within them. */
  public String exceededBy(byte[] object) {
    Components walk = new Components();
    int attendees = 0;
    for (ContentLine line : ContentLine.of(object)) {
      boolean isCarriers = ComponentType.CARRIERS.contains(walk.innermost());
      if (walk.take(line) == Components.Kind.BEGIN) {
        attendees = ComponentType.CARRIERS.contains(walk.innermost()) ? 0 : attendees;
      } else if (isCarriers && line.name().equals("ATTENDEE") && ++attendees > guests) {
        return "it has more than " + guests + " attendees, the server's maximum";
      } else if (isCarriers && line.name().equals("DTSTART")) {
        String why = why(day(line.value()));
        if (why != null) {
          return why;
        }
      }
    }
    return null;
  }

  private String why(LocalDate day) {
    if (day != null && earliest != null && day.plusDays(1).isBefore(earliest)) {
      return "it begins on " + day + ", but the server accepts nothing before " + earliest;
    }
    if (day != null && latest != null && day.minusDays(1).isAfter(latest)) {
      return "it begins on " + day + ", but the server accepts nothing after " + latest;
    }
    return null;
  }

  private static LocalDate day(String text) {
    try {
      String plain = text == null ? "" : text.strip();
      return plain.length() < DAY
          ? null
          : LocalDate.parse(plain.substring(0, DAY), DateTimeFormatter.BASIC_ISO_DATE);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
