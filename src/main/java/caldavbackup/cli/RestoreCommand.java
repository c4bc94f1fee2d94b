package caldavbackup.cli;

import caldavbackup.camel.Routes;
import caldavbackup.folder.FolderException;
import caldavbackup.folder.FolderRestore;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/** {@code caldav restore FOLDER LOCATION}. */
final class RestoreCommand implements Command {
  /** A restore that fails writes all of them to a file. */
  private static final int MAX_PROBLEMS = 20;

  @Override
  public int run(Words words, PrintStream out, PrintStream err) throws Failure, FolderException {
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
}
