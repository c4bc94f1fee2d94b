package caldavbackup.caldav.store;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarProperties;
import caldavbackup.caldav.Requests;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.discover.DiscoverySteps;
import caldavbackup.caldav.properties.OtherProperties;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.http.HttpAnswer;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.MultistatusReader;
import caldavbackup.webdav.Names;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.namespace.QName;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code caldavStore}: the steps of {@code direct:caldav-store} and {@code
 * direct:caldav-make-calendar}.
 */
public final class StoreSteps {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  /** Exchange property: the calendar at the URL that was looked at, none when nothing is there. */
  public static final String THERE = "CamelCaldavThere";

  /** Exchange property: where exactly an object is to be written; optional. */
  public static final String PLACE = "CamelCaldavPlace";

  /** Exchange property: set when the object was not written, for one is there and stays. */
  public static final String STAYED = "CamelCaldavStayed";

  private static final String REFUSAL = "CamelCaldavRefusal";
  private static final String REFUSED = "CamelCaldavRefused";

  private final Requests requests = new Requests();

  /**
   * Where an object is to be written.
   *
   * @param url over what is there; null for a new object
   * @param etag as it was listed: it is written over only while it is still that; or null
   */
  public record Place(String url, String etag) {}

  /** Asks what is at the calendar's URL. */
  public void askCalendar(Exchange exchange, @Header(CaldavConstants.CALENDAR) Calendar calendar) {
    exchange.setProperty(REFUSED, new ArrayList<String>());
    exchange.removeProperty(THERE);
    requests.calendar(exchange.getMessage(), calendar.url(), otherNames(calendar));
  }

  /** Learns what is at the calendar's URL. */
  public void learnCalendar(
      Exchange exchange,
      @Body InputStream answer,
      @Header(CaldavConstants.CALENDAR) Calendar calendar)
      throws IOException {
    List<DavResponse> responses = MultistatusReader.all(answer, "PROPFIND " + calendar.url());
    if (responses.isEmpty() || List.of(404, 410).contains(responses.get(0).status())) {
      return;
    }
    DavResponse response = responses.get(0);
    if (!response.hasType(Names.CALENDAR)) {
      throw new Failure(
          Failure.Kind.SERVER,
          "there is already something else than a calendar at " + calendar.url());
    }
    exchange.setProperty(
        THERE,
        Calendar.of(calendar.url(), response)
            .withOthers(OtherProperties.of(response, otherNames(calendar))));
  }

  private static List<QName> otherNames(Calendar calendar) {
    return calendar.details().others().stream().map(other -> QName.valueOf(other.name())).toList();
  }

  /** An object that is there already stays as it is. */
  public void stays(Exchange exchange, @Header(CaldavConstants.NAME) String name) {
    LOG.debug("{} is there already and stays as it is", name);
    exchange.setProperty(STAYED, true);
  }

  /** Whether the calendar is there. */
  public boolean isThere(Exchange exchange) {
    return exchange.getProperty(THERE) != null;
  }

  /** Whether the last failure says that nothing is there. */
  public boolean saysNotThere(Exchange exchange) {
    Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    return Failures.of(caught).isNotThere();
  }

  /** MKCALENDAR with all properties. */
  public void mkcalendar(Exchange exchange, @Header(CaldavConstants.CALENDAR) Calendar calendar) {
    requests.mkcalendar(exchange.getMessage(), calendar);
  }

  /** Extended MKCOL with all properties. */
  public void mkcol(Exchange exchange, @Header(CaldavConstants.CALENDAR) Calendar calendar) {
    requests.mkcol(exchange.getMessage(), calendar);
  }

  /** MKCALENDAR without properties; each is set by itself afterwards. */
  public void mkcalendarBare(
      Exchange exchange, @Header(CaldavConstants.CALENDAR) Calendar calendar) {
    requests.mkcalendarBare(exchange.getMessage(), calendar);
  }

  /**
   * Goes to the address that the server gave the new calendar, when it is not the one asked for.
   */
  public void follow(
      Exchange exchange,
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @ExchangeProperty(CaldavConstants.ANSWER) HttpAnswer created) {
    if (created.location() != null) {
      String url = Hrefs.asCollection(Hrefs.resolve(created.url(), created.location()));
      exchange
          .getMessage()
          .setHeader(CaldavConstants.CALENDAR, calendar.at(url, calendar.displayName()));
    }
  }

