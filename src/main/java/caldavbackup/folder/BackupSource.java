package caldavbackup.folder;

import caldavbackup.backup.BackupRun;
import caldavbackup.backup.HeldCalendars;
import caldavbackup.backup.SnapshotEntry;
import caldavbackup.caldav.CalendarObject;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.Routes;
import caldavbackup.camel.RunProgress;
import caldavbackup.http.AccountRoutes;
import caldavbackup.oauth.Oauth2SignIn;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Processor;

/** The account that is backed up: the entries of its listing, and the content of each. */
final class BackupSource implements AutoCloseable {
  /** Takes the content of an entry. */
  interface Content {
    /**
     * Takes all of it.
     *
     * @param body a {@code byte[]}, or a large object's {@code InputStream}
     * @throws Exception when it cannot be read
     */
    void take(Object body) throws Exception;
  }

  private final AccountRoutes account;
  private final BackupRun run = new BackupRun();
  private final RunProgress progress;

  /**
   * The account that the options name; nothing is asked of its server yet.
   *
   * @param held what the folder holds of it
   * @param progress hears how far the run is
   * @throws Failure when it cannot sign in
   */
  BackupSource(Routes routes, Options options, HeldCalendars held, RunProgress progress)
      throws Failure {
    this.progress = progress;
    account = new AccountRoutes(routes, Oauth2SignIn.account(options));
    run.hold(held);
    BackupRun.prepare();
  }

  /**
   * Lists the account.
   *
   * @param taker takes the entries, those of some objects of one calendar at a time; the listing
   *     waits for it
   * @throws Failure when something could not be listed to its end; all else was
   */
  void list(Consumer<List<SnapshotEntry>> taker) throws Failure {
    run.handTo(taker);
    account.send(
        "direct:caldav-import",
        null,
        Map.of(CaldavConstants.BACKUP, run, CaldavConstants.PROGRESS, progress));
  }

  /** The content of a file that is no object; null for objects. */
  byte[] content(SnapshotEntry entry) {
    return run.content(entry.path());
  }

  /**
   * Reads objects of one calendar together.
   *
   * @return each of them, with its data or its failure
   * @throws Failure when they cannot be read like that
   */
  List<CalendarObject> read(List<SnapshotEntry> objects) throws Failure {
    Object read =
        account
            .send(
                "direct:caldav-fetch",
                objects.stream().map(SnapshotEntry::member).toList(),
                Map.of(CaldavConstants.RUN, run.accountRun(), CaldavConstants.PROGRESS, progress))
            .getMessage()
            .getBody();
    return ((List<?>) read).stream().map(CalendarObject.class::cast).toList();
  }

  /**
   * Reads an object by itself.
   *
   * @throws Failure when the server does not give it, or its content cannot be read
   */
  void open(String path, Content content) throws Failure {
    Processor taker = it -> content.take(it.getMessage().getBody());
    account.send(
        "direct:caldav-open",
        path,
        Map.of(
            CaldavConstants.BACKUP,
            run,
            CaldavConstants.TAKER,
            taker,
            CaldavConstants.PROGRESS,
            progress));
  }

  /** An entry is dealt with: it is not read again. */
  void forget(String path) {
    run.forget(path);
  }

  /** Breaks off what is under way. */
  @Override
  public void close() {
    run.readAhead().close();
    account.account().close();
  }
}
