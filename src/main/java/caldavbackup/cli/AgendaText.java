package caldavbackup.cli;

import caldavbackup.contents.Agenda;
import caldavbackup.contents.Entry;
import caldavbackup.contents.Hits;
import caldavbackup.contents.Occurrence;
import caldavbackup.contents.Range;
import caldavbackup.ical.ObjectLabel;
import caldavbackup.text.Shown;
import java.io.PrintStream;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The agenda for people: a heading for each day, and a line for each entry. */
final class AgendaText implements Listed {
  /** An entry that takes more days is printed only on the first day shown. */
  private static final int MOST_DAYS = 14;

  private static final Comparator<DayLine> ORDER =
      Comparator.comparing((DayLine line) -> line.isTimed() ? 1 : 0)
          .thenComparing(DayLine::from)
          .thenComparing(DayLine::calendar)
          .thenComparing(DayLine::title);

  private final PrintStream out;
  private final RestoreHint hint;
  private final boolean isWithPaths;

  /**
   * Prints an agenda.
   *
   * @param folder the folder as the user wrote it
   * @param isWithPaths whether the paths follow at the end
   */
  AgendaText(PrintStream out, String folder, boolean isWithPaths) {
    this.out = out;
    this.hint = new RestoreHint(folder);
    this.isWithPaths = isWithPaths;
  }

  @Override
  public void agenda(Agenda agenda, String text, boolean isDefault) {
    Range range = agenda.range();
    out.println(days(range) + " (times in " + range.zone() + ")" + with(text));
    TreeMap<LocalDate, List<DayLine>> days = new TreeMap<>();
    for (Occurrence one : agenda.occurrences()) {
      hint.add(one.entry());
      add(days, one, range);
    }
    int calendar = DayLine.width(days.values().stream().flatMap(List::stream).toList());
    days.forEach(
        (day, lines) -> {
          out.println();
          out.println(DayLine.day(day));
          lines.sort(ORDER);
          lines.forEach(line -> out.println("  " + line.text(calendar)));
        });
    if (agenda.occurrences().isEmpty()) {
      out.println();
      out.println("nothing on these days");
    }
    if (isDefault) {
      section(
          "Open tasks that were due before",
          agenda.overdue().stream().map(one -> DayLine.dated(one, range.zone())).toList());
      agenda.overdue().forEach(one -> hint.add(one.entry()));
    }
    undated(agenda, text != null);
    others(agenda, isDefault);
    end(text != null);
  }

  private static String days(Range range) {
    boolean isOpen = range.since().equals(Range.FIRST);
    return range.since().equals(range.until())
        ? DayLine.day(range.until())
        : (isOpen ? "up to " : DayLine.day(range.since()) + " to ") + DayLine.day(range.until());
  }

  private static String with(String text) {
    return text == null ? "" : ", only with \"" + Shown.of(text, 60) + "\"";
  }

  private void add(TreeMap<LocalDate, List<DayLine>> days, Occurrence one, Range range) {
    DayLine.Days all = DayLine.Days.of(one, range.zone());
    LocalDate first = all.first().isBefore(range.since()) ? range.since() : all.first();
    LocalDate last = all.last().isAfter(range.until()) ? range.until() : all.last();
    boolean isOnce = all.count() > MOST_DAYS;
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      days.computeIfAbsent(day, key -> new ArrayList<>())
          .add(DayLine.of(one, day, all, isOnce, range.zone()));
      if (isOnce) {
        return;
      }
    }
  }

  private void undated(Agenda agenda, boolean isLookedFor) {
    List<Entry> shown = new ArrayList<>();
    int done = 0;
    for (Entry entry : agenda.undated()) {
      if (entry.isEndedTask() && !isLookedFor && !isWithPaths) {
        done++;
      } else {
        shown.add(entry);
        hint.add(entry);
      }
    }
    section("Without a date", shown.stream().map(DayLine::undated).toList());
    if (done > 0) {
      out.println();
      out.println(
          done + (done == 1 ? " task" : " tasks") + " without a date, done: text= shows them");
    }
  }

  private void section(String heading, List<DayLine> lines) {
    if (!lines.isEmpty()) {
      out.println();
      out.println(heading);
      int calendar = DayLine.width(lines);
      lines.forEach(line -> out.println("  " + line.text(calendar)));
    }
  }

  private void others(Agenda agenda, boolean isDefault) {
    List<String> others = new ArrayList<>();
    if (agenda.before() > 0) {
      others.add(agenda.before() + " earlier (latest " + day(agenda.lastBefore(), agenda) + ")");
    }
    if (!isDefault && !agenda.overdue().isEmpty()) {
      int due = agenda.overdue().size();
      others.add(due + (due == 1 ? " open task" : " open tasks") + " due earlier");
    }
    if (agenda.after() > 0) {
      others.add(agenda.after() + " later (next " + day(agenda.firstAfter(), agenda) + ")");
    }
    if (!others.isEmpty()) {
      out.println();
      out.println(
          "Not shown: " + String.join(", ", others) + ". Use since= and until= to see them.");
    }
  }

  private static String day(Occurrence one, Agenda agenda) {
    return DayLine.day(DayLine.Days.of(one, agenda.range().zone()).first());
  }

  @Override
  public void hits(Hits hits, String text, ZoneId zone) {
    if (hits.all().isEmpty()) {
      out.println("no match for \"" + Shown.of(text, 60) + "\"");
      return;
    }
    out.println(
        "%d %s for \"%s\" (times in %s)"
            .formatted(
                hits.all().size(),
                hits.all().size() == 1 ? "match" : "matches",
                Shown.of(text, 60),
                zone));
    out.println();
    List<DayLine> lines = new ArrayList<>();
    for (Hits.Hit hit : hits.all()) {
      hint.add(hit.entry());
      lines.add(line(hit, zone));
    }
    int calendar = DayLine.width(lines);
    lines.forEach(line -> out.println("  " + line.text(calendar)));
    end(true);
  }

  private static DayLine line(Hits.Hit hit, ZoneId zone) {
    if (hit.occurrence() == null) {
      return DayLine.undated(hit.entry());
    }
    DayLine line = DayLine.dated(hit.occurrence(), zone);
    if (!hit.entry().isRecurring()) {
      return line;
    }
    String rule = hit.entry().when().rules().stream().findFirst().orElse(null);
    return line.and(
        ObjectLabel.repetition(rule, true)
            + (hit.isOver() ? ", last occurrence" : ", next occurrence"));
  }

  private void end(boolean isLookedFor) {
    if (isWithPaths) {
      hint.printPaths(out);
    }
    if (isWithPaths || isLookedFor) {
      hint.printCommand(out);
    }
  }
}
