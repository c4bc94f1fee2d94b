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
 * Assigns directories of a snapshot to calendars: the last segment of the calendar's path, with a
 * suffix from its URL if another calendar has the same.
 *
 * <p>A calendar directly in the first home has the plain name. A calendar elsewhere (in a folder,
 * below another calendar, in a second home) gets the suffix in case of a conflict, even if the
 * names differ only in case. A new calendar therefore does not rename an existing one, and a
 * calendar keeps the name of earlier runs.
 */
public final class SnapshotDirectories {
  private final Map<String, String> byName = new HashMap<>();
  private final Set<String> folded = new HashSet<>();

  /**
   * Assigns directories to calendars, in addition to those assigned before.
   *
   * @param homes the collections in which calendars are created, the preferred one first
   * @param held the directories of an earlier run
   * @return the directories, in the order of the calendars
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
    boolean isHeldByAnother =
        !isFirst && held.containsValue(plain); // that calendar may not be found yet
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

  /** A name as file systems see it that ignore case or compose characters. */
  private static String fold(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }
}
