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

/** Bean {@code caldavOpen}: returns the bytes of files of a snapshot, and reads ahead. */
public final class OpenSteps {
  /** Header: the requested path. */
  private static final String PATH = "CamelCaldavPath";

  /**
   * Decides what to read ahead for the path in the body. Sets property {@link
   * CaldavConstants#READ_AHEAD} if there is anything.
   *
   * @throws Failure when the exchange has no run, or the run did not list the path
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
              + "' is missing: direct:caldav-import sets it");
    }
    return run;
  }

  /**
   * Sets the body to the bytes of the path: those of a metadata file, or of an object that was read
   * ahead, after waiting for it if necessary. For any other object, it starts a conversation that
   * reads it.
   *
   * @throws Failure when the server refused to return the object
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
   * Starts to read the members in {@link CaldavConstants#READ_AHEAD}. Large ones are read on
   * request only.
   */
  public void ahead(Exchange exchange) throws Failure {
    Conversation.begin(exchange, Fetch.small(batch(exchange), Account.of(exchange)));
  }

  @SuppressWarnings("unchecked")
  private static List<Member> batch(Exchange exchange) {
    return exchange.getProperty(CaldavConstants.READ_AHEAD, List.class);
  }

  /**
   * Keeps the objects in the body until they are requested. Objects without space are not loaded;
   * they are read on request, as streams.
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

  /** Notes the end of the request, whatever its result. */
  public void finished(Exchange exchange) throws Failure {
    run(exchange).readAhead().finished(batch(exchange));
  }
}
