package caldavbackup.restore.plan;

import caldavbackup.options.Only;
import caldavbackup.snapshot.CalendarFiles;
import caldavbackup.text.Failure;
import caldavbackup.text.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Excludes the objects that option {@code only} does not name. Objects with the same UID and target
 * calendar as a named object belong to it: a series includes its overrides from any file.
 */
final class NamedObjects {
  private static final String WHY = "excluded by option only";
  private static final int MAX_NAMED = 5;
  private static final int COLUMNS = 100;

  private final RestorePlan plan;
  private final Only only;

  NamedObjects(RestorePlan plan, Only only) {
    this.plan = plan;
    this.only = only;
  }

  /**
   * Excludes the other objects, after the target of each calendar is known.
   *
   * @throws Failure if a word matches none of the objects that the other options select
   */
  void choose() throws Failure {
    if (!only.isFilter()) {
      return;
    }
    requireKnown();
    requireWanted();
    Map<String, Set<String>> uids = new HashMap<>();
    for (ObjectPlan object : plan.objects()) {
      if (only.names(object.path(), object.uid()) && object.uid() != null) {
        uids.computeIfAbsent(place(object), u -> new HashSet<>()).add(object.uid());
      }
    }
    Set<String> kept = new HashSet<>();
    for (CalendarPlan calendar : plan.calendars()) {
      boolean isAny = false;
      String identity = calendar.path() + "/" + CalendarFiles.IDENTITY;
      for (ObjectPlan object : calendar.objects()) {
        boolean isNamed = only.names(object.path(), object.uid());
        boolean isOfNamed = !isNamed && isIn(uids, object);
        object.kinship().isOfNamed(isOfNamed);
        if (isNamed || isOfNamed) {
          isAny = true;
          kept.add(object.path());
        } else {
          object.leaveOut(WHY);
        }
      }
      if (isAny) {
        kept.add(identity.replaceFirst("^/+", "/"));
      } else if (!calendar.isLeftOut()) {
        calendar.leaveOutWhole(WHY);
      }
    }
    plan.forgive(path -> !only.names(path, null) && !kept.contains(path));
  }

  private static boolean isIn(Map<String, Set<String>> uids, ObjectPlan object) {
    return object.uid() != null
        && uids.getOrDefault(place(object), Set.of()).contains(object.uid());
  }

  private void requireKnown() throws Failure {
    require(
        "names objects that are not in the restore",
        "; it accepts paths like work/3f2a.ics, and UIDs",
        only.unknown(
            Stream.concat(
                    plan.filesAtFault().stream(),
                    plan.calendars().stream()
                        .filter(calendar -> !calendar.isLeftOut())
                        .flatMap(calendar -> calendar.objects().stream())
                        .flatMap(object -> Stream.of(object.path(), text(object.uid()))))
                .collect(Collectors.toSet())));
  }

  /** Refuses names of objects that other options exclude, unless their series is restored. */
  private void requireWanted() throws Failure {
    Map<String, Set<String>> uids = new HashMap<>();
    Set<String> wanted = new HashSet<>(plan.filesAtFault());
    List<ObjectPlan> out = new ArrayList<>();
    for (CalendarPlan calendar : plan.calendars()) {
      for (ObjectPlan object : calendar.isLeftOut() ? List.<ObjectPlan>of() : calendar.objects()) {
        if (object.action() == Action.LEFT_OUT) {
          out.add(object);
        } else {
          wanted.add(object.path());
          wanted.add(text(object.uid()));
          uids.computeIfAbsent(place(object), u -> new HashSet<>()).add(text(object.uid()));
        }
      }
    }
    out.stream().filter(one -> isIn(uids, one)).forEach(one -> wanted.add(one.path()));
    require(
        "names objects that options 'since', 'until' and 'components' exclude",
        "",
        only.unknown(wanted));
  }

  private static void require(String fault, String advice, List<String> words) throws Failure {
    if (!words.isEmpty()) {
      String more = words.size() > MAX_NAMED ? ", …" : "";
      throw Failure.option(
          "nothing was written: option 'only' "
              + fault
              + ": "
              + words.stream()
                  .limit(MAX_NAMED)
                  .map(word -> "'" + Shown.of(word, COLUMNS) + "'")
                  .collect(Collectors.joining(", "))
              + more
              + advice);
    }
  }

  private static String text(String uid) {
    return uid == null ? "" : uid;
  }

  /** Returns the target of its calendar; a calendar without a target stands alone. */
  private static String place(ObjectPlan object) {
    CalendarPlan calendar = object.calendar();
    return calendar.target() == null ? calendar.path() : calendar.target().url();
  }
}
