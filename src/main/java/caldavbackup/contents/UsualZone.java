package caldavbackup.contents;

import caldavbackup.ical.ContentLine;
import java.io.IOException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/** The most frequent time zone of a folder. */
final class UsualZone {
  /** The number of objects per calendar that are examined. */
  private static final int ENOUGH = 200;

  private UsualZone() {}

  /**
   * Returns the time zone in which most objects begin, else that of the calendars.
   *
   * @param fallback for a folder without time zones
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
        if (zone != null) { // the start of a time zone's definition has none
          counts.merge(zone, 1, Integer::sum);
          return;
        }
      }
    } catch (IOException e) {
      // reported when the object is read in full
    }
  }
}
