package caldavbackup.caldav.properties;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarDetails.OtherProperty;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.http.Question;
import caldavbackup.http.Questions;
import caldavbackup.http.Retries;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.namespace.QName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the properties of calendars, place by place.
 *
 * <p>First the names alone are asked for: with them a server has to compute nothing. The values are
 * asked for only when a name turns up that is no live property.
 */
final class PropertySearch extends Questions {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  private final List<Calendar> calendars;
  private final Discovery discovery;
  private final Deque<Place> places;
  private final Map<String, List<OtherProperty>> byPath = new HashMap<>();
  private Question values;

  PropertySearch(List<Calendar> calendars, Discovery discovery) {
    this.calendars = calendars;
    this.discovery = discovery;
    this.places = new ArrayDeque<>(Place.of(calendars));
  }

  @Override
  protected Question next() {
    if (values != null) {
      Question next = values;
      values = null;
      return next;
    }
    return places.isEmpty() ? null : new PropertyQuestion(this, places.remove(), null);
  }

  /** The calendars, with what was found of each. */
  @Override
  protected List<Calendar> result() {
    return calendars.stream()
        .map(
            calendar -> {
              List<OtherProperty> others = byPath.get(Hrefs.canonicalPath(calendar.url()));
              return others == null || others.isEmpty() ? calendar : calendar.withOthers(others);
            })
        .toList();
  }

  /** The calendars that the place tells of. */
  List<Calendar> of(Place place) {
    return calendars.stream().filter(place::tellsOf).toList();
  }

  /** The place has properties of these names, none of them live. */
  void learnNames(Place place, Set<QName> names) {
    values = names.isEmpty() ? null : new PropertyQuestion(this, place, names);
  }

  void learnValues(String path, List<OtherProperty> properties) {
    byPath.put(path, properties);
  }

  /**
   * The place cannot be asked. A server that refuses such a request does not tell. One that fails
   * is asked by allprop (Xandikos cannot give the names alone), and where several calendars were
   * asked for at once, each is asked for by itself (SOGo gives all of them one href). When that
   * does no better, properties may be there and are not known.
   */
  void failed(Place place, Failure failure) {
    boolean doesNotTell =
        failure.status() == 501
            || (failure.status() / 100 == 4 && !Retries.isBusy(failure.status()));
    if (doesNotTell) {
      LOG.debug("{} does not tell its other properties: {}", place.url(), failure.getMessage());
    } else if (failure.status() >= 500 && !place.byAllprop()) {
      places.addFirst(place.byAll());
    } else if (place.isOfSeveral()) {
      of(place).forEach(calendar -> places.add(place.alone(calendar)));
    } else {
      discovery.markUnsure(of(place), "other properties cannot be read: " + failure.getMessage());
    }
  }
}
