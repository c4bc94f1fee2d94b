package caldavbackup.backup;

import caldavbackup.caldav.Calendar;
import caldavbackup.snapshot.SnapshotNames;
import caldavbackup.webdav.Hrefs;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which directory of a snapshot is whose: the last segment of the calendar's path; told apart by
 * its URL where another calendar has the same.
 *
 * <p>A calendar that lies directly in the first home has its own name; one that lies elsewhere, in
 * a folder, below another calendar, in a second home, is the one that is told apart, also where the
 * names differ only in case. So a calendar that is made later does not change the name of one that
 * was there, and a calendar that is held under a name keeps it.
 */
public final class SnapshotDirectories {
  private final Map<String, String> byName = new HashMap<>();
  private final Set<String> folded = new HashSet<>();

  /**
   * Gives calendars their directories, beside those that others have already.
   *
   * @param homes where calendars are made, the first one first
   * @param held the directories of an earlier run
   * @return their directories, in the order of the calendars
   */
  public Map<Calendar, String> add(
      List<Calendar> calendars, List<String> homes, HeldCalendars held) {
    Map<String, String> names = new HashMap<>();
    held.paths().forEach((path, name) -> names.put(Hrefs.canonicalPath(path), name));
    Map<Calendar, String> placed = new HashMap<>();
    for (Calendar calendar : calendars) {
      String path = Hrefs.canonicalPath(calendar.url());
      if (names.containsKey(path) && isFree(names.get(path), path, false)) {
        take(calendar, names.get(path), placed);
      }
    }
    List<Calendar> others = new ArrayList<>(calendars);
    others.removeAll(placed.keySet());
    others.sort(Comparator.comparing(calendar -> !isFirst(calendar, homes)));
    for (Calendar calendar : others) {
      take(calendar, free(calendar, isFirst(calendar, homes), names), placed);
    }
    Map<Calendar, String> inOrder = new LinkedHashMap<>();
    calendars.forEach(calendar -> inOrder.put(calendar, placed.get(calendar)));
    return inOrder;
  }

  private static boolean isFirst(Calendar calendar, List<String> homes) {
    return homes.isEmpty()
        || Hrefs.canonicalPath(Hrefs.parent(calendar.url()))
            .equals(Hrefs.canonicalPath(homes.get(0)));
  }

  private String free(Calendar calendar, boolean isFirst, Map<String, String> held) {
    String path = Hrefs.canonicalPath(calendar.url());
    String plain = SnapshotNames.directory(calendar.segment());
    boolean isHeldByAnother = !isFirst && held.containsValue(plain); // perhaps not found yet
    if (isFree(plain, path, !isFirst) && !isHeldByAnother) {
      return plain;
    }
    String url = Hrefs.path(calendar.url());
    String name = SnapshotNames.directory(calendar.segment(), url);
    for (int i = 1; !isFree(name, path, true); i++) {
      name = SnapshotNames.directory(calendar.segment(), url + "#" + i);
    }
    return name;
  }

  private boolean isFree(String name, String path, boolean inAnyCase) {
    return (!byName.containsKey(name) || byName.get(name).equals(path))
        && (!inAnyCase || !folded.contains(fold(name)));
  }

  private void take(Calendar calendar, String name, Map<Calendar, String> placed) {
    byName.put(name, Hrefs.canonicalPath(calendar.url()));
    folded.add(fold(name));
    placed.put(calendar, name);
  }

  /** What file systems that know no case, or compose characters, make of a name. */
  private static String fold(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }
}
