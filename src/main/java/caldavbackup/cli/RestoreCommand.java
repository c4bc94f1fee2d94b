package caldavbackup.cli;

import caldavbackup.camel.Routes;
import caldavbackup.folder.FolderException;
import caldavbackup.folder.FolderRestore;
import caldavbackup.options.Options;
import caldavbackup.restore.plan.JsonReport;
import caldavbackup.text.Failure;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** {@code caldav restore FOLDER LOCATION}. */
final class RestoreCommand implements Command {
  /** A restore that fails writes all of them to a file. */
  private static final int MAX_PROBLEMS = 20;

  @Override
  public int run(Words words, PrintStream out, PrintStream err) throws Failure, FolderException {
    if (OutputOptions.of(words).isJson()) {
      return runJson(words, new JsonOutput(out), err);
    }
    Map<String, String> config = words.config(words.place(1));
    Path folder = words.folder(0);
    Options checked = Options.forRestore(config);
    Report report = new Report(out, err, System.console() != null, MAX_PROBLEMS);
    Routes routes = Routes.start(Routes.Purpose.RESTORE, report::text, report::text);
    try (report) {
      new FolderRestore(routes, folder, report).run(checked);
    }
    return DONE;
  }

  /** What failed is told on stderr as ever; stdout has nothing but JSON. */
  private static int runJson(Words words, JsonOutput json, PrintStream err)
      throws Failure, FolderException {
    String error = "it ended early";
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    try (Report report = new Report(nowhere, err, false, MAX_PROBLEMS)) {
      Path folder = words.folder(0);
      Options checked = Options.forRestore(words.config(words.place(1)));
      Routes routes = Routes.start(Routes.Purpose.RESTORE, text -> {}, text -> {});
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
