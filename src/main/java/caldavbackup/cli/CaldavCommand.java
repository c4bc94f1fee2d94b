package caldavbackup.cli;

import caldavbackup.camel.Routes;
import caldavbackup.folder.FolderBackup;
import caldavbackup.folder.FolderException;
import caldavbackup.folder.FolderRestore;
import caldavbackup.http.Account;
import caldavbackup.oauth.Oauth2SignIn;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import caldavbackup.text.Nearest;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command line: {@code caldav backup|restore|check|login}. */
@Command(
    name = "caldav",
    description = "Backs up and restores every calendar of a CalDAV account, byte for byte.",
    versionProvider = CaldavCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "%nExit codes: 0 all was done and proved, 1 something was not, 2 the command line is wrong."
    })
final class CaldavCommand {
  private static final int FAILED = 1;

  /** Exit code of a command line that is wrong. */
  static final int USAGE = 2;

  /** A restore that fails writes all of them to a file. */
  private static final int MAX_PROBLEMS = 20;

  private final PrintStream out;
  private final PrintStream err;

  @CommandLine.Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @CommandLine.Option(names = "--version", versionHelp = true, description = "Show the version.")
  private boolean version;

  private CaldavCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    AtomicBoolean isOver = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> sayStopped(err, isOver.get())));
    CaldavCommand command = new CaldavCommand(out, err);
    int code = isPlain(args) ? command.runPlain(args) : command.parse(args);
    isOver.set(true);
    return code;
  }

  /**
   * Whether there is nothing to parse or explain: a command, its two places, and options of the
   * account. Picocli is left out then, because it takes a sixth of a second to load: its classes
   * are too old to be in the AOT cache.
   */
  private static boolean isPlain(String[] args) {
    return args.length >= 3
        && (args[0].equals("backup") || args[0].equals("restore"))
        && Arrays.stream(args).noneMatch(word -> word.startsWith("-"));
  }

  private int runPlain(String[] args) {
    List<String> options = List.of(args).subList(3, args.length);
    try {
      return args[0].equals("backup")
          ? backup(args[1], Path.of(args[2]), options)
          : restore(Path.of(args[1]), args[2], options);
    } catch (Exception e) {
      return failed(e);
    }
  }

  private int parse(String[] args) {
    String word = args.length > 1 && args[0].equals("help") ? args[1] : args[0];
    if (isUnknown(word)) {
      String meant = Nearest.of(word, CommandHelp.NAMES);
      err.println(
          "caldav: there is no command '"
              + word
              + "'"
              + (meant == null
                  ? ", only " + String.join(", ", CommandHelp.NAMES)
                  : ": did you mean '" + meant + "'?"));
      return USAGE;
    }
    return line().execute(args);
  }

  private boolean isUnknown(String word) {
    return !word.startsWith("-")
        && !word.equals("help")
        && !line().getSubcommands().containsKey(word);
  }

  /** What is wrong with the words of a command, and two that are right. */
  private int wrong(CommandLine.ParameterException e) {
    err.println("caldav: " + e.getMessage());
    CommandHelp command = CommandHelp.of(e.getCommandLine().getCommandName());
    if (command != null) {
      err.print(command.exampleLines());
      err.println("caldav help " + command.name() + " tells more");
    }
    return USAGE;
  }

  /** The usage message of the whole command, as picocli makes it. */
  static String usage() {
    return new CaldavCommand(System.out, System.err).line().getUsageMessage();
  }

  private CommandLine line() {
    CommandLine line = new CommandLine(this);
    line.addSubcommand(new ViewCommand(out, err));
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExpandAtFiles(false); // a password may begin with @
    line.setTrimQuotes(false);
    line.getCommandSpec().usageMessage().footer(Help.footer().toArray(String[]::new));
    line.setParameterExceptionHandler((e, args) -> wrong(e));
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(e));
    return line;
  }

  private int failed(Exception e) {
    err.println("caldav: " + e.getMessage());
    return e instanceof Failure failure && failure.kind() == Failure.Kind.OPTION ? USAGE : FAILED;
  }

  private static void sayStopped(PrintStream err, boolean isOver) {
    if (!isOver) {
      err.println("caldav: stopped before its end; the same command again goes on from here");
    }
  }

  @Command(
      name = "backup",
      mixinStandardHelpOptions = true,
      description = "Back up the calendars at LOCATION into FOLDER, a plain vdir.")
  int backup(
      @Parameters(
              paramLabel = "LOCATION",
              description = "Where the calendars are, for example caldav://cal.example.org/")
          String location,
      @Parameters(paramLabel = "FOLDER", description = "Where the backup is kept.") Path folder,
      @Parameters(paramLabel = "KEY=VALUE", arity = "0..*", description = "Options of the account.")
          List<String> options)
      throws Failure, FolderException {
    // they start while the options are read, and end with the process: to stop each would only take
    // time
    Routes routes = Routes.start(Routes.Purpose.BACKUP);
    Map<String, String> config = KeyValues.of(location, options == null ? List.of() : options);
    requireFolder(folder);
    Options checked = Options.forBackup(config);
    Report report = new Report(out, err, System.console() != null, Integer.MAX_VALUE);
    try (report) {
      FolderBackup backup = new FolderBackup(routes, folder.toAbsolutePath(), report);
      if (!backup.run(checked)) {
        throw new FolderException(backup.shortfall());
      }
    }
    return 0;
  }

  @Command(
      name = "restore",
      mixinStandardHelpOptions = true,
      description = "Restore the calendars in FOLDER into the account at LOCATION.")
  int restore(
      @Parameters(
              paramLabel = "FOLDER",
              description = "A backup, a vdir, or one calendar's folder of .ics files.")
          Path folder,
      @Parameters(paramLabel = "LOCATION", description = "Where the calendars go.") String location,
      @Parameters(paramLabel = "KEY=VALUE", arity = "0..*", description = "Options of the account.")
          List<String> options)
      throws Failure, FolderException {
    Map<String, String> config = KeyValues.of(location, options == null ? List.of() : options);
    requireFolder(folder);
    Options checked = Options.forRestore(config);
    Report report = new Report(out, err, System.console() != null, MAX_PROBLEMS);
    Routes routes = Routes.start(Routes.Purpose.RESTORE, report::text, report::text);
    try (report) {
      new FolderRestore(routes, folder.toAbsolutePath(), report).run(checked);
    }
    return 0;
  }

  /** A forgotten FOLDER must not make one of an option, nor of the folder where one stands. */
  private static void requireFolder(Path folder) throws Failure {
    String name = folder.toString();
    if (name.isEmpty() || name.matches("[a-z][a-z0-9_]*=.*")) {
      throw Failure.option(
          "FOLDER is missing"
              + (name.isEmpty() ? "" : ": '" + name.split("=")[0] + "' is an option"));
    }
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Show what is at LOCATION and what would go wrong; nothing is written.")
  int check(
      @Parameters(paramLabel = "LOCATION", description = "Where the calendars are.")
          String location,
      @Parameters(paramLabel = "KEY=VALUE", arity = "0..*", description = "Options of the account.")
          List<String> options)
      throws Failure {
    Map<String, String> config = KeyValues.of(location, options == null ? List.of() : options);
    try (Account account = new Account(Options.forBoth(config)); // the words of either will do
        Routes routes = Routes.start(Routes.Purpose.CHECK)) {
      Oauth2SignIn.require(account);
      return Check.print(routes, account, out) ? 0 : FAILED;
    }
  }

  @Command(
      name = "login",
      mixinStandardHelpOptions = true,
      description =
          "Sign in at a provider with OAuth2, once, with a browser here or anywhere; the tokens are"
              + " kept.")
  int login(
      @Parameters(
              paramLabel = "LOCATION KEY=VALUE",
              arity = "1..*",
              description =
                  "Where the calendars are, which some providers need not be told, and options:"
                      + " name, client_id, …")
          List<String> words)
      throws Failure {
    new Login(System.in, out).run(Login.options(words));
    return 0;
  }

  @Command(
      name = "rehearse",
      hidden = true,
      description =
          "Back up LOCATION into FOLDER and restore it, in one process as people and as Plakar do.")
  int rehearse(
      @Parameters(paramLabel = "LOCATION") String location,
      @Parameters(paramLabel = "FOLDER") Path folder,
      @Parameters(paramLabel = "KEY=VALUE", arity = "0..*") List<String> options)
      throws Failure, FolderException, IOException, InterruptedException {
    Rehearsal.run(
        KeyValues.of(location, options == null ? List.of() : options),
        folder.toAbsolutePath(),
        out);
    return 0;
  }

  /** The version that the build wrote. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      return new String[] {Help.version()};
    }
  }
}
