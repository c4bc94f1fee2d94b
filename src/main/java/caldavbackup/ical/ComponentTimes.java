package caldavbackup.ical;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.fortuna.ical4j.model.Recur;

/**
 * Computes when a component takes place, in the local time of its own time zone. No time zone data
 * is needed, and a day is the day that the user sees.
 */
final class ComponentTimes {
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
  private static final Pattern UNTIL =
      Pattern.compile("UNTIL=(\\d{8})(T\\d{6}Z?)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern TOO_OFTEN =
      Pattern.compile("FREQ=(SECONDLY|MINUTELY|HOURLY)", Pattern.CASE_INSENSITIVE);

  /** The largest offset of a local time ahead of UTC. */
  private static final Duration FARTHEST_ZONE = Duration.ofHours(14);

  private final String type;
  private final List<String> rules = new ArrayList<>();
  private final List<LocalDateTime> moreStarts = new ArrayList<>();
  private final Set<LocalDateTime> excluded = new HashSet<>();
  private LocalDateTime start;
  private LocalDateTime instead;
  private LocalDateTime end;
  private boolean allDay;
  private String duration;
  private boolean unreadable;

  ComponentTimes(String type) {
    this.type = type;
  }

  String type() {
    return type;
  }

  /** Reads one of the component's own lines. */
  void add(ContentLine line) {
    try {
      switch (line.name()) {
        case "DTSTART" -> {
          start = time(line.value());
          allDay = line.value().strip().length() == 8;
        }
        case "DTEND", "DUE" -> end = time(line.value());
        case "DURATION" -> duration = line.value().strip();
        case "RRULE" -> rules.add(line.value().strip());
        case "RDATE" -> {
          for (String value : line.value().split(",")) {
            moreStarts.add(time(value.split("/")[0]));
          }
        }
        case "EXDATE" -> {
          for (String value : line.value().split(",")) {
            excluded.add(time(value));
          }
        }
        case "RECURRENCE-ID" -> instead = time(line.value());
        default -> {
          // not a date or time
        }
      }
    } catch (DateTimeException e) {
      unreadable = true;
    }
  }

  /**
   * Returns the occurrence that this override replaces; null if the component is not an override.
   */
  LocalDateTime instead() {
    return instead;
  }

  /** Excludes occurrences that overrides replace. */
  void exclude(Set<LocalDateTime> overridden) {
    if (instead == null) {
      excluded.addAll(overridden);
    }
  }

  /** Returns whether any occurrence is in the range; the end of the range is exclusive. */
  boolean occurs(LocalDateTime from, LocalDateTime to) {
    LocalDateTime first = start != null ? start : end;
    if (unreadable || first == null) {
      return true; // a task without dates is always open
    }
    Duration length;
    try {
      length = length(first);
    } catch (DateTimeException e) {
      return true;
    }
    moreStarts.add(first);
    if (moreStarts.stream()
        .anyMatch(more -> !excluded.contains(more) && overlaps(more, length, from, to))) {
      return true;
    }
    return rules.stream().anyMatch(rule -> recurs(rule, first, length, from, to));
  }

  private static boolean overlaps(
      LocalDateTime begin, Duration length, LocalDateTime from, LocalDateTime to) {
    LocalDateTime over = begin.plus(length);
    return begin.isBefore(to) && (over.isAfter(from) || begin.equals(from));
  }

  private Duration length(LocalDateTime first) {
    if (end != null && end.isAfter(first)) {
      return Duration.between(first, end);
    }
    if (duration != null) {
      boolean negative = duration.startsWith("-");
      String plain = duration.replaceFirst("^[+-]", "");
      if (negative) {
        return Duration.ZERO;
      }
      return plain.endsWith("W")
          ? Duration.ofDays(7L * Integer.parseInt(plain.substring(1, plain.length() - 1)))
          : Duration.parse(plain);
    }
    return allDay ? Duration.ofDays(1) : Duration.ZERO;
  }

  private boolean recurs(
      String rule, LocalDateTime first, Duration length, LocalDateTime from, LocalDateTime to) {
    boolean endless = !rule.toUpperCase(java.util.Locale.ROOT).matches(".*(COUNT|UNTIL)=.*");
    boolean open = to.equals(LocalDateTime.MAX);
    if (TOO_OFTEN.matcher(rule).find() || (endless && open)) {
      return true;
    }
    if (!first.isBefore(to)) {
      return false;
    }
    try {
      LocalDateTime begin = from.equals(LocalDateTime.MIN) ? first : from.minus(length);
      LocalDateTime stop = open ? LocalDateTime.of(9999, 1, 1, 0, 0) : to;
      LocalDateTime after = begin.isBefore(first) ? first : begin;
      return new Recur<LocalDateTime>(localUntil(rule))
          .getDates(first, after, stop, excluded.size() + 2).stream()
              .anyMatch(date -> !excluded.contains(date) && overlaps(date, length, from, to));
    } catch (RuntimeException e) {
      return true; // the rule cannot be parsed
    }
  }

  /** Returns UNTIL in local time, the latest that it may be in any time zone. */
  private static String localUntil(String rule) {
    Matcher until = UNTIL.matcher(rule);
    if (!until.find()) {
      return rule;
    }
    LocalDateTime last =
        until.group(2) == null
            ? time(until.group(1)).plusDays(1).minusSeconds(1)
            : until.group(2).endsWith("Z")
                ? time(until.group(1) + until.group(2)).plus(FARTHEST_ZONE)
                : time(until.group(1) + until.group(2));
    return until.replaceFirst("UNTIL=" + DATE_TIME.format(last));
  }

  private static LocalDateTime time(String value) {
    String text = value.strip();
    if (text.length() == 8) {
      return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE).atStartOfDay();
    }
    return LocalDateTime.parse(
        text.endsWith("Z") ? text.substring(0, text.length() - 1) : text, DATE_TIME);
  }
}
