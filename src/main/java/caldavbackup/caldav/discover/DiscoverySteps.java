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
 * Bean {@code caldavDiscovery}: begins the conversations of discover.camel.yaml, and chooses among
 * the calendars that they found.
 */
public final class DiscoverySteps {
  /**
   * Begins a run, and looks for the account's calendars with nothing known but its location. The
   * result are those that the account wants.
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
   * Looks into collections that may hold calendars, then asks what must be asked whether it is
   * there; the body stays.
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

  /** A conversation that asks the server at an address what it can do. */
  public static Conversation ofServer(Discovery discovery, String url) {
    return Questions.of(url, List.of(new ServerQuestion(discovery, url)));
  }

  /**
   * The calendars that the account's selection wants and that were found since this was asked
   * before: those whose events are wanted, and subscriptions for what they are.
   */
  public static List<Calendar> wantedOnesSince(Discovery discovery, Account account) {
    return discovery.takeWanted(account.options());
  }

  /** Whether the calendar's events are wanted, not only what it is. */
  public boolean hasWantedEvents(
      @Body Calendar calendar, @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return calendar.hasWantedEvents(account.options().include());
  }

  /** Those of the calendars whose events are wanted. */
  public List<Calendar> withWantedEvents(
      @Body List<Calendar> calendars, @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return calendars.stream().filter(calendar -> hasWantedEvents(calendar, account)).toList();
  }

  /**
   * The one response to PROPFIND Depth 0.
   *
   * @throws Failure of kind INCOMPLETE when there is none, or the answer is no multistatus
   */
  public static DavResponse only(InputStream answer, String asked) throws IOException {
    return only(answer, asked, null);
  }

  /** The same, of the answer on the exchange. */
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
        // Depth 0 has one response; anything more is read only to see the end
      }
      return response;
    }
  }
}
