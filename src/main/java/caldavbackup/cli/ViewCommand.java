package caldavbackup.cli;

import caldavbackup.folder.FolderException;
import caldavbackup.text.Failure;
import caldavbackup.text.Shown;
import caldavbackup.view.View;
import java.io.PrintStream;
import java.util.List;

/** {@code caldav view FOLDER [PAGE.html]}: a backup as one page for a browser. */
final class ViewCommand implements Command {
  private static final int MOST_LINES = 20;

  @Override
  public int run(Words words, PrintStream out, PrintStream err) throws Failure, FolderException {
    if (!words.options().isEmpty()) {
      String word = words.options().get(0);
      throw Failure.option(
          "caldav view takes FOLDER and PAGE.html, not '" + word.split("=", 2)[0] + "'");
    }
    View view = View.make(words.folder(0), words.places() > 1 ? words.folder(1) : null);
    out.println(Shown.of(view.page() + ": " + view.counts()));
    out.println("Open it in a browser. It needs no network. Only you can read the file.");
    print(err, "WARN ", view.notes());
    print(err, "KO ", view.problems());
    if (view.problems().isEmpty()) {
      return DONE;
    }
    err.println("caldav: " + ListCommand.MISSING);
    return FAILED;
  }

  private static void print(PrintStream err, String word, List<String> lines) {
    lines.stream().limit(MOST_LINES).forEach(line -> err.println(word + Shown.of(line)));
    if (lines.size() > MOST_LINES) {
      err.println(word + (lines.size() - MOST_LINES) + " more, all of them at the top of the page");
    }
  }
}
