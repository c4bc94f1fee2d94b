package caldavbackup.caldav.properties;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarDetails.OtherProperty;
import caldavbackup.caldav.Requests;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.discover.DiscoverySteps;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Failures;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.Retries;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.MultistatusReader;
import caldavbackup.webdav.Names;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.namespace.QName;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code caldavOtherProperties}: finds the properties of calendars that only the program which
 * set them knows (dead properties, RFC 4918, section 4.1).
 *
 * <p>First the names alone are asked for: with them a server has to compute nothing. The values are
 * asked for only when a name turns up that is nobody's live property.
 */
public final class OtherProperties {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");
  private static final String FOUND = "CamelCaldavOtherProperties";
  private static final String PLACE = "CamelCaldavPropertiesPlace";

  /** Kept by a field of their own. */
  private static final Set<QName> KNOWN = Set.of(Names.CALENDAR_COLOR, Names.CALENDAR_ORDER);

  /**
   * What servers compute, or what is kept by a field of its own: it changes without anybody's
   * doing.
   */
  private static final Set<String> LIVE_NAMESPACES =
      Set.of(
          Names.DAV,
          Names.CALDAV,
          Names.CALENDARSERVER,
          "urn:ietf:params:xml:ns:carddav",
          "http://radicale.org/ns/",
          "http://sabredav.org/ns",
          "http://nextcloud.com/ns",
          "http://owncloud.org/ns",
          "http://cyrusimap.org/ns/",
          "http://me.com/_namespace/",
          "http://davical.org/ns/",
          "urn:inverse:params:xml:ns:inverse-dav",
          "urn:open-xchange:dav",
          "xmldav:");

  private static final int MAX_CHARACTERS = 64 << 10;
  private static final int MAX_NAMES = 100;

  private final Requests requests = new Requests();

  /**
   * One place to ask.
   *
   * @param depth 0 for a calendar itself, 1 for the collection that holds several
   * @param byAllprop whether the names are asked for by allprop, which gives values, too
   */
  record Place(String url, String depth, boolean byAllprop) {}

  /** What was found so far: the calendars, the names to ask for, the values by path. */
  private static final class Found {
    private final List<Calendar> calendars;
    private final Set<QName> names = new LinkedHashSet<>();
    private final Map<String, List<OtherProperty>> byPath = new HashMap<>();
    private final Deque<Place> places = new ArrayDeque<>();

    Found(List<Calendar> calendars) {
      this.calendars = calendars;
    }

    /** The calendars that the place tells of. */
    private List<Calendar> of(Place place) {
      return calendars.stream()
          .filter(
              calendar ->
                  Hrefs.same(calendar.url(), place.url())
                      || (place.depth().equals("1")
                          && Hrefs.same(Hrefs.parent(calendar.url()), place.url())))
          .toList();
    }
  }

  /**
   * Keeps the calendars while their properties are looked for: in the collection that holds several
   * of them, else in the calendar itself.
   */
  public void begin(Exchange exchange, @Body List<Calendar> calendars) {
    Found found = new Found(calendars);
    exchange.setProperty(FOUND, found);
    Map<String, List<Calendar>> byParent = new LinkedHashMap<>();
    calendars.forEach(
        calendar ->
            byParent
                .computeIfAbsent(Hrefs.parent(calendar.url()), parent -> new ArrayList<>())
                .add(calendar));
    byParent.forEach(
        (parent, inside) ->
            found.places.add(
                inside.size() == 1
                    ? new Place(inside.get(0).url(), "0", false)
                    : new Place(parent, "1", false)));
  }

  /** Whether there is a place left to ask. */
  public boolean hasMore(@ExchangeProperty(FOUND) Found found) {
    return !found.places.isEmpty();
  }

  /** Asks which properties are there. */
  public void askNames(Exchange exchange, @ExchangeProperty(FOUND) Found found) {
    Place place = found.places.remove();
    exchange.setProperty(PLACE, place);
    if (place.byAllprop()) {
      requests.allProperties(exchange.getMessage(), place.url(), place.depth());
    } else {
      requests.propertyNames(exchange.getMessage(), place.url(), place.depth());
    }
  }

  /** Notes the names that are nobody's live property. */
  public void learnNames(
      @Body InputStream answer,
      @ExchangeProperty(PLACE) Place place,
      @ExchangeProperty(CaldavConstants.ANSWER) HttpAnswer http,
      @ExchangeProperty(FOUND) Found found)
      throws IOException {
    found.names.clear();
    for (DavResponse response : responses(answer, place, http, found)) {
      response.properties().keySet().stream()
          .filter(name -> !isLive(name))
          .limit(MAX_NAMES - found.names.size())
          .forEach(found.names::add);
    }
  }

