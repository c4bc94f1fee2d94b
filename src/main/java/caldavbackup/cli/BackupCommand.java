package caldavbackup.cli;

import caldavbackup.camel.Routes;
import caldavbackup.folder.FolderBackup;
import caldavbackup.folder.FolderException;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.io.PrintStream;
import java.nio.file.Path;
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
    Map<String, String> config = words.config(words.place(0));
    Path folder = words.folder(1);
    Options checked = Options.forBackup(config);
    Report report = new Report(screen, words.output(), Integer.MAX_VALUE);
    FolderException failure = null;
    try (report) {
      FolderBackup backup = new FolderBackup(routes, folder, report);
      if (!backup.run(checked)) {
        failure = new FolderException(backup.shortfall());
      }
    } catch (FolderException e) {
      failure = e;
    }
    report.summary(failure == null ? null : failure.getMessage());
    if (failure != null) {
      throw failure;
    }
    return DONE;
  }
}
