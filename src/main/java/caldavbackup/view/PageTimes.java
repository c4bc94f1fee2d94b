package caldavbackup.view;

import caldavbackup.contents.Agenda;
import caldavbackup.contents.FolderContents;
import caldavbackup.contents.Hits;
import caldavbackup.contents.Occurrence;
import caldavbackup.contents.Problem;
import caldavbackup.contents.Range;
import caldavbackup.contents.StoredObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The occurrences that a page shows: each series from its start to some years ahead, or fewer years
 * if there are too many. An entry outside of these years has one occurrence.
 */
final class PageTimes {
  /** A browser opens a page with this many occurrences in about a second. */
  static final int MOST = 50_000;

  /** The years to show, back and ahead. The first range that is not too large is used. */
  private static final int[][] YEARS = {{10_000, 2}, {10, 2}, {3, 1}, {1, 1}};

  private final Range range;
  private final boolean isCut;
  private final Map<StoredObject, List<Occurrence>> occurrences = new HashMap<>();
  private final Set<Problem> problems = new LinkedHashSet<>();

  private PageTimes(Range range, boolean isCut) {
    this.range = range;
    this.isCut = isCut;
  }

  /**
   * Expands all series.
   *
   * @param now the middle of the years
   * @param zone the time zone of floating times
   */
  static PageTimes of(FolderContents contents, Instant now, ZoneId zone) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    Agenda agenda = null;
    boolean isCut = false;
    for (int[] years : YEARS) {
      LocalDate since = today.minusYears(Math.min(years[0], today.getYear() - 1));
      isCut = agenda != null;
      agenda = Agenda.of(contents, new Range(since, today.plusYears(years[1]), zone));
      if (agenda.occurrences().size() <= MOST) {
        break;
      }
    }
    PageTimes times = new PageTimes(agenda.range(), isCut);
    List<Occurrence> all = agenda.occurrences();
    all.subList(0, Math.min(MOST, all.size())).forEach(times::add);
    times.addOthers(contents, now, zone);
    times.problems.addAll(agenda.problems());
    if (all.size() > MOST) {
      times.problems.add(new Problem(null, "not all of " + all.size() + " occurrences are shown"));
    }
    return times;
  }

  private void add(Occurrence one) {
    occurrences.computeIfAbsent(one.entry().object(), key -> new ArrayList<>()).add(one);
  }

  /** Adds entries without an occurrence in the range. */
  private void addOthers(FolderContents contents, Instant now, ZoneId zone) {
    Set<StoredObject> shown = Set.copyOf(occurrences.keySet());
    boolean isAll =
        contents.calendars().stream().allMatch(calendar -> shown.containsAll(calendar.objects()));
    if (!isAll) {
      Hits.of(contents, Set.of(), entry -> !shown.contains(entry.object()), now, zone)
          .all()
          .forEach(
              hit -> {
                if (hit.occurrence() != null) {
                  add(hit.occurrence());
                }
              });
    }
  }

  /** Returns the occurrences of an object that are shown. */
  List<Occurrence> of(StoredObject object) {
    return occurrences.getOrDefault(object, List.of());
  }

  /** Returns what cannot be read, or is not shown completely. */
  Set<Problem> problems() {
    return problems;
  }

  /** Returns until when series are shown, and since when if not from their start. */
  String limits() {
    return "Series are shown "
        + (isCut ? "from " + range.since() + " " : "")
        + "to "
        + range.until()
        + ".";
  }
}