  /**
   * The responses of an answer.
   *
   * @throws Failure when one of the calendars is not among them, or has a failure of its own
   */
  private static List<DavResponse> responses(
      InputStream answer, Place place, HttpAnswer http, Found found) throws IOException {
    List<DavResponse> responses =
        MultistatusReader.all(answer, "PROPFIND " + place.url(), http.contentType());
    Set<String> told = new HashSet<>();
    for (DavResponse response : responses) {
      boolean isRefused =
          response.status() >= 400
              || response.refused().entrySet().stream()
                  .anyMatch(
                      entry -> !isLive(entry.getKey()) && DavResponse.isTrouble(entry.getValue()));
      if (!isRefused) {
        told.add(pathOf(http, response));
      }
    }
    for (Calendar calendar : found.of(place)) {
      boolean isTold =
          told.contains(Hrefs.canonicalPath(calendar.url()))
              || (place.depth().equals("0") && responses.size() == 1 && told.size() == 1);
      if (!isTold) {
        throw Failure.incomplete("the answer does not tell those of " + calendar.label());
      }
    }
    return responses;
  }

  /** Whether a property is computed, or has a field of its own. */
  private static boolean isLive(QName name) {
    return KNOWN.contains(name) || LIVE_NAMESPACES.contains(name.getNamespaceURI());
  }

  private static String pathOf(HttpAnswer http, DavResponse response) {
    String inside = Hrefs.inside(http.url(), response.href());
    return Hrefs.canonicalPath(
        inside != null ? inside : Hrefs.resolve(http.url(), response.href()));
  }

  /** Whether there is anything to ask for. */
  public boolean hasNames(@ExchangeProperty(FOUND) Found found) {
    return !found.names.isEmpty();
  }

  /** Asks for their values. */
  public void askValues(
      Exchange exchange,
      @ExchangeProperty(PLACE) Place place,
      @ExchangeProperty(FOUND) Found found) {
    requests.properties(exchange.getMessage(), place.url(), place.depth(), found.names);
  }

  /** Keeps the values of each calendar. */
  public void learnValues(
      @Body InputStream answer,
      @ExchangeProperty(PLACE) Place place,
      @ExchangeProperty(CaldavConstants.ANSWER) HttpAnswer http,
      @ExchangeProperty(FOUND) Found found)
      throws IOException {
    for (DavResponse response : responses(answer, place, http, found)) {
      String path = pathOf(http, response);
      found.byPath.put(path, of(response, found.names));
    }
  }

  /**
   * The place cannot be asked. A server that refuses such a request does not tell. One that fails
   * is asked by allprop (Xandikos cannot give the names alone), and where several calendars were
   * asked for at once, each is asked for by itself (SOGo gives all of them one href). When that
   * does no better, properties may be there and are not known.
   */
  public void failed(
      Exchange exchange,
      @ExchangeProperty(PLACE) Place place,
      @ExchangeProperty(FOUND) Found found,
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery)
      throws Failure {
    Failure failure = Failures.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    if (failure.endsAll()) {
      throw failure;
    }
    boolean doesNotTell =
        failure.status() == 501
            || (failure.status() / 100 == 4 && !Retries.isBusy(failure.status()));
    if (doesNotTell) {
      LOG.debug("{} does not tell its other properties: {}", place.url(), failure.getMessage());
      return;
    }
    if (failure.status() >= 500 && !place.byAllprop()) {
      found.places.addFirst(new Place(place.url(), place.depth(), true));
      return;
    }
    if (place.depth().equals("1")) {
      found
          .of(place)
          .forEach(calendar -> found.places.add(new Place(calendar.url(), "0", place.byAllprop())));
      return;
    }
    discovery.isUnsure(found.of(place), "other properties cannot be read: " + failure.getMessage());
  }

  /** The calendars, with what was found of each. */
  public List<Calendar> calendars(@ExchangeProperty(FOUND) Found found) {
    return found.calendars.stream()
        .map(
            calendar -> {
              List<OtherProperty> others = found.byPath.get(Hrefs.canonicalPath(calendar.url()));
              return others == null || others.isEmpty() ? calendar : calendar.withOthers(others);
            })
        .toList();
  }

  /** The properties of these names that a response has, sorted, as far as they can be kept. */
  public static List<OtherProperty> of(DavResponse response, Collection<QName> names) {
    return names.stream()
        .map(response.properties()::get)
        .filter(element -> element != null)
        .map(element -> new OtherProperty(element.name().toString(), element.xml()))
        .filter(property -> property.xml() != null && property.xml().length() <= MAX_CHARACTERS)
        .sorted(Comparator.comparing(OtherProperty::name))
        .toList();
  }
}
