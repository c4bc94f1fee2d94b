package caldavbackup.cli;

import caldavbackup.contents.Agenda;
import caldavbackup.contents.FolderContents;
import caldavbackup.contents.Hits;
import caldavbackup.contents.Problem;
import caldavbackup.contents.Range;
import caldavbackup.contents.TextQuery;
import caldavbackup.folder.FolderException;
import caldavbackup.options.FolderSelection;
import caldavbackup.text.Failure;
import caldavbackup.text.Nearest;
import caldavbackup.text.Shown;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code caldav list FOLDER}: shows the entries of some days. With {@code text=} and without days,
 * shows all entries with these words.
 */
final class ListCommand implements Command {
  /** The number of days shown by default. */
  private static final int DAYS = 30;

  /** Why the command fails although it printed the entries. */
  static final String MISSING = "something in the folder is missing or cannot be read";

  private final Clock clock;

  ListCommand() {
    this(Clock.systemDefaultZone());
  }

  /** Uses a clock that defines today. */
  ListCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public int run(Words words, PrintStream out, PrintStream err)
      throws Failure, FolderException, IOException {
    if (!words.output().isJson()) {
      boolean isWithPaths = words.value(LineOption.PATHS).equals("true");
      int code = list(words, new AgendaText(out, words.place(0), isWithPaths), err);
      if (code != DONE) {
        err.println("caldav: " + MISSING);
      }
      return code;
    }
    JsonOutput json = new JsonOutput(out);
    String error = JsonOutput.ENDED_EARLY;
    try {
      int code = list(words, new AgendaJson(json), err);
      error = code == DONE ? null : MISSING;
      return code;
    } catch (IOException | FolderException e) {
      error = e.getMessage();
      throw e;
    } finally {
      json.end(error);
    }
  }

  private int list(Words words, Listed listed, PrintStream err)
      throws Failure, FolderException, IOException {
    FolderSelection selection =
        FolderWords.selection(
            words, CommandHelp.of("list"), "reads a folder and contacts no server");
    Path folder = words.folder(0);
    String text = words.value(LineOption.TEXT);
    ZoneId asked = zone(words.value(LineOption.TIMEZONE));
    try (FolderContents contents = FolderContents.of(folder, selection.calendars())) {
      ZoneId zone = asked == null ? contents.usualZone(clock.getZone()) : asked;
      TextQuery query = text.isBlank() ? null : new TextQuery(text);
      List<Problem> concerns;
      if (query != null && selection.since() == null && selection.until() == null) {
        Hits hits = Hits.of(contents, selection.components(), query, clock.instant(), zone);
        concerns = hits.problems();
        listed.hits(hits, text, zone);
      } else {
        Agenda agenda =
            Agenda.of(
                contents,
                range(selection, zone),
                selection.components(),
                query == null ? entry -> true : query);
        concerns = agenda.problems();
        boolean isDefault = selection.since() == null && selection.until() == null;
        listed.agenda(agenda, query == null ? null : text, isDefault);
      }
      List<Problem> notes = new ArrayList<>(concerns);
      notes.addAll(contents.notes());
      listed.remarks(notes, contents.problems());
      notes.forEach(one -> err.println("WARN " + Shown.of(one.line())));
      contents.problems().forEach(one -> err.println("KO " + Shown.of(one.line())));
      return contents.problems().isEmpty() ? DONE : FAILED;
    }
  }

  private Range range(FolderSelection selection, ZoneId zone) {
    LocalDate today = LocalDate.now(clock.withZone(zone));
    LocalDate since = selection.since();
    LocalDate until = selection.until();
    if (since == null && until == null) {
      return new Range(today, today.plusDays(DAYS - 1L), zone);
    }
    return new Range(
        since == null ? Range.FIRST : since,
        until == null ? since.plusYears(1).minusDays(1) : until,
        zone);
  }

  private static ZoneId zone(String name) throws Failure {
    if (name.isEmpty()) {
      return null;
    }
    for (String id : ZoneId.getAvailableZoneIds()) {
      if (id.equalsIgnoreCase(name)) {
        return ZoneId.of(id);
      }
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      String meant = Nearest.of(name, ZoneId.getAvailableZoneIds());
      throw Failure.option(
          "option 'timezone' must be a time zone like Europe/Berlin, not '"
              + Shown.of(name, 40)
              + "'"
              + (meant == null ? "" : ": did you mean '" + meant + "'?"));
    }
  }
}
