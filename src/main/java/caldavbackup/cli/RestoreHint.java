package caldavbackup.cli;

import caldavbackup.contents.Entry;
import caldavbackup.contents.StoredObject;
import caldavbackup.ical.ObjectLabel;
import caldavbackup.text.Columns;
import caldavbackup.text.ShellWord;
import caldavbackup.text.Shown;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The objects that were shown, and the command that restores them. */
final class RestoreHint {
  /** The shell accepts no longer argument. */
  private static final int LONGEST = 100_000;

  private static final int MOST_COLUMNS = 60;

  private final String folder;
  private final Map<StoredObject, Entry> shown = new LinkedHashMap<>();

  /** Creates a hint for a folder, as the user wrote it. */
  RestoreHint(String folder) {
    this.folder = folder;
  }

  /** Adds an entry that was shown. */
  void add(Entry entry) {
    shown.putIfAbsent(entry.object(), entry);
  }

  /** Prints a line for each object. */
  void printPaths(PrintStream out) {
    out.println();
    out.println("Paths");
    int width =
        shown.keySet().stream()
            .mapToInt(object -> Columns.width(Shown.of(object.path())))
            .filter(columns -> columns <= MOST_COLUMNS)
            .max()
            .orElse(0);
    shown.forEach(
        (object, entry) ->
            out.println(
                "  "
                    + Columns.padded(Shown.of(object.path()), width)
                    + "  "
                    + Shown.of(object.calendar().label(), 24)
                    + ": "
                    + ObjectLabel.title(entry.text().summary())));
  }

  /** Prints the command line; nothing if no object was shown. */
  void printCommand(PrintStream out) {
    List<String> selectors = new ArrayList<>();
    int unfit = 0;
    boolean isOfCalendars = false;
    for (StoredObject object : shown.keySet()) {
      String selector = object.selector();
      if (isPlain(selector)) {
        selectors.add(selector);
        isOfCalendars |=
            !object.path().equals(selector.replace("%2C", ",")) && object.isUidElsewhere();
      } else if (object.uid() != null && isPlain(object.uid())) {
        selectors.add(object.uid().replace(",", "%2C"));
        isOfCalendars |= object.isUidElsewhere();
      } else {
        unfit++;
      }
    }
    String only = "only=" + String.join(",", selectors.stream().distinct().toList());
    if (!shown.isEmpty()) {
      out.println();
    }
    if (only.length() > LONGEST) {
      out.println(
          "One command line cannot restore all of them: narrow the list, or restore"
              + " with calendars=, since= and until=.");
    } else if (!selectors.isEmpty()) {
      out.println(
          selectors.size() == 1 && unfit == 0
              ? "To restore it:"
              : "To restore these %d:".formatted(selectors.size()));
      out.println(
          "  caldav restore "
              + ShellWord.of(folder)
              + " LOCATION "
              + ShellWord.of(only)
              + (isOfCalendars ? calendars() : ""));
    }
    if (unfit > 0) {
      out.println(
          unfit
              + (unfit == 1 ? " file has" : " files have")
              + " a name with invisible characters, which cannot be typed: restore the calendar instead");
    }
  }

  /** Returns the option that excludes other calendars if they contain the same UID. */
  private String calendars() {
    List<String> names =
        shown.keySet().stream().map(object -> object.calendar().selector()).distinct().toList();
    return !names.stream().allMatch(name -> name != null && isPlain(name))
        ? ""
        : " " + ShellWord.of("calendars=" + String.join(",", names));
  }

  /** Returns whether the text can be shown unchanged. */
  private static boolean isPlain(String text) {
    return Shown.of(text).equals(text);
  }
}
