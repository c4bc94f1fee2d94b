package caldavbackup.ical;

import caldavbackup.ical.ComparedComponent.Line;
import caldavbackup.ical.ComparedComponent.Said;
import caldavbackup.text.Shortened;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The result of comparing a written object with the server's copy. A server may write the same
 * meaning in other words and may add properties of its own (see {@link CanonicalLine}). Any other
 * change, loss or addition is a difference.
 *
 * @param verdict how far the copy equals the written object
 * @param lines the differences for display: up to ten lines of up to 120 characters, beginning with
 *     {@code -} for written and {@code +} for read text; empty unless the verdict is DIFFERENT
 */
public record Comparison(Verdict verdict, List<String> lines) {
  /** Servers may omit or replace the description of these zones (RFC 7809, section 3.1.1). */
  private static final Set<String> KNOWN_ZONES = ZoneId.getAvailableZoneIds();

  /** How far two objects are equal. */
  public enum Verdict {
    /** All bytes are equal. */
    EQUAL,
    /** The meaning is equal. */
    SAME_MEANING,
    /** Something is lost or changed, or more was added than a server may add. */
    DIFFERENT
  }

  /** Compares a written calendar object with the one that was read back. */
  public static Comparison of(byte[] written, byte[] read) {
    if (Arrays.equals(written, read)) {
      return new Comparison(Verdict.EQUAL, List.of());
    }
    Differences found = new Differences();
    compare(written, read, found);
    List<String> lines = found.lines();
    return new Comparison(lines.isEmpty() ? Verdict.SAME_MEANING : Verdict.DIFFERENT, lines);
  }

  /** Reports differences in meaning to the listener. */
  static void compare(byte[] written, byte[] read, Listener found) {
    Pairs pairs = new Pairs(ComparedComponent.of(written), found);
    pairs.compare(pairs.whole, ComparedComponent.of(read), "");
  }

  /** Receives differences. */
  interface Listener {
    /**
     * Receives the lines of a component and of its counterpart that differ; often there are none.
     *
     * @param name the name of the component, including the enclosing components
     */
    void lines(
        String name, ComparedComponent component, Collection<Said> lost, Collection<Said> added);

    /** Receives a whole component that was lost ({@code -}) or added ({@code +}). */
    void component(char sign, String name, ComparedComponent component);
  }

  static <T> Map<String, Deque<T>> group(Collection<T> all, Function<T, String> by) {
    Map<String, Deque<T>> groups = new LinkedHashMap<>();
    all.forEach(one -> groups.computeIfAbsent(by.apply(one), key -> new ArrayDeque<>()).add(one));
    return groups;
  }

  /** Pairs each component with its counterpart. */
  private static final class Pairs {
    private final ComparedComponent whole;
    private final Listener found;
    private Set<String> zones;

    Pairs(ComparedComponent whole, Listener found) {
      this.whole = whole;
      this.found = found;
    }

    void compare(ComparedComponent before, ComparedComponent after, String name) {
      // most lines are unchanged: only the others need a comparison by meaning
      List<Said> was = before.said(minus(before.lines, after.lines, Line::asItStands)).toList();
      List<Said> is = after.said(minus(after.lines, before.lines, Line::asItStands)).toList();
      List<Said> lost = new ArrayList<>(minus(was, is, Said::meaning));
      List<Said> added = new ArrayList<>(minus(is, was, Said::meaning));
      lost.removeIf(said -> saysMoreNow(said, added));
      found.lines(name, before, lost, added);
      Map<String, Deque<ComparedComponent>> others = group(told(after), ComparedComponent::key);
      group(told(before), ComparedComponent::key)
          .forEach(
              (key, all) -> {
                Deque<ComparedComponent> same = others.remove(key);
                compareAll(all, same == null ? new ArrayDeque<>() : same, name);
              });
      others.values().forEach(all -> compareAll(new ArrayDeque<>(), all, name));
    }

    private static boolean saysMoreNow(Said said, List<Said> added) {
      for (Said now : added) {
        if (CanonicalLine.saysMore(now.meaning(), said.meaning())) {
          return added.remove(now);
        }
      }
      return false;
    }

    /**
     * Pairs components of one key: first those of equal meaning, then the others in their order.
     */
    private void compareAll(
        Deque<ComparedComponent> before, Deque<ComparedComponent> after, String parent) {
      if (before.size() == 1 && after.size() == 1) {
        compare(before.peek(), after.peek(), name(before.peek(), parent));
        return;
      }
      Map<String, Deque<ComparedComponent>> same = group(after, ComparedComponent::content);
      Set<ComparedComponent> added = new LinkedHashSet<>(after);
      Deque<ComparedComponent> lost = new ArrayDeque<>();
      for (ComparedComponent one : before) {
        Deque<ComparedComponent> equal = same.getOrDefault(one.content(), new ArrayDeque<>());
        if (equal.isEmpty()) {
          lost.add(one);
        } else {
          added.remove(equal.peek());
          compare(one, equal.poll(), name(one, parent));
        }
      }
      Iterator<ComparedComponent> changed = added.iterator();
      while (!lost.isEmpty() && changed.hasNext()) {
        compare(lost.peek(), changed.next(), name(lost.poll(), parent));
        changed.remove();
      }
      // a time zone may be added; it may be removed if no time here uses it
      lost.removeIf(one -> one.type.equals("VTIMEZONE") && !isUsed(one.uid));
      added.removeIf(one -> one.type.equals("VTIMEZONE"));
      lost.forEach(one -> found.component('-', name(one, parent), one));
      added.forEach(one -> found.component('+', name(one, parent), one));
    }

    private static List<ComparedComponent> told(ComparedComponent parent) {
      return parent.children.stream()
          .filter(one -> !one.type.equals("VTIMEZONE") || !KNOWN_ZONES.contains(one.uid))
          .toList();
    }

    private boolean isUsed(String zone) {
      zones = zones == null ? whole.zones().collect(Collectors.toSet()) : zones;
      return zones.contains(zone);
    }

    /** Returns the elements that occur more often in the first list than in the second. */
    private static <T> List<T> minus(List<T> first, List<T> second, Function<T, String> by) {
      Map<String, Integer> counts = new HashMap<>();
      second.forEach(one -> counts.merge(by.apply(one), 1, Integer::sum));
      return first.stream()
          .filter(one -> counts.merge(by.apply(one), -1, Integer::sum) < 0)
          .toList();
    }

    private static String name(ComparedComponent component, String parent) {
      String own = component.type;
      if (!own.equals("VALARM") && !component.uid.isEmpty()) {
        own += " " + Shortened.to(40, component.uid);
      }
      own += component.recurrence.isEmpty() ? "" : " " + component.recurrence;
      return parent.isEmpty() || parent.equals("VCALENDAR") ? own : parent + " " + own;
    }
  }
}
