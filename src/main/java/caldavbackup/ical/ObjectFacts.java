package caldavbackup.ical;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The facts that identify a calendar object for a person. They come from the master, or from the
 * first component if there is no master (RFC 5545, section 3.6). Any bytes are accepted; a fact
 * that cannot be read is null.
 *
 * @param component VEVENT, VTODO or VJOURNAL; null if the bytes contain none
 * @param uid the unparsed UID
 * @param summary unescaped, white space unchanged
 * @param start ISO 8601 local time of the object's own zone, {@code 2026-03-03T09:00:00}, or a
 *     date, {@code 2026-03-03}
 * @param timezone the TZID of the start, or UTC; null for a date and for a floating time
 * @param due the due date of a task, in the form of {@code start}
 * @param dueTimezone the zone of {@code due}, in the form of {@code timezone}
 * @param rrule the first recurrence rule, unparsed
 * @param hasDates whether there are additional dates (RDATE)
 */
public record ObjectFacts(
    String component,
    String uid,
    String summary,
    String start,
    String timezone,
    String due,
    String dueTimezone,
    String rrule,
    boolean hasDates) {
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])"
              + "(?:T([01]\\d|2[0-4])([0-5]\\d)([0-5]\\d|60)?(Z)?)?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)", Pattern.DOTALL);

  /** Reads the facts of any bytes. */
  public static ObjectFacts of(byte[] object) {
    Reader first = null;
    Reader current = null;
    Components walk = new Components();
    for (ContentLine line : ContentLine.of(object)) {
      boolean isOwn = ComponentType.CARRIERS.contains(walk.innermost());
      Components.Kind kind = walk.take(line);
      String type = walk.innermost();
      if (kind == Components.Kind.BEGIN && ComponentType.CARRIERS.contains(type)) {
        if (current != null && !current.isOverride) {
          break; // the master has been read
        }
        first = first == null ? current : first;
        current = new Reader(type);
      } else if (kind == Components.Kind.OWN && isOwn && current != null) {
        current.take(line);
      }
    }
    boolean isMaster = current != null && !current.isOverride;
    Reader chosen = isMaster || first == null ? current : first;
    return (chosen == null ? new Reader(null) : chosen).facts();
  }

  /** Converts a date or time to ISO 8601; null if the value is neither. */
  static String iso(String value) {
    Matcher time = TIME.matcher(value.strip());
    if (!time.matches()) {
      return null;
    }
    String day = time.group(1) + "-" + time.group(2) + "-" + time.group(3);
    if (time.group(4) == null) {
      return day;
    }
    String second = time.group(6) == null ? "00" : time.group(6);
    return day + "T" + time.group(4) + ":" + time.group(5) + ":" + second;
  }

  /** Returns the zone of a date or time: a TZID, UTC, or null. */
  static String timezone(ContentLine line) {
    String value = line.value().strip().toUpperCase(Locale.ROOT);
    String id = line.parameter("TZID");
    return value.endsWith("Z") ? "UTC" : value.contains("T") ? id : null;
  }

  /** Unescapes a text value (RFC 5545, section 3.3.11). */
  static String unescaped(String value) {
    return ESCAPED
        .matcher(value)
        .replaceAll(
            c -> c.group(1).equalsIgnoreCase("n") ? "\n" : Matcher.quoteReplacement(c.group(1)));
  }

  /** Reads the lines of one component: the first of each property counts. */
  static final class Reader {
    private final String component;
    private boolean isOverride;
    private String uid;
    private String summary;
    private ContentLine start;
    private ContentLine due;
    private String rrule;
    private boolean hasDates;

    Reader(String component) {
      this.component = component;
    }

    void take(ContentLine line) {
      switch (line.name()) {
        case "RECURRENCE-ID" -> isOverride = true;
        case "UID" -> uid = uid == null && !line.value().isBlank() ? line.value() : uid;
        case "SUMMARY" -> summary = summary == null ? unescaped(line.value()) : summary;
        case "DTSTART" -> start = start == null ? line : start;
        case "DUE" -> due = due == null ? line : due;
        case "RRULE" -> rrule = rrule == null ? line.value().strip() : rrule;
        case "RDATE" -> hasDates = true;
        default -> {
          // not shown to people
        }
      }
    }

    /** Returns whether no property for display was found. */
    boolean isEmpty() {
      return uid == null && summary == null && start == null && due == null;
    }

    ObjectFacts facts() {
      return new ObjectFacts(
          component,
          uid,
          summary,
          start == null ? null : iso(start.value()),
          start == null ? null : timezone(start),
          due == null ? null : iso(due.value()),
          due == null ? null : timezone(due),
          rrule,
          hasDates);
    }
  }
}
