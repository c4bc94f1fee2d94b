package caldavbackup.cli;

import caldavbackup.camel.Routes;
import caldavbackup.folder.FolderBackup;
import caldavbackup.folder.FolderException;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.io.PrintStream;
import java.util.Map;

/** {@code caldav backup LOCATION FOLDER}. */
final class BackupCommand implements Command {
  private final Screen screen;

  BackupCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public int run(Words words, PrintStream out, PrintStream err) throws Failure, FolderException {
    // the threads start while the options are read, and end with the process; to stop each one
    // would only take time
    Routes routes = Routes.start(Routes.Purpose.BACKUP);
    Report report = new Report(screen, words.output(), Integer.MAX_VALUE);
    String failure = JsonOutput.ENDED_EARLY;
    try (report) {
      Map<String, String> config = words.config(words.place(0));
      FolderBackup backup = new FolderBackup(routes, words.folder(1), report);
      if (!backup.run(Options.forBackup(config))) {
        throw new FolderException(backup.shortfall());
      }
      failure = null;
    } catch (Failure | FolderException e) {
      failure = e.getMessage();
      throw e;
    } finally {
      report.summary(failure); // after the counts, which are printed when the report is closed
    }
    return DONE;
  }
}
