package caldavbackup.restore.plan;

import caldavbackup.text.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines about objects that are not restored because of another object of the same restore:
 * duplicates, older versions, and the parts of a joined series. If there are too many, a file lists
 * all of them.
 */
final class SiblingLines {
  private static final int MAX_LINES = 10;
  private static final int MAX_LABELS = 5;
  private static final int FIRST = 3;

  /**
   * One object, or the copies of one.
   *
   * @param times the number of copies in words; empty for one
   */
  private record Entry(Action action, ObjectPlan object, String times, String reason) {
    String line(RestorePlan plan) {
      return PlanLines.line(action, ObjectTitle.of(plan, object).text() + times, reason);
    }

    String key() {
      return action + "\n" + object.path() + "\n" + reason;
    }
  }

  private final RestorePlan plan;
  private final Map<String, List<Entry>> groups = new LinkedHashMap<>();
  private boolean isCut;

  private SiblingLines(RestorePlan plan) {
    this.plan = plan;
  }

  /**
   * Returns all lines.
   *
   * @param withJoined whether to include the parts of a joined series
   */
  static List<String> of(RestorePlan plan, boolean withJoined) {
    SiblingLines lines = new SiblingLines(plan);
    for (ObjectPlan object : plan.objects()) {
      lines.take(object, withJoined);
    }
    return lines.lines();
  }

  private void take(ObjectPlan object, boolean withJoined) {
    if (object.kinship().repeats() > 0 && object.action() != Action.LEFT_OUT) {
      String times =
          object.kinship().repeats() == 1 ? "" : " (" + object.kinship().repeats() + " times)";
      add(Action.REPEATED, object, times, "occurs again in the file");
    }
    if (object.action() == Action.SUPERSEDED
        || object.action() == Action.REPEATED
        || (withJoined && object.action() == Action.JOINED)) {
      add(object.action(), object, "", object.reason());
    }
    if (object.kinship().lost() != null) {
      add(Action.SUPERSEDED, object, "", object.kinship().lost());
    }
  }

  private void add(Action action, ObjectPlan object, String times, String reason) {
    Entry entry = new Entry(action, object, times, reason);
    groups.computeIfAbsent(entry.key(), k -> new ArrayList<>()).add(entry);
  }

  private List<String> lines() {
    List<String> told = new ArrayList<>();
    int lines = 0;
    for (List<Entry> group : groups.values()) {
      boolean isLong = group.size() > MAX_LABELS;
      for (Entry entry : isLong ? group.subList(0, 1) : group) {
        if (lines++ < MAX_LINES) {
          told.add(isLong ? line(group) : entry.line(plan));
        }
      }
      isCut |= isLong;
    }
    isCut |= lines > MAX_LINES;
    if (isCut) {
      List<String> all =
          groups.values().stream().flatMap(List::stream).map(entry -> entry.line(plan)).toList();
      String more = lines > MAX_LINES ? "and more, " : "";
      told.add("%sall %d in %s".formatted(more, all.size(), FailureFile.write(all)));
    }
    return told;
  }

  private String line(List<Entry> group) {
    List<String> first =
        group.stream()
            .limit(FIRST)
            .map(entry -> plan.label(entry.object()) + entry.times())
            .toList();
    Entry one = group.get(0);
    String subject =
        "%s: %d of its objects".formatted(Shown.path(one.object().path()), group.size());
    return PlanLines.line(one.action(), subject, one.reason())
        + " (%s; …)".formatted(String.join("; ", first));
  }
}
