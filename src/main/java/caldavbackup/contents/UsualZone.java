package caldavbackup.contents;

import caldavbackup.ical.ContentLine;
import java.io.IOException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/** The time zone that most times of a folder are in. */
final class UsualZone {
  /** So many objects of each calendar tell. */
  private static final int ENOUGH = 200;

  private UsualZone() {}

  /**
   * The zone in which most objects begin, or else that of the calendars.
   *
   * @param fallback for a folder that names none
   */
  static ZoneId of(FolderContents contents, ZoneId fallback) {
    Zones zones = new Zones();
    Map<String, Integer> counts = new HashMap<>();
    for (StoredCalendar calendar : contents.calendars()) {
      if (calendar.timezone() != null) {
        counts.merge(calendar.timezone(), 1, Integer::sum);
      }
      calendar.objects().stream().limit(ENOUGH).forEach(object -> count(object, counts));
    }
    return counts.entrySet().stream()
        .filter(one -> zones.java(one.getKey()) != null)
        .max(
            Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(one -> zones.java(one.getKey()))
        .orElse(fallback);
  }

  private static void count(StoredObject object, Map<String, Integer> counts) {
    try {
      for (ContentLine line : ContentLine.of(object.bytes())) {
        String zone = line.name().equals("DTSTART") ? line.parameter("TZID") : null;
        if (zone != null) { // that of a time zone's own description has none
          counts.merge(zone, 1, Integer::sum);
          return;
        }
      }
    } catch (IOException e) {
      // whoever reads all of it says so
    }
  }
}
