package caldavbackup.cli;

import caldavbackup.camel.Routes;
import caldavbackup.contents.FolderContents;
import caldavbackup.contents.FolderDifferences;
import caldavbackup.folder.FolderException;
import caldavbackup.folder.FolderRecords;
import caldavbackup.http.Account;
import caldavbackup.http.AccountRoutes;
import caldavbackup.ical.ObjectSelection;
import caldavbackup.oauth.Oauth2SignIn;
import caldavbackup.options.FolderSelection;
import caldavbackup.options.Option;
import caldavbackup.options.Options;
import caldavbackup.restore.plan.DiffSteps;
import caldavbackup.restore.plan.Difference;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code caldav diff FOLDER LOCATION} and {@code caldav diff FOLDER FOLDER2}: shows what differs,
 * by meaning.
 */
final class DiffCommand implements Command {
  /** Exit code: something differs. */
  private static final int DIFFERENT = 1;

  /** Exit code: something cannot be compared, or the result cannot be printed. */
  static final int TROUBLE = 2;

  private static final String URL = "://";

  @Override
  public int run(Words words, PrintStream out, PrintStream err) throws Failure {
    if (words.place(0).contains(URL)) {
      throw Failure.option("LOCATION and FOLDER are swapped: write caldav diff FOLDER LOCATION");
    }
    JsonOutput json = words.output().isJson() ? new JsonOutput(out) : null;
    String error = JsonOutput.ENDED_EARLY;
    try {
      Differences differences = compare(words);
      if (json != null) {
        new DiffJson(json).print(differences, words.place(0), words.place(1));
      } else {
        new DiffText(out, words.place(0), words.place(1), isFolder(words.place(1)))
            .print(differences);
      }
      differences.unread().forEach(one -> err.println("KO " + DiffText.unread(one)));
      boolean isWhole = differences.unread().isEmpty();
      error = isWhole ? null : "not everything was compared";
      return !isWhole ? TROUBLE : differences.isEmpty() ? Command.DONE : DIFFERENT;
    } catch (FolderException | IOException e) { // a server that cannot be read, too
      error = e.getMessage();
      err.println("caldav: " + e.getMessage());
      return TROUBLE;
    } finally {
      if (json != null) {
        json.end(error);
      }
    }
  }

  private static Differences compare(Words words) throws FolderException, IOException {
    CommandHelp help = CommandHelp.of("diff");
    Path folder = words.folder(0);
    List<Difference> found = new ArrayList<>();
    if (isFolder(words.place(1))) {
      folders(words, help, found::add);
    } else {
      account(words, help, folder, found::add);
    }
    return new Differences(found);
  }

  /** Returns whether the place is FOLDER2: an existing folder, or a name that cannot be a host. */
  private static boolean isFolder(String place) {
    if (place.contains(URL)) {
      return false;
    }
    boolean isPath = place.startsWith("/") || place.startsWith(".") || place.startsWith("~");
    return isPath || Files.exists(Path.of(place)) || !place.matches("[^/]*[.@:].*|localhost");
  }

  private static void folders(Words words, CommandHelp help, Consumer<Difference> taker)
      throws Failure, FolderException, IOException {
    FolderSelection wanted = FolderWords.selection(words, help, "compares two folders");
    ObjectSelection selection =
        new ObjectSelection(wanted.components(), wanted.since(), wanted.until());
    try (FolderContents first = FolderContents.ofAny(words.folder(0), wanted.calendars());
        FolderContents second = FolderContents.ofAny(words.folder(1), wanted.calendars())) {
      if (first.calendars().isEmpty() && second.calendars().isEmpty()) {
        throw Failure.option(DiffSteps.NOWHERE);
      }
      FolderDifferences.tell(first, second, selection, taker);
    }
  }

  private static void account(
      Words words, CommandHelp help, Path folder, Consumer<Difference> taker)
      throws Failure, FolderException, IOException {
    Map<String, String> config = words.config(words.place(1));
    for (String key : config.keySet()) {
      if (!key.equals(Option.LOCATION.key())) {
        FolderWords.requireKnown(key, help, "writes nothing");
      }
    }
    config.put(Option.NOTIFY.key(), "true"); // a comparison needs no scheduling options
    Options options = Options.forBoth(config);
    FolderContents.of(folder).close(); // reports the invalid option
    FolderRecords records = FolderRecords.of(folder);
    try (Routes routes = Routes.start(Routes.Purpose.DIFF);
        Account account = Oauth2SignIn.account(options)) {
      new AccountRoutes(routes, account)
          .send("direct:caldav-diff", records, Map.of(DiffSteps.TAKER, taker));
    }
  }
}
