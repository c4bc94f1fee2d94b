package caldavbackup.cli;

import caldavbackup.text.Failure;
import java.io.PrintStream;

/** {@code caldav completion SHELL}. */
final class CompletionCommand implements Command {
  @Override
  public int run(Words words, PrintStream out, PrintStream err) throws Failure {
    String text = Completions.of(words.place(0));
    if (text == null) {
      throw Failure.option(
          "completions exist for bash, zsh and fish, and a man page for man, not for '"
              + words.place(0)
              + "'");
    }
    out.print(text);
    out.flush();
    return DONE;
  }
}
