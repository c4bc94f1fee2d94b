package caldavbackup.ical;

import static java.util.stream.Collectors.joining;

import caldavbackup.ical.ComparedComponent.Line;
import caldavbackup.ical.ComparedComponent.Said;
import caldavbackup.text.Shortened;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Formats differences as a few short lines that are safe on a terminal. */
final class Differences implements Comparison.Listener {
  private static final int LINES = 10;
  private static final int WIDTH = 120;

  /** The number of equal characters shown before a difference. */
  private static final int CONTEXT = 15;

  private static final Set<Integer> HIDDEN =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR,
          (int) Character.SURROGATE,
          (int) Character.UNASSIGNED);

  private final List<String> lines = new ArrayList<>();
  private int more;

  List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    if (more > 0) {
      all.set(LINES - 1, "… and " + (more + 1) + " more");
    }
    return List.copyOf(all);
  }

  /** Adds the lines of one component, each followed by its counterpart. */
  @Override
  public void lines(
      String component, ComparedComponent of, Collection<Said> lost, Collection<Said> added) {
    Map<String, Deque<Said>> byName =
        Comparison.group(added, said -> CanonicalLine.name(said.meaning()));
    Set<Line> shown = new HashSet<>(); // a line may have many meanings
    for (Said said : lost) {
      if (shown.add(said.line()) && !said.line().isMissing()) { // an END was added, nothing is lost
        Deque<Said> same =
            byName.getOrDefault(CanonicalLine.name(said.meaning()), new ArrayDeque<>());
        ContentLine before = said.line().read();
        ContentLine after = same.isEmpty() ? null : same.peek().line().read();
        add('-', component, shown(before, after));
        if (after != null && shown.add(same.poll().line())) {
          add('+', component, shown(after, before));
        }
      }
    }
    for (Deque<Said> left : byName.values()) {
      left.removeIf(said -> CanonicalLine.mayBeAdded(said.meaning()) || !shown.add(said.line()));
      left.forEach(said -> add('+', component, shown(said.line().read(), null)));
    }
  }

  /** Adds a whole component. */
  @Override
  public void component(char sign, String name, ComparedComponent component) {
    Stream<Line> lines = component.whole().map(Said::line).distinct().limit(5);
    add(sign, name, lines.map(line -> shown(line.read(), null)).collect(joining(" ")));
  }

  private void add(char sign, String component, String line) {
    if (lines.size() < LINES) {
      String name = component.isEmpty() ? "" : Shortened.to(80, visible(component)) + ": ";
      lines.add(Shortened.to(WIDTH, sign + " " + name + line));
    } else {
      more++;
    }
  }

  /**
   * Returns the line. A long line is reduced to the parts that differ and the value from there on.
   */
  private static String shown(ContentLine line, ContentLine other) {
    String whole = line.name() + line.parameters() + ":" + line.value();
    if (whole.length() <= WIDTH / 2 || other == null) {
      return visible(Shortened.to(WIDTH, whole));
    }
    Set<String> changed = CanonicalLine.parameters(line.parameters());
    changed.removeAll(CanonicalLine.parameters(other.parameters()));
    String value = line.value();
    int same = Arrays.mismatch(value.toCharArray(), other.value().toCharArray());
    return visible(
        Stream.concat(Stream.of(line.name()), changed.stream()).collect(joining(";"))
            + ":"
            + Shortened.to(WIDTH, same > CONTEXT ? "…" + value.substring(same - CONTEXT) : value));
  }

  private static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c < ' ') {
                visible.appendCodePoint(0x2400 + c);
              } else if (HIDDEN.contains(Character.getType(c))) {
                visible.append("\\u").append(Integer.toHexString(c));
              } else {
                visible.appendCodePoint(c);
              }
            });
    return visible.toString();
  }
}