  /** Keeps the server's refusal while it is looked whether the calendar is there all the same. */
  public void keepRefusal(Exchange exchange) {
    exchange.setProperty(REFUSAL, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
  }

  /**
   * Goes to the user's only calendar of that name where none can be made: Google wants them made by
   * hand, and chooses the path itself. Else fails with the server's refusal unless the calendar is
   * there.
   */
  public void requireThere(
      Exchange exchange,
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery)
      throws Failure {
    List<Calendar> known = discovery == null ? List.of() : discovery.calendars();
    List<Calendar> namesakes =
        known.stream()
            .filter(there -> there.role() == Calendar.Role.OWN)
            .filter(there -> calendar.label().equals(there.displayName()))
            .toList();
    if (!isThere(exchange) && namesakes.size() == 1) {
      String url = namesakes.get(0).url();
      exchange
          .getMessage()
          .setHeader(CaldavConstants.CALENDAR, calendar.at(url, calendar.displayName()));
    } else if (!isThere(exchange)) {
      Failure why = Failures.of(exchange.getProperty(REFUSAL, Throwable.class));
      throw new Failure(
          why.kind(), "calendar " + calendar.label() + " cannot be made: " + why.getMessage(), why);
    }
  }

  /**
   * The properties that the calendar on the server still lacks.
   *
   * @throws Failure when there is no calendar, whatever the server answered to the request for it
   */
  public List<CalendarProperties.Property> missing(
      Exchange exchange, @Header(CaldavConstants.CALENDAR) Calendar calendar) throws Failure {
    Calendar there = exchange.getProperty(THERE, Calendar.class);
    if (there == null) {
      throw new Failure(
          Failure.Kind.SERVER,
          "the server answered that it made calendar " + calendar.label() + ", and has none there");
    }
    return CalendarProperties.missing(calendar, there);
  }

  /** PROPPATCH of the property in the body. */
  public void proppatch(
      Exchange exchange,
      @Body CalendarProperties.Property property,
      @Header(CaldavConstants.CALENDAR) Calendar calendar) {
    exchange.setProperty("CamelCaldavPropertyName", property.name());
    requests.proppatch(exchange.getMessage(), calendar.url(), property);
  }

  /**
   * Notes a property that the server did not take: a calendar without its colour is still a
   * calendar.
   */
  public void checkProperty(Exchange exchange, @Body InputStream answer) throws IOException {
    String what = "PROPPATCH " + exchange.getMessage().getHeader(CaldavConstants.URL);
    for (DavResponse response : MultistatusReader.all(answer, what)) {
      if (!response.refused().isEmpty() || response.status() >= 400) {
        refused(exchange);
      }
    }
  }

  /** Notes a property whose request failed. */
  public void refused(Exchange exchange) throws Failure {
    Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    if (caught instanceof Failure failure && failure.endsAll()) {
      throw failure;
    }
    @SuppressWarnings("unchecked")
    List<String> refused = exchange.getProperty(REFUSED, List.class);
    String name = exchange.getProperty("CamelCaldavPropertyName", String.class);
    if (refused != null) {
      refused.add(name);
    } else {
      LOG.warn(
          "the server did not take the {} of {}",
          name,
          exchange.getMessage().getHeader(CaldavConstants.URL));
    }
  }

  /**
   * Says in one line which properties the server did not take.
   *
   * @return the calendar, taking what the server says that it takes
   */
  public Calendar report(
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @ExchangeProperty(REFUSED) List<String> refused,
      @ExchangeProperty(THERE) Calendar there) {
    if (!refused.isEmpty()) {
      LOG.warn(
          "calendar {}: the server did not take its {}",
          calendar.label(),
          String.join(", ", refused));
    }
    return there == null
        ? calendar.withComponents(List.of())
        : calendar.withComponents(there.components()).withLimitsOf(there);
  }

  /**
   * PUT of the bytes in the body: where the property says, and only while that is as it was listed,
   * else under the name in the header.
   */
  public void put(
      Exchange exchange,
      @Body byte[] bytes,
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @Header(CaldavConstants.NAME) String name,
      @ExchangeProperty(PLACE) Place place,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    exchange.removeProperty(STAYED); // of an object before
    Message message = exchange.getMessage();
    String url = url(calendar, name, place);
    if (place == null) {
      boolean onlyIfNew = account.options().conflict() != Options.Conflict.OVERWRITE;
      requests.put(message, url, bytes, onlyIfNew ? Requests.If.NEW : Requests.If.ANYHOW, null);
    } else if (place.url() == null) {
      requests.put(message, url, bytes, Requests.If.NEW, null);
    } else {
      requests.put(message, url, bytes, Requests.If.UNCHANGED, place.etag());
    }
  }

  /** PUT of the bytes in the body over those that the same step has just put. */
  public void putAgain(
      Exchange exchange,
      @Body byte[] bytes,
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @Header(CaldavConstants.NAME) String name,
      @ExchangeProperty(PLACE) Place place) {
    requests.put(
        exchange.getMessage(), url(calendar, name, place), bytes, Requests.If.ANYHOW, null);
  }

  /** GET of what is there. */
  public void get(
      Exchange exchange,
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @Header(CaldavConstants.NAME) String name,
      @ExchangeProperty(PLACE) Place place) {
    requests.look(exchange.getMessage(), url(calendar, name, place));
  }

  private static String url(Calendar calendar, String name, Place place) {
    return place == null || place.url() == null
        ? calendar.url() + Hrefs.encodeSegment(name)
        : place.url();
  }

  /**
   * Whether the last failure may mean that an object is there, which is to stay as it is. Servers
   * answer 412 for what they do not take, too.
   */
  public boolean mayStayAsItIs(
      Exchange exchange, @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return status(exchange) == 412 && account.options().conflict() == Options.Conflict.SKIP;
  }

  /**
   * What was read from where the object was to be written: if that is an object, it stays.
   *
   * @throws Failure the server's refusal, when it is none
   */
  public void staysIfObject(
      Exchange exchange, @Body byte[] there, @Header(CaldavConstants.NAME) String name)
      throws Failure {
    String text = new String(there, StandardCharsets.ISO_8859_1);
    if (!text.toUpperCase(Locale.ROOT).contains("BEGIN:V")) { // an empty page, or one of HTML
      throwRefusal(exchange);
    }
    stays(exchange, name);
  }

  /**
   * Nothing is there: the server did not take the object.
   *
   * @throws Failure always, with the server's words
   */
  public void throwRefusal(Exchange exchange) throws Failure {
    throw Failures.of(exchange.getProperty(REFUSAL, Throwable.class));
  }

  private static int status(Exchange exchange) {
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    return thrown instanceof Failure failure ? failure.status() : 0;
  }
}
