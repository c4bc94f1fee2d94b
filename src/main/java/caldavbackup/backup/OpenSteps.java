package caldavbackup.backup;

import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.fetch.Fetch;
import caldavbackup.caldav.fetch.ObjectRead;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Conversation;
import caldavbackup.text.Failure;
import java.util.List;
import org.apache.camel.Exchange;

/** Bean {@code caldavOpen}: the bytes of a snapshot's files, which are read ahead of who asks. */
public final class OpenSteps {
  /** Header: the path that is asked for. */
  private static final String PATH = "CamelCaldavPath";

  /**
   * Says what to read ahead now that the path in the body is asked for: property {@link
   * CaldavConstants#READ_AHEAD}, none when there is nothing.
   *
   * @throws Failure when no run is on the exchange, or it did not list the path
   */
  public void plan(Exchange exchange) throws Failure {
    BackupRun run = run(exchange);
    String path = exchange.getMessage().getBody(String.class);
    exchange.getMessage().setHeader(PATH, path);
    exchange.setProperty(CaldavConstants.RUN, run.accountRun());
    exchange.removeProperty(CaldavConstants.CONVERSATION);
    exchange.removeProperty(CaldavConstants.READ_AHEAD);
    if (run.content(path) == null) {
      List<Member> next = run.readAhead().plan(path);
      if (!next.isEmpty()) {
        exchange.setProperty(CaldavConstants.READ_AHEAD, next);
      }
    }
  }

  private static BackupRun run(Exchange exchange) throws Failure {
    BackupRun run = BackupRun.of(exchange);
    if (run == null) {
      throw Failure.option(
          "exchange property '"
              + CaldavConstants.BACKUP
              + "' is missing: direct:caldav-import leaves it there");
    }
    return run;
  }

  /**
   * Puts the bytes of the path into the body: a metadata file's, or those of an object that was
   * read ahead, for which it waits when it is under way. Of any other object the conversation that
   * reads it is begun.
   *
   * @throws Failure when the server said why it does not give the object
   */
  public void take(Exchange exchange) throws Failure {
    BackupRun run = run(exchange);
    String path = exchange.getMessage().getHeader(PATH, String.class);
    byte[] content = run.content(path);
    byte[] bytes = content == null ? run.readAhead().take(path) : content;
    exchange.getMessage().setBody(bytes);
    if (bytes == null) {
      Member member = run.readAhead().member(path);
      Conversation.begin(exchange, ObjectRead.data(member, Account.of(exchange)));
    }
  }

  /**
   * Begins to read the members in {@link CaldavConstants#READ_AHEAD}; those that are large are read
   * when asked for.
   */
  public void ahead(Exchange exchange) throws Failure {
    Conversation.begin(exchange, Fetch.small(batch(exchange), Account.of(exchange)));
  }

  @SuppressWarnings("unchecked")
  private static List<Member> batch(Exchange exchange) {
    return exchange.getProperty(CaldavConstants.READ_AHEAD, List.class);
  }

  /**
   * Keeps the objects in the body until they are asked for. Those for which there is no room are
   * not even loaded: they are read alone, as streams.
   */
  public void keep(Exchange exchange) throws Failure {
    ReadAhead ahead = run(exchange).readAhead();
    List<?> objects = exchange.getMessage().getBody(List.class);
    try {
      for (Object one : objects) {
        CalendarObject object = (CalendarObject) one;
        if (object.data() == null || ahead.hasRoom(object.member(), object.data().length())) {
          ahead.keep(object.member(), object.bytes(), object.failure());
        }
      }
    } finally {
      CalendarObject.release(objects);
    }
  }

  /** The request is over, whatever came of it. */
  public void finished(Exchange exchange) throws Failure {
    run(exchange).readAhead().finished(batch(exchange));
  }
}
