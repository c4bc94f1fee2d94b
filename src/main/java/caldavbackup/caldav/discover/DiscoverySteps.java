package caldavbackup.caldav.discover;

import caldavbackup.caldav.Calendar;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Conversation;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.Questions;
import caldavbackup.http.Run;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.MultistatusReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/**
 * Bean {@code caldavDiscovery}: starts the conversations of discover.camel.yaml, and selects among
 * the calendars found.
 */
public final class DiscoverySteps {
  /**
   * Begins a run, and discovers the calendars of the account from its location. The result is the
   * list of selected calendars.
   *
   * @throws Failure when the exchange has no account
   */
  public void search(Exchange exchange) throws Failure {
    Account account = Account.of(exchange);
    Run.begin(exchange);
    Options options = account.options();
    boolean hasCredentials = options.password() != null || options.oauth() != null;
    Discovery discovery = new Discovery(options.location().http().toString(), hasCredentials);
    exchange.setProperty(CaldavConstants.DISCOVERY, discovery);
    Conversation.begin(exchange, new Search(discovery, account));
  }

  /**
   * Lists collections that may contain calendars, then requests doubtful resources individually.
   * The body stays unchanged.
   */
  public void enterFolders(Exchange exchange) {
    Conversation.begin(
        exchange,
        new Search(
            exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class),
            exchange.getProperty(CaldavConstants.ACCOUNT, Account.class),
            Search.State.FOLDERS,
            exchange.getMessage().getBody()));
  }

  /** A conversation that asks the server at an address for its capabilities. */
  public static Conversation ofServer(Discovery discovery, String url) {
    return Questions.of(url, List.of(new ServerQuestion(discovery, url)));
  }

  /**
   * The selected calendars that were found since the last call: calendars with wanted events, and
   * subscriptions for their properties.
   */
  public static List<Calendar> wantedOnesSince(Discovery discovery, Account account) {
    return discovery.takeWanted(account.options());
  }

  /** Returns whether the events of the calendar are wanted, not only its properties. */
  public boolean hasWantedEvents(
      @Body Calendar calendar, @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return calendar.hasWantedEvents(account.options().include());
  }

  /** The calendars with wanted events. */
  public List<Calendar> withWantedEvents(
      @Body List<Calendar> calendars, @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return calendars.stream().filter(calendar -> hasWantedEvents(calendar, account)).toList();
  }

  /**
   * The single response to PROPFIND Depth 0.
   *
   * @throws Failure of kind INCOMPLETE when there is none, or the answer is not a multistatus
   */
  public static DavResponse only(InputStream answer, String asked) throws IOException {
    return only(answer, asked, null);
  }

  /** The single response in the answer on the exchange. */
  static DavResponse only(Exchange exchange, String asked) throws IOException {
    HttpAnswer head = exchange.getProperty(CaldavConstants.ANSWER, HttpAnswer.class);
    InputStream body = exchange.getMessage().getBody(InputStream.class);
    return only(body, asked, head == null ? null : head.contentType());
  }

  private static DavResponse only(InputStream answer, String asked, String contentType)
      throws IOException {
    try (MultistatusReader reader =
        new MultistatusReader(answer, "PROPFIND " + asked, contentType)) {
      DavResponse response = reader.next();
      if (response == null) {
        throw Failure.incomplete("the answer to PROPFIND " + asked + " is empty");
      }
      while (reader.next() != null) {
        // Depth 0 has one response; more are read only to reach the end
      }
      return response;
    }
  }
}
