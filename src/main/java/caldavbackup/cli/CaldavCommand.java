package caldavbackup.cli;

import caldavbackup.text.Failure;
import caldavbackup.text.Nearest;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The command line: {@code caldav COMMAND PLACE… KEY=VALUE…}. */
final class CaldavCommand {
  private final Screen screen;
  private final PrintStream out;
  private final PrintStream err;

  private CaldavCommand(Screen screen) {
    this.screen = screen;
    this.out = screen.out();
    this.err = screen.err();
  }

  /** Returns the command with this name. Its class is loaded only here. */
  private Command command(String name) {
    return switch (name) {
      case "backup" -> new BackupCommand(screen);
      case "restore" -> new RestoreCommand(screen);
      case "check" -> new CheckCommand();
      case "completion" -> new CompletionCommand();
      case "diff" -> new DiffCommand();
      case "list" -> new ListCommand();
      case "login" -> (words, to, problems) -> Login.run(words, to);
      case "rehearse" -> (words, to, problems) -> Rehearsal.run(words, to);
      case "view" -> new ViewCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /**
   * Runs a command.
   *
   * @return the exit code
   */
  static int run(String[] args, OutputStream out, PrintStream err) {
    AtomicBoolean isOver = new AtomicBoolean();
    Stdout stdout = new Stdout(out);
    Screen screen = Screen.of(stdout, err);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> sayStopped(screen, args[0], isOver.get())));
    int code = new CaldavCommand(screen).run(List.of(args));
    int failed = args[0].equals("diff") ? DiffCommand.TROUBLE : Command.FAILED;
    code = stdout.exitCode(code, failed, screen.err());
    isOver.set(true);
    return code;
  }

  private int run(List<String> args) {
    String name = args.get(0).equals("help") && args.size() > 1 ? args.get(1) : args.get(0);
    CommandHelp help = CommandHelp.of(name);
    if (help == null || args.get(0).equals("help")) {
      return unknown(name);
    }
    try {
      Words words;
      try {
        words = new Words(help, args.subList(1, args.size()));
      } catch (Failure e) {
        return wrong(help, e);
      }
      return command(name).run(words, out, err);
    } catch (OutOfMemoryError e) {
      err.println("caldav: " + Command.NO_MEMORY);
      return name.equals("diff") ? DiffCommand.TROUBLE : Command.FAILED;
    } catch (Exception e) {
      err.println("caldav: " + e.getMessage());
      return e instanceof Failure failure && failure.kind() == Failure.Kind.OPTION
          ? Command.USAGE
          : Command.FAILED;
    }
  }

  private int unknown(String word) {
    String meant = Nearest.of(word, CommandHelp.NAMES);
    err.println(
        "caldav: there is no command '"
            + word
            + "'"
            + (meant == null
                ? ", only " + String.join(", ", CommandHelp.NAMES)
                : ": did you mean '" + meant + "'?"));
    return Command.USAGE;
  }

  /** Prints what is wrong with the arguments of a command, and correct examples. */
  private int wrong(CommandHelp command, Failure e) {
    err.println("caldav: " + e.getMessage());
    err.print(command.exampleLines());
    err.println("caldav help " + command.name() + " shows more");
    return Command.USAGE;
  }

  private static void sayStopped(Screen screen, String command, boolean isOver) {
    if (!isOver) {
      screen.close();
      String sentence = stopped(command);
      if (sentence != null) {
        screen.err().println(sentence);
      }
    }
  }

  /** What a user needs to know about a command that was interrupted; null for nothing. */
  static String stopped(String command) {
    return command.equals("backup") || command.equals("restore")
        ? "caldav: interrupted; run the same command again to continue"
        : null;
  }
}
