package caldavbackup.cli;

import caldavbackup.text.Failure;
import caldavbackup.text.Nearest;
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

  /** The command of that name; its class is loaded only here. */
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
  static int run(String[] args, PrintStream out, PrintStream err) {
    AtomicBoolean isOver = new AtomicBoolean();
    Screen screen = Screen.of(out, err);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> sayStopped(screen, isOver.get())));
    int code = new CaldavCommand(screen).run(List.of(args));
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

  /** What is wrong with the words of a command, and examples that are right. */
  private int wrong(CommandHelp command, Failure e) {
    err.println("caldav: " + e.getMessage());
    err.print(command.exampleLines());
    err.println("caldav help " + command.name() + " tells more");
    return Command.USAGE;
  }

  private static void sayStopped(Screen screen, boolean isOver) {
    if (!isOver) {
      screen.close();
      screen
          .err()
          .println("caldav: stopped before its end; the same command again goes on from here");
    }
  }
}
