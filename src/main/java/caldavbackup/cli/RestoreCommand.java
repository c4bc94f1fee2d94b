package caldavbackup.cli;

import caldavbackup.camel.Routes;
import caldavbackup.folder.FolderException;
import caldavbackup.folder.FolderRestore;
import caldavbackup.options.Options;
import caldavbackup.restore.plan.JsonReport;
import caldavbackup.text.Failure;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/** {@code caldav restore FOLDER LOCATION}. */
final class RestoreCommand implements Command {
  /** A restore that fails writes all problems to a file. */
  private static final int MAX_PROBLEMS = 20;

  private final Screen screen;

  RestoreCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public int run(Words words, PrintStream out, PrintStream err) throws Failure, FolderException {
    if (words.output().isJson()) {
      return runJson(words);
    }
    Map<String, String> config = words.config(words.place(1));
    Path folder = words.folder(0);
    Options checked = Options.forRestore(config);
    Report report = new Report(screen, words.output(), MAX_PROBLEMS);
    Routes routes = Routes.start(Routes.Purpose.RESTORE, report::text, report::text);
    try (report) {
      new FolderRestore(routes, folder, report).run(checked);
    }
    return DONE;
  }

  /** Runs with JSON output. Failures are still reported on stderr; stdout has only JSON. */
  private int runJson(Words words) throws Failure, FolderException {
    JsonOutput json = new JsonOutput(screen.out());
    String error = JsonOutput.ENDED_EARLY;
    OutputOptions text = new OutputOptions(false, words.output().progress());
    try (Report report = new Report(screen, text, MAX_PROBLEMS)) {
      report.isToldElsewhere();
      Path folder = words.folder(0);
      Options checked = Options.forRestore(words.config(words.place(1)));
      Routes routes = Routes.start(Routes.Purpose.RESTORE, plan -> {}, outcome -> {});
      new FolderRestore(routes, folder, report, Map.of(JsonReport.TAKER, json)).run(checked);
      error = null;
    } catch (Failure | FolderException e) {
      error = e.getMessage();
      throw e;
    } finally {
      json.end(error);
    }
    return DONE;
  }
}
