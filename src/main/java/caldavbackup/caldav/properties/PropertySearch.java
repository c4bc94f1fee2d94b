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
 * Requests the properties of calendars, place by place.
 *
 * <p>The first request is for names only, which costs the server least. Values are requested only
 * if there is a name that is not a live property.
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

  /** The calendars with the properties found. */
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

  /** The calendars that the place covers. */
  List<Calendar> of(Place place) {
    return calendars.stream().filter(place::tellsOf).toList();
  }

  /** Notes the names of dead properties of the place. */
  void learnNames(Place place, Set<QName> names) {
    values = names.isEmpty() ? null : new PropertyQuestion(this, place, names);
  }

  void learnValues(String path, List<OtherProperty> properties) {
    byPath.put(path, properties);
  }

  /**
   * Handles a failed request. A refusal means that there is nothing to read. After another failure,
   * the request is repeated with allprop (Xandikos cannot return names only), and a place with
   * several calendars is divided (SOGo returns one href for all of them). If that fails, too, some
   * properties remain unknown.
   */
  void failed(Place place, Failure failure) {
    boolean doesNotTell =
        failure.status() == 501
            || (failure.status() / 100 == 4 && !Retries.isBusy(failure.status()));
    if (doesNotTell) {
      LOG.debug("{} does not return other properties: {}", place.url(), failure.getMessage());
    } else if (failure.status() >= 500 && !place.byAllprop()) {
      places.addFirst(place.byAll());
    } else if (place.isOfSeveral()) {
      of(place).forEach(calendar -> places.add(place.alone(calendar)));
    } else {
      discovery.markUnsure(of(place), "other properties cannot be read: " + failure.getMessage());
    }
  }
}
