package caldavbackup.restore.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is not restored for the sake of another object of the same restore, in lines: what is
 * repeated, older versions, and the parts that a series was joined of. A file has what does not
 * fit.
 */
final class SiblingLines {
  private static final int MAX_LINES = 10;
  private static final int MAX_LABELS = 5;
  private static final int FIRST = 3;

  /**
   * One object, or the copies of one.
   *
   * @param label what it is, where its file holds several objects; else empty
   */
  private record Entry(String word, String path, String label, String reason) {
    String line() {
      return line(label);
    }

    String line(String what) {
      return "%-8s %s: %s%s".formatted(word, path, what.isEmpty() ? "" : what + ": ", reason);
    }
  }

  private final RestorePlan plan;
  private final Map<String, List<Entry>> groups = new LinkedHashMap<>();
  private boolean isCut;

  private SiblingLines(RestorePlan plan) {
    this.plan = plan;
  }

  /**
   * All of it.
   *
   * @param withJoined whether to name the parts that a series was joined of, too
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
      add(Action.REPEATED, object, plan.label(object) + times, "stands in the file once more");
    }
    boolean isOneOfMany = object.answer() != null && object.answer().made() > 1;
    String label = isOneOfMany ? plan.label(object) : "";
    if (object.action() == Action.SUPERSEDED
        || object.action() == Action.REPEATED
        || (withJoined && object.action() == Action.JOINED)) {
      add(object.action(), object, label, object.reason());
    }
    if (object.kinship().lost() != null) {
      add(Action.SUPERSEDED, object, label, object.kinship().lost());
    }
  }

  private void add(Action action, ObjectPlan object, String label, String reason) {
    Entry entry = new Entry(action.word(), object.path(), label, reason);
    groups.computeIfAbsent(entry.line(""), k -> new ArrayList<>()).add(entry);
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (List<Entry> group : groups.values()) {
      if (group.size() <= MAX_LABELS) {
        group.forEach(entry -> lines.add(entry.line()));
      } else {
        List<String> first = group.subList(0, FIRST).stream().map(Entry::label).toList();
        lines.add(
            group.get(0).line("%d of its objects".formatted(group.size()))
                + " (%s; …)".formatted(String.join("; ", first)));
        isCut = true;
      }
    }
    int named = Math.min(MAX_LINES, lines.size());
    List<String> told = new ArrayList<>(lines.subList(0, named));
    isCut |= named < lines.size();
    if (isCut) {
      List<String> all = groups.values().stream().flatMap(List::stream).map(Entry::line).toList();
      String more = named < lines.size() ? "and more, " : "";
      told.add("%sall %d in %s".formatted(more, all.size(), FailureFile.write(all)));
    }
    return told;
  }
}
