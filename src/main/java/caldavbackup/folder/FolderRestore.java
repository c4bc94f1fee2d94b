package caldavbackup.folder;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.Routes;
import caldavbackup.http.Account;
import caldavbackup.http.AccountRoutes;
import caldavbackup.oauth.Oauth2SignIn;
import caldavbackup.options.Options;
import caldavbackup.restore.plan.RecordResult;
import caldavbackup.restore.plan.RestoreFile;
import caldavbackup.text.Causes;
import caldavbackup.text.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.camel.Processor;

/**
 * Restores a plain folder (a vdir) into an account: sends its records to {@code
 * direct:caldav-export}, and takes the answers.
 */
public final class FolderRestore {
  /** A sentence that counts the failures, and then names them. */
  private static final Pattern COUNTED =
      Pattern.compile(
          "^(\\d+ of \\d+ (?:files and folders failed"
              + "|\\w+ (?:was not|were not|would not be) restored)[^:]*): .*");

  /** The file that names every failure. */
  private static final Pattern ALL_IN_FILE = Pattern.compile("\\. /.* lists them(?:: |$)");

  private final Target target;
  private final Path folder;
  private final Progress progress;
  private final RestoreAnswers answers = new RestoreAnswers();

  /** Receives the records. */
  interface Target {
    /**
     * Restores the records.
     *
     * @param taker receives the answer to each record
     * @throws Failure unless every record was restored
     */
    void restore(Options options, Iterator<RestoreFile> records, Consumer<RecordResult> taker)
        throws Failure;
  }

  /**
   * Creates a restore of the given folder.
   *
   * @param routes the routes for {@link Routes.Purpose#RESTORE}
   */
  public FolderRestore(Routes routes, Path folder, Progress progress) {
    this(routes, folder, progress, Map.of());
  }

  /**
   * Creates a restore of the given folder.
   *
   * @param properties exchange properties for {@code direct:caldav-export}
   */
  public FolderRestore(
      Routes routes, Path folder, Progress progress, Map<String, Object> properties) {
    this(
        (options, records, taker) -> {
          Processor sink = it -> taker.accept(it.getMessage().getBody(RecordResult.class));
          try (Account account = Oauth2SignIn.account(options)) {
            new AccountRoutes(routes, account)
                .send("direct:caldav-export", records, with(properties, sink, progress));
          }
        },
        folder,
        progress);
  }

  private static Map<String, Object> with(
      Map<String, Object> properties, Processor sink, Progress progress) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put(CaldavConstants.TAKER, sink);
    all.put(CaldavConstants.PROGRESS, progress);
    return all;
  }

  /** Creates a restore into a target that stands for an account. */
  FolderRestore(Target target, Path folder, Progress progress) {
    this.target = target;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Runs the restore.
   *
   * @param options the options of the account
   * @throws FolderException unless every record was restored; the sentence counts and names the
   *     failures
   */
  public void run(Options options) throws FolderException {
    boolean isAllInFile = false;
    try {
      restore(options);
    } catch (FolderException e) {
      isAllInFile = ALL_IN_FILE.matcher(e.getMessage()).find();
      throw e;
    } finally {
      tell(isAllInFile);
    }
  }

  private void restore(Options options) throws FolderException {
    FolderRecords records = FolderRecords.of(folder);
    try {
      target.restore(options, answers.of(records), answers::take);
    } catch (Failure e) {
      throw new FolderException( // the answers to the records name the failures
          answers.hasFailed()
              ? COUNTED.matcher(e.getMessage()).replaceFirst("$1")
              : e.getMessage());
    }
    if (records.hasNext()) {
      throw new FolderException("the restore ended before all records were sent");
    }
    answers.requireEach();
  }

  /** Reports the failures, one line for each cause. */
  private void tell(boolean isAllInFile) {
    for (Causes.Cause cause : answers.causes(isAllInFile)) {
      String subject =
          isAllInFile ? Causes.subject(cause.names(), noun(cause)) : Causes.listed(cause.names());
      progress.problem(subject, cause.sentence());
    }
  }

  private String noun(Causes.Cause cause) {
    return hasFolder(cause) ? "files and folders" : answers.noun(cause.names());
  }

  private boolean hasFolder(Causes.Cause cause) {
    return cause.names().stream().anyMatch(name -> Files.isDirectory(folder.resolve("./" + name)));
  }
}
