package caldavbackup.dav;

import caldavbackup.account.Account;
import caldavbackup.account.Caldav;
import caldavbackup.account.Failure;
import caldavbackup.account.Failures;
import caldavbackup.account.Hrefs;
import caldavbackup.account.HttpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/**
 * Bean {@code caldavDiscovery}: what each step of {@code direct:caldav-discover} asks and learns
 * (RFC 6764, RFC 5397, RFC 4791).
 */
public final class DiscoverySteps {
  /** Exchange property: the {@link Discovery} under way, or done. */
  public static final String DISCOVERY = "CamelCaldavDiscovery";

  private static final String ASKED = "CamelCaldavAsked";
  private final Requests requests = new Requests();

  /** Starts with nothing known but the account's location. */
  public void begin(Exchange exchange, @ExchangeProperty(Caldav.ACCOUNT) Account account)
      throws Failure {
    if (account == null) {
      throw Failure.option(
          "exchange property '"
              + Caldav.ACCOUNT
              + "' is missing: set it with bean caldavAccounts, method of");
    }
    exchange.setProperty(DISCOVERY, new Discovery(account.options().location().http().toString()));
  }

  /** Asks the location itself. */
  public void askLocation(Exchange exchange, @ExchangeProperty(DISCOVERY) Discovery discovery) {
    ask(exchange, discovery.location());
  }

  /** Asks the well-known address of the location's host (RFC 6764, section 5). */
  public void askWellKnown(Exchange exchange, @ExchangeProperty(DISCOVERY) Discovery discovery) {
    ask(exchange, Hrefs.root(discovery.location()) + "/.well-known/caldav");
  }

  /** Asks the user's principal (RFC 5397). */
  public void askPrincipal(Exchange exchange, @ExchangeProperty(DISCOVERY) Discovery discovery) {
    ask(exchange, discovery.principal());
  }

  /** Asks what lies directly in the location. */
  public void askInside(Exchange exchange, @ExchangeProperty(DISCOVERY) Discovery discovery) {
    askHome(exchange, Hrefs.asCollection(discovery.location()));
  }

  /** Asks a calendar home what it holds. */
  public void askHome(Exchange exchange, @Body String home) {
    exchange.setProperty(ASKED, home);
    requests.home(exchange.getMessage(), home);
  }

  /** Learns from the answer to a PROPFIND Depth 0. */
  public void learn(
      @Body InputStream answer,
      @ExchangeProperty(DISCOVERY) Discovery discovery,
      @ExchangeProperty(ASKED) String asked,
      @ExchangeProperty(Caldav.ANSWER) HttpAnswer http)
      throws IOException {
    try (MultistatusReader reader =
        new MultistatusReader(body(answer, asked), "PROPFIND " + asked)) {
      DavResponse response = reader.next();
      if (response == null) {
        throw Failure.incomplete("the answer to PROPFIND " + asked + " is empty");
      }
      discovery.learn(asked, http.url(), response);
      while (reader.next() != null) {
        // Depth 0 has one response; anything more is read only to see the end
      }
    }
  }

  /** Learns from the answer to a PROPFIND Depth 1 of a home. */
  public void learnHome(
      @Body InputStream answer,
      @ExchangeProperty(DISCOVERY) Discovery discovery,
      @ExchangeProperty(ASKED) String asked,
      @ExchangeProperty(Caldav.ANSWER) HttpAnswer http)
      throws IOException {
    List<Calendar> found = new ArrayList<>();
    try (MultistatusReader reader =
        new MultistatusReader(body(answer, asked), "PROPFIND " + asked)) {
      for (DavResponse response = reader.next(); response != null; response = reader.next()) {
        if (response.hasType(Names.CALENDAR)) {
          found.add(Calendar.of(Hrefs.resolve(http.url(), response.href()), response));
        }
      }
    }
    discovery.learnHome(asked, found);
    if (!found.isEmpty() && Hrefs.same(asked, discovery.location())) {
      discovery.scopeToLocation();
    }
  }

  /** Notes that a step failed; wrong credentials end the search at once. */
  public void learnFailure(Exchange exchange, @ExchangeProperty(DISCOVERY) Discovery discovery)
      throws Failure {
    Failure failure = Failures.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    if (failure.kind() == Failure.Kind.SIGN_IN || failure.getCause() instanceof IOException) {
      throw failure; // no other address of the same server will do better
    }
    discovery.learnFailure(exchange.getProperty(ASKED, String.class), failure);
  }

  public boolean needsWellKnown(@ExchangeProperty(DISCOVERY) Discovery discovery) {
    return discovery.needsWellKnown();
  }

  public boolean needsPrincipal(@ExchangeProperty(DISCOVERY) Discovery discovery) {
    return discovery.needsPrincipal();
  }

  public boolean locationMayBeHome(@ExchangeProperty(DISCOVERY) Discovery discovery) {
    return discovery.locationMayBeHome();
  }

  /** The homes that are still to be asked: none when the location held the calendars itself. */
  public List<String> homes(@ExchangeProperty(DISCOVERY) Discovery discovery) {
    return discovery.calendars().isEmpty() ? discovery.homes() : List.of();
  }

  /** The calendars that the account's selection wants; an error when not even a home was found. */
  public List<Calendar> wanted(
      @ExchangeProperty(DISCOVERY) Discovery discovery,
      @ExchangeProperty(Caldav.ACCOUNT) Account account)
      throws Failure {
    discovery.requireFound();
    return discovery.calendars().stream()
        .filter(calendar -> calendar.isWantedBy(account.options().selection()))
        .toList();
  }

  private void ask(Exchange exchange, String url) {
    exchange.setProperty(ASKED, url);
    requests.describe(exchange.getMessage(), url);
  }

  static InputStream body(InputStream answer, String asked) throws Failure {
    if (answer == null) {
      throw new Failure(
          Failure.Kind.SERVER,
          "the answer to " + asked + " has no body: is this a CalDAV location?");
    }
    return answer;
  }
}
