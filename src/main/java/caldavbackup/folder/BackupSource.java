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

/** The account that is backed up: the entries of its listing, and the content of each entry. */
final class BackupSource implements AutoCloseable {
  /** Receives the content of an entry. */
  interface Content {
    /**
     * Reads all of the content.
     *
     * @param body a {@code byte[]}, or the {@code InputStream} of a large object
     * @throws Exception when it cannot be read
     */
    void take(Object body) throws Exception;
  }

  private final AccountRoutes account;
  private final BackupRun run = new BackupRun();
  private final RunProgress progress;

  /**
   * Creates the source for the account of the options. Sends no request.
   *
   * @param held the calendars that the folder has from this account
   * @param progress receives the progress of the run
   * @throws Failure when the account cannot sign in
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
   * @param taker receives the entries in batches, objects of one calendar per batch; the listing
   *     waits for it
   * @throws Failure when part of the account could not be listed; everything else was
   */
  void list(Consumer<List<SnapshotEntry>> taker) throws Failure {
    run.handTo(taker);
    account.send(
        "direct:caldav-import",
        null,
        Map.of(CaldavConstants.BACKUP, run, CaldavConstants.PROGRESS, progress));
  }

  /** Returns the content of a file that is not an object; null for objects. */
  byte[] content(SnapshotEntry entry) {
    return run.content(entry.path());
  }

  /**
   * Reads objects of one calendar together.
   *
   * @return each object, with its data or its failure
   * @throws Failure when they cannot be read together
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
   * Reads a single object.
   *
   * @throws Failure when the server does not return it, or its content cannot be read
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

  /** Releases an entry that is not read again. */
  void forget(String path) {
    run.forget(path);
  }

  /** Cancels the work in progress. */
  @Override
  public void close() {
    run.readAhead().close();
    account.account().close();
  }
}
