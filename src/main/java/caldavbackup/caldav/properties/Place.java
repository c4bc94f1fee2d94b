package caldavbackup.caldav.properties;

import caldavbackup.caldav.Calendar;
import caldavbackup.webdav.Hrefs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One place that is asked for the properties of calendars.
 *
 * @param depth 0 for a calendar itself, 1 for the collection that holds several
 * @param byAllprop whether the names are asked for by allprop, which gives values, too
 */
record Place(String url, String depth, boolean byAllprop) {
  /** The collections that hold several of the calendars, else the calendars themselves. */
  static List<Place> of(List<Calendar> calendars) {
    Map<String, List<Calendar>> byParent = new LinkedHashMap<>();
    for (Calendar calendar : calendars) {
      byParent
          .computeIfAbsent(Hrefs.parent(calendar.url()), parent -> new ArrayList<>())
          .add(calendar);
    }
    List<Place> places = new ArrayList<>();
    byParent.forEach(
        (parent, inside) ->
            places.add(
                inside.size() == 1
                    ? new Place(inside.get(0).url(), "0", false)
                    : new Place(parent, "1", false)));
    return places;
  }

  /** Whether it tells of the calendar. */
  boolean tellsOf(Calendar calendar) {
    return Hrefs.same(calendar.url(), url)
        || (isOfSeveral() && Hrefs.same(Hrefs.parent(calendar.url()), url));
  }

  boolean isOfSeveral() {
    return depth.equals("1");
  }

  /** The same, asked by allprop. */
  Place byAll() {
    return new Place(url, depth, true);
  }

  /** One of its calendars, asked by itself in the same way. */
  Place alone(Calendar calendar) {
    return new Place(calendar.url(), "0", byAllprop);
  }
}
