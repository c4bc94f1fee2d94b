package caldavbackup.folder;

import caldavbackup.backup.BackupRun;
import caldavbackup.backup.BackupSteps;
import caldavbackup.backup.HeldCalendars;
import caldavbackup.backup.SnapshotEntry;
import caldavbackup.camel.Routes;
import caldavbackup.camel.SenderSink;
import caldavbackup.http.AccountRoutes;
import caldavbackup.http.Failures;
import caldavbackup.oauth.Oauth2SignIn;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
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

  /**
   * The account that the options name; nothing is asked of its server yet.
   *
   * @param held what the folder holds of it
   * @throws Failure when it cannot sign in
   */
  BackupSource(Routes routes, Options options, HeldCalendars held) throws Failure {
    account = new AccountRoutes(routes, Oauth2SignIn.account(options));
    run.hold(held);
  }

  /**
   * Lists the account.
   *
   * @param taker takes the entries, one at a time; the listing waits for it
   * @throws Failure when something could not be listed to its end; all else was
   */
  void list(Consumer<SnapshotEntry> taker) throws Failure {
    send(
        "direct:caldav-import",
        null,
        it -> taker.accept(it.getMessage().getBody(SnapshotEntry.class)));
  }

  /**
   * Reads an entry that {@link #list} gave.
   *
   * @throws Failure when the server does not give it, or its content cannot be read
   */
  void open(String path, Content content) throws Failure {
    byte[] bytes = run.readAhead().takeAtHand(path, Integer.MAX_VALUE);
    Processor taker = it -> content.take(it.getMessage().getBody());
    if (bytes == null) {
      send("direct:caldav-open", path, taker);
      return;
    }
    try { // most objects: there is nothing for a route to decide
      content.take(bytes);
    } catch (Exception e) {
      throw Failures.of(e);
    }
  }

  private void send(String endpoint, Object body, Processor taker) throws Failure {
    account.send(endpoint, body, Map.of(BackupSteps.RUN, run, SenderSink.TAKER, taker));
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
