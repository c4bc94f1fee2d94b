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
 * Leaves out of a plan what option {@code only} does not name. What shares its UID with a named
 * object, and its calendar, belongs to it: a series comes with its overrides, whichever files they
 * lie in.
 */
final class NamedObjects {
  private static final String WHY = "option only leaves it out";
  private static final int MAX_NAMED = 5;
  private static final int COLUMNS = 100;

  private final RestorePlan plan;
  private final Only only;

  NamedObjects(RestorePlan plan, Only only) {
    this.plan = plan;
    this.only = only;
  }

  /**
   * Leaves out the rest, once it is known where each calendar goes.
   *
   * @throws Failure when a word names nothing, or nothing that the other options leave
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
        "names what is not among the objects to restore",
        "; it takes paths like work/3f2a.ics, and UIDs",
        only.unknown(
            Stream.concat(
                    plan.filesAtFault().stream(),
                    plan.calendars().stream()
                        .filter(calendar -> !calendar.isLeftOut())
                        .flatMap(calendar -> calendar.objects().stream())
                        .flatMap(object -> Stream.of(object.path(), text(object.uid()))))
                .collect(Collectors.toSet())));
  }

  /** What the options on days and types leave out cannot be named, unless a series holds it. */
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
        "names what options 'since', 'until' and 'components' leave out", "", only.unknown(wanted));
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

  /** Where its calendar goes; a calendar that goes nowhere stands alone. */
  private static String place(ObjectPlan object) {
    CalendarPlan calendar = object.calendar();
    return calendar.target() == null ? calendar.path() : calendar.target().url();
  }
}
