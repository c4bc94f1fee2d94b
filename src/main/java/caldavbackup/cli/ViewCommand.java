package caldavbackup.cli;

import caldavbackup.folder.FolderException;
import caldavbackup.text.Failure;
import caldavbackup.view.View;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code caldav view}: a backup as one page for a browser. */
@Command(
    name = "view",
    mixinStandardHelpOptions = true,
    description = "Make one HTML page that shows the calendars in FOLDER.")
final class ViewCommand implements Callable<Integer> {
  private static final int MOST_PROBLEMS = 20;

  private final PrintStream out;
  private final PrintStream err;

  @Parameters(index = "0", paramLabel = "FOLDER", description = "A backup, or any folder of .ics files.")
  private String folder;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PAGE.html",
      description = "The page; without it, the name of FOLDER with .html, in the current directory.")
  private String page;

  ViewCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws Failure, FolderException {
    requireName("FOLDER", folder);
    requireName("PAGE.html", page);
    View view = View.make(Path.of(folder), page == null ? null : Path.of(page));
    out.println(view.page() + ": " + view.counts());
    out.println("Open it in a browser. It needs no network, and only you can read the file.");
    view.problems().stream().limit(MOST_PROBLEMS).forEach(line -> err.println("caldav: " + line));
    int more = view.problems().size() - MOST_PROBLEMS;
    if (more > 0) {
      err.println("caldav: " + more + " more problems, all at the top of the page");
    }
    return view.problems().isEmpty() ? 0 : 1;
  }

  private static void requireName(String what, String name) throws Failure {
    if (name != null && (name.isEmpty() || name.matches("[a-z][a-z0-9_]*=.*"))) {
      throw Failure.option(
          what + " is missing" + (name.isEmpty() ? "" : ": caldav view takes no option '" + name.split("=")[0] + "'"));
    }
  }
}
