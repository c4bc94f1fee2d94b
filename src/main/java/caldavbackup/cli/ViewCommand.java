package caldavbackup.cli;

import caldavbackup.folder.FolderException;
import caldavbackup.text.Failure;
import caldavbackup.view.View;
import java.io.PrintStream;

/** {@code caldav view FOLDER [PAGE.html]}: a backup as one page for a browser. */
final class ViewCommand implements Command {
  private static final int MOST_PROBLEMS = 20;

  @Override
  public int run(Words words, PrintStream out, PrintStream err) throws Failure, FolderException {
    if (!words.options().isEmpty()) {
      String word = words.options().get(0);
      throw Failure.option(
          "caldav view takes FOLDER and PAGE.html, not '" + word.split("=", 2)[0] + "'");
    }
    View view = View.make(words.folder(0), words.places() > 1 ? words.folder(1) : null);
    out.println(view.page() + ": " + view.counts());
    out.println("Open it in a browser. It needs no network. Only you can read the file.");
    view.problems().stream().limit(MOST_PROBLEMS).forEach(line -> err.println("caldav: " + line));
    int more = view.problems().size() - MOST_PROBLEMS;
    if (more > 0) {
      err.println("caldav: and " + more + " more, all of them at the top of the page");
    }
    return view.problems().isEmpty() ? DONE : FAILED;
  }
}
