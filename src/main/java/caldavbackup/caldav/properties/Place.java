package caldavbackup.caldav.properties;

import caldavbackup.caldav.Calendar;
import caldavbackup.webdav.Hrefs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A URL to request for properties of calendars.
 *
 * @param depth 0 for a calendar, 1 for a collection that contains several
 * @param byAllprop whether names are requested by allprop, which also returns values
 */
record Place(String url, String depth, boolean byAllprop) {
  /** The collections that contain several of the calendars, otherwise the calendars themselves. */
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

  /** Returns whether its answer covers the calendar. */
  boolean tellsOf(Calendar calendar) {
    return Hrefs.same(calendar.url(), url)
        || (isOfSeveral() && Hrefs.same(Hrefs.parent(calendar.url()), url));
  }

  boolean isOfSeveral() {
    return depth.equals("1");
  }

  /** The same place, with allprop. */
  Place byAll() {
    return new Place(url, depth, true);
  }

  /** The place of a single one of its calendars, with the same method. */
  Place alone(Calendar calendar) {
    return new Place(calendar.url(), "0", byAllprop);
  }
}
