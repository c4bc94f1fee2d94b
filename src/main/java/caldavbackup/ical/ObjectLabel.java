package caldavbackup.ical;

import caldavbackup.text.Shown;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a calendar object for display: title, date and time in the object's own zone, and
 * repetition. It is one line that is safe on any terminal, even if the object contains control
 * characters.
 */
public final class ObjectLabel {
  private static final int COLUMNS = 60;
  private static final int CALENDAR_COLUMNS = 40;
  private static final String NO_TITLE = "(no title)";
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final Pattern FREQUENCY = Pattern.compile("(?i)(?:^|;)FREQ=([A-Z]+)");
  private static final Pattern INTERVAL = Pattern.compile("(?i)(?:^|;)INTERVAL=0*(\\d{1,6})");

  private ObjectLabel() {}

  /**
   * Returns the label, for example {@code "Dentist", Tue 2026-03-03 09:00, weekly}, {@code task
   * "Tax", due Tue 2026-03-03} or {@code journal "Diary", Tue 2026-03-03}.
   *
   * @param object any bytes
   * @return an empty string if they contain no event, task or journal
   */
  public static String of(byte[] object) {
    return of(ObjectFacts.of(object));
  }

  /** Returns the label for known facts. */
  public static String of(ObjectFacts facts) {
    if (facts.component() == null) {
      return "";
    }
    String kind =
        switch (facts.component()) {
          case "VTODO" -> "task ";
          case "VJOURNAL" -> "journal ";
          default -> "";
        };
    return kind + title(facts.summary()) + when(facts);
  }

  /**
   * Names an object in one line: {@code Work: "Dentist", Tue 2026-03-03 09:00 (work/3f2a.ics)}.
   *
   * @param calendar the display name of its calendar; null if unknown
   * @param label the result of {@link #of}
   * @param path the path of its file, with or without a leading slash
   */
  public static String line(String calendar, String label, String path) {
    return (calendar == null ? "" : Shown.of(calendar, CALENDAR_COLUMNS) + ": ")
        + label
        + " ("
        + Shown.path(path)
        + ")";
  }

  /** Returns the title in quotes, or words that say that there is none. */
  public static String title(String summary) {
    String shown = summary == null ? "" : Shown.of(summary, COLUMNS).replace('"', '\'');
    return shown.isEmpty() ? NO_TITLE : '"' + shown + '"';
  }

  /**
   * Formats a date or time, for example {@code Tue 2026-03-03 09:00 UTC}.
   *
   * @param iso the form of {@link ObjectFacts}
   * @param timezone shown only if it is UTC; may be null
   */
  public static String time(String iso, String timezone) {
    String day = iso.substring(0, 10);
    boolean isUtc = timezone != null && timezone.equalsIgnoreCase("UTC");
    return weekday(day)
        + day
        + (iso.length() == 10 ? "" : " " + iso.substring(11, 16) + (isUtc ? " UTC" : ""));
  }

  /** Describes the repetition, for example {@code every 2 weeks}; empty for a single occurrence. */
  public static String repetition(String rrule, boolean hasDates) {
    if (rrule == null) {
      return hasDates ? "repeats" : "";
    }
    Matcher frequency = FREQUENCY.matcher(rrule);
    Matcher interval = INTERVAL.matcher(rrule);
    String every = interval.find() ? interval.group(1) : "1";
    return switch (frequency.find() ? frequency.group(1).toUpperCase(Locale.ROOT) : "") {
      case "DAILY" -> every("daily", every, "days");
      case "WEEKLY" -> every("weekly", every, "weeks");
      case "MONTHLY" -> every("monthly", every, "months");
      case "YEARLY" -> every("yearly", every, "years");
      default -> "repeats";
    };
  }

  private static String every(String plain, String interval, String units) {
    return interval.equals("1") || interval.isEmpty() ? plain : "every " + interval + " " + units;
  }

  private static String when(ObjectFacts facts) {
    boolean isTask = "VTODO".equals(facts.component());
    String repetition = repetition(facts.rrule(), facts.hasDates());
    String time =
        isTask && facts.due() != null
            ? "due " + time(facts.due(), facts.dueTimezone())
            : facts.start() != null ? time(facts.start(), facts.timezone()) : "";
    return (time.isEmpty() ? "" : ", " + time) + (repetition.isEmpty() ? "" : ", " + repetition);
  }

  private static String weekday(String day) {
    try {
      return DAYS.get(LocalDate.parse(day).getDayOfWeek().getValue() - 1) + " ";
    } catch (DateTimeException e) {
      return ""; // the day does not exist
    }
  }

  /**
   * Labels each object in some lines of a file, of which the first and last lines may be missing:
   * UID, then title and date. Nested components are ignored.
   *
   * @return an empty list if the lines identify no object
   */
  static List<String> ofPieces(byte[] lines) {
    List<ObjectFacts.Reader> all = new ArrayList<>(List.of(new ObjectFacts.Reader(null)));
    int depth = 0;
    for (ContentLine line : ContentLine.of(lines)) {
      String word = line.value().strip().toUpperCase(Locale.ROOT);
      boolean isCarriers = ComponentType.CARRIERS.contains(word);
      if (line.name().equals("BEGIN")) {
        depth = isCarriers ? 0 : depth + 1;
        all.add(isCarriers ? new ObjectFacts.Reader(word) : all.remove(all.size() - 1));
      } else if (line.name().equals("END")) {
        depth = isCarriers ? 0 : depth - 1;
      } else if (depth <= 0) {
        all.get(all.size() - 1).take(line);
      }
    }
    return all.stream()
        .filter(facts -> !facts.isEmpty())
        .map(facts -> piece(facts.facts()))
        .toList();
  }

  private static String piece(ObjectFacts facts) {
    String uid = facts.uid() == null ? "" : Shown.of(facts.uid(), COLUMNS);
    String title = facts.summary() == null ? "" : " " + title(facts.summary());
    return (uid + title + when(facts)).replaceFirst("^(?: |, )", "");
  }
}
