package caldavbackup.cli;

import caldavbackup.ical.ObjectChanges;
import caldavbackup.ical.ObjectChanges.Change;
import caldavbackup.ical.ObjectLabel;
import caldavbackup.restore.plan.Difference;
import caldavbackup.restore.plan.Difference.Kind;
import caldavbackup.text.Columns;
import caldavbackup.text.Shown;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The differences for people. */
final class DiffText {
  private static final int VALUE = 100;
  private static final int LINE = 90;
  private static final int PLACE = 60;
  private static final Pattern TIME =
      Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)(?:T(\\d\\d)(\\d\\d)(\\d\\d)?(Z)?)?(?: (\\S+))?");

  private final PrintStream out;
  private final String inFirst;
  private final String inSecond;

  /**
   * Prints differences.
   *
   * @param first the first place, as the user wrote it
   * @param second the second place
   * @param isFolder whether the second place is a folder, too
   */
  DiffText(PrintStream out, String first, String second, boolean isFolder) {
    this.out = out;
    this.inFirst = "only in " + Shown.of(first, PLACE);
    this.inSecond = (isFolder ? "only in " : "only at ") + Shown.of(second, PLACE);
  }

  void print(Differences all) {
    all.byCalendar()
        .forEach(
            (calendar, list) -> {
              out.println(heading(list.get(0)));
              list.forEach(this::print);
              out.println();
            });
    if (all.isEmpty()) {
      out.println(
          all.unread().isEmpty() ? "nothing differs" : "no differences in what was compared");
      return;
    }
    List<String> counts = new ArrayList<>();
    add(counts, all.count(Kind.CHANGED), "changed", "changed");
    add(counts, all.count(Kind.ONLY_FIRST), inFirst, inFirst);
    add(counts, all.count(Kind.ONLY_SECOND), inSecond, inSecond);
    add(counts, all.count(Kind.CALENDAR_CHANGED), "calendar changed", "calendars changed");
    String first = inFirst;
    add(counts, all.count(Kind.CALENDAR_ONLY_FIRST), "calendar " + first, "calendars " + first);
    String second = inSecond;
    add(counts, all.count(Kind.CALENDAR_ONLY_SECOND), "calendar " + second, "calendars " + second);
    out.println(String.join(", ", counts));
  }

  private static void add(List<String> counts, int many, String one, String more) {
    if (many > 0) {
      counts.add(many + " " + (many == 1 ? one : more));
    }
  }

  private static String heading(Difference one) {
    String name = Shown.of(one.calendarName(), PLACE);
    return name.equals(one.calendar()) ? name : name + " (" + Shown.of(one.calendar(), PLACE) + ")";
  }

  private void print(Difference one) {
    switch (one.kind()) {
      case CALENDAR_ONLY_FIRST -> out.println("  " + inFirst + ": the whole calendar");
      case CALENDAR_ONLY_SECOND -> out.println("  " + inSecond + ": the whole calendar");
      case CALENDAR_CHANGED -> {
        out.println("  changed: the calendar itself");
        one.changes().all().forEach(change -> print(change, calendarWord(change.property())));
      }
      case CHANGED -> {
        out.println("  changed: " + title(one));
        one.changes().all().forEach(change -> print(change, word(change)));
      }
      case ONLY_FIRST -> out.println("  " + inFirst + ": " + title(one));
      case ONLY_SECOND -> out.println("  " + inSecond + ": " + title(one));
      default -> {
        // reported on stderr
      }
    }
  }

  private void print(Change change, String word) {
    String was = shown(change, change.before());
    String is = shown(change, change.after());
    if (Columns.width(was) + Columns.width(is) <= LINE) {
      out.println("    " + word + ": was " + was + ", is " + is);
    } else {
      out.println("    " + word);
      out.println("      was " + was);
      out.println("      is  " + is);
    }
  }

  /** Returns the property that differs, in a word; start and end are distinct. */
  private static String word(Change change) {
    String words = new ObjectChanges(List.of(change)).words();
    return switch (change.property()) {
      case "DTSTART" -> words.replaceFirst("\\btime$", "start");
      case "DTEND" -> words.replaceFirst("\\btime$", "end");
      case "DURATION" -> words.replaceFirst("\\btime$", "duration");
      default -> words;
    };
  }

  private static String title(Difference one) {
    String label = one.facts() == null ? "" : ObjectLabel.of(one.facts());
    String path = Shown.of(one.path());
    return label.isEmpty() ? path : label + " (" + path + ")";
  }

  private static String calendarWord(String property) {
    return switch (property) {
      case "displayname" -> "name";
      case "color" -> "colour";
      case "timezone" -> "time zone";
      default -> property;
    };
  }

  /** Returns a value in readable form. */
  private static String shown(Change change, String value) {
    if (value == null) {
      return "nothing";
    }
    Matcher time = TIME.matcher(value);
    boolean isTime = change.property().startsWith("DT") || change.property().equals("DUE");
    if (!isTime || !time.matches()) {
      return '"' + Shown.of(value, VALUE).replace('"', '\'') + '"';
    }
    String day = time.group(1) + "-" + time.group(2) + "-" + time.group(3);
    String zone = time.group(7) != null ? "UTC" : null;
    return ObjectLabel.time(
            time.group(4) == null ? day : day + "T" + time.group(4) + ":" + time.group(5), zone)
        + (time.group(8) == null ? "" : " " + Shown.of(time.group(8), PLACE));
  }

  /** Returns what was not compared, and why. */
  static String unread(Difference one) {
    String what = one.path() != null ? one.path() : one.calendarName();
    return Shown.of((what == null ? "" : what + ": ") + one.sentence());
  }
}
