package caldavbackup.ical;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import caldavbackup.ical.ComparedComponent.Line;
import caldavbackup.ical.ComparedComponent.Said;
import caldavbackup.text.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * The properties that differ between two versions of a calendar object. The same meaning in other
 * words is not a difference: there are changes if and only if {@link Comparison} reports the
 * objects as different.
 *
 * @param all the changes, in the order of the object
 */
public record ObjectChanges(List<Change> all) {
  private static final int COLUMNS = 300;
  private static final int MOST_VALUES = 10;

  /** The number of equal characters shown before a difference. */
  private static final int CONTEXT = 15;

  private static final String SEPARATOR = " | ";
  private static final String NONE = "\u0000";
  private static final String FIELD = "\u0001";
  private static final String END = "\u0002";

  /**
   * One property that differs.
   *
   * @param occurrence the occurrence that an override replaces, in ISO 8601 local time of its zone;
   *     null for a property of the series or of the whole object
   * @param property for example DTSTART; for a component that differs, its type, for example VALARM
   *     for a reminder and VEVENT for an occurrence with an override on one side only
   * @param before the values in one line of at most 300 columns, separated by {@code " | "}; null
   *     if the property was added
   * @param after like {@code before}; null if the property was removed
   */
  public record Change(String occurrence, String property, String before, String after) {}

  /**
   * Finds the changes between two versions of an object.
   *
   * @param before any bytes
   * @param after the server's copy, or a later version: additions that a server may make are not
   *     changes
   */
  public static ObjectChanges between(byte[] before, byte[] after) {
    if (Arrays.equals(before, after)) {
      return new ObjectChanges(List.of());
    }
    Collector collector = new Collector();
    Comparison.compare(before, after, collector);
    return new ObjectChanges(collector.changes());
  }

  /** Returns the same changes with before and after exchanged. */
  public ObjectChanges reversed() {
    return new ObjectChanges(
        all.stream()
            .map(one -> new Change(one.occurrence, one.property, one.after, one.before))
            .toList());
  }

  /** Returns whether there are no changes. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /**
   * Returns the changes in a few words, for example {@code time, place}; empty if there are none.
   */
  public String words() {
    return ChangeWords.of(all);
  }

  /** Returns the changes as bytes, for {@link #ofBytes}. */
  public byte[] toBytes() {
    StringBuilder text = new StringBuilder();
    for (Change one : all) {
      for (String field :
          Arrays.asList(one.occurrence, one.property, one.before, one.after)) { // some are null
        text.append(field == null ? NONE : field).append(FIELD);
      }
      text.append(END);
    }
    return text.toString().getBytes(UTF_8);
  }

  /** Reads the changes that {@link #toBytes} wrote. */
  public static ObjectChanges ofBytes(byte[] bytes) {
    List<Change> changes = new ArrayList<>();
    for (String one : new String(bytes, UTF_8).split(END)) {
      String[] fields = one.split(FIELD, -1);
      if (fields.length > 4) {
        changes.add(new Change(field(fields[0]), fields[1], field(fields[2]), field(fields[3])));
      }
    }
    return new ObjectChanges(List.copyOf(changes));
  }

  private static String field(String text) {
    return text.equals(NONE) ? null : text;
  }

  /**
   * A value.
   *
   * @param plain the value for display
   * @param whole the value with everything else in its line
   */
  private record Value(String plain, String whole) {}

  /** The values of one property on both sides. */
  private static final class Sides {
    private final Set<Value> before = new LinkedHashSet<>();
    private final Set<Value> after = new LinkedHashSet<>();

    Change change(Place place) {
      String was = text(before, Value::plain);
      String is = text(after, Value::plain);
      if (Objects.equals(was, is)) { // only parameters differ
        was = text(before, Value::whole);
        is = text(after, Value::whole);
      }
      int same =
          was == null || is == null ? 0 : Arrays.mismatch(was.toCharArray(), is.toCharArray());
      int from = Objects.equals(shown(was, 0), shown(is, 0)) ? Math.max(0, same - CONTEXT) : 0;
      return new Change(place.occurrence, place.property, shown(was, from), shown(is, from));
    }

    private static String text(Set<Value> values, Function<Value, String> form) {
      if (values.isEmpty()) {
        return null;
      }
      String more = values.size() > MOST_VALUES ? SEPARATOR + "…" : "";
      return values.stream().limit(MOST_VALUES).map(form).collect(joining(SEPARATOR)) + more;
    }

    private static String shown(String text, int from) {
      return text == null
          ? null
          : Shown.of(
              (from > 0 ? "…" : "") + text.substring(Math.min(from, text.length())), COLUMNS);
    }
  }

  /** A property of an occurrence. */
  private record Place(String occurrence, String property) {}

  /** Receives differences and groups them by property. */
  private static final class Collector implements Comparison.Listener {
    private final Map<Place, Sides> places = new LinkedHashMap<>();

    List<Change> changes() {
      List<Change> changes = new ArrayList<>();
      places.forEach((place, sides) -> changes.add(sides.change(place)));
      return List.copyOf(changes);
    }

    @Override
    public void lines(
        String name, ComparedComponent component, Collection<Said> lost, Collection<Said> added) {
      for (Said said : lost) {
        if (!said.line().isMissing()) { // an END was added, nothing is lost
          sides(component, said).before.add(shown(component, said));
        }
      }
      // a property that a server may add counts only if it existed before
      Set<String> known = lost.stream().map(Collector::property).collect(toSet());
      for (Said said : added) {
        if (!CanonicalLine.mayBeAdded(said.meaning()) || known.contains(property(said))) {
          sides(component, said).after.add(shown(component, said));
        }
      }
    }

    private static String property(Said said) {
      return CanonicalLine.name(said.meaning());
    }

    private Sides sides(ComparedComponent component, Said said) {
      boolean isOfPart = component.parent != null && carrier(component) != component;
      boolean isWithin = isOfPart && carrier(component) != null;
      boolean isZone = zone(component) != null;
      String property = isZone ? "VTIMEZONE" : isWithin ? top(component).type : property(said);
      return places.computeIfAbsent(
          new Place(occurrence(component), property.isEmpty() ? "TEXT" : property),
          place -> new Sides());
    }

    /** Returns the value, with the name of the property if a whole component changed. */
    private static Value shown(ComparedComponent component, Said said) {
      if (said.line().isMissing()) {
        return new Value("breaks off", "breaks off");
      }
      ContentLine line = said.line().read();
      boolean isPlain = carrier(component) == component || component.type.equals("VCALENDAR");
      String whole = line.name() + line.parameters() + ":" + line.value();
      return new Value((isPlain ? "" : line.name() + ":") + value(line, said), whole);
    }

    private static String value(ContentLine line, Said said) {
      return switch (line.name()) {
        case "EXDATE", "RDATE", "CATEGORIES", "RESOURCES" ->
            CanonicalLine.value(said.meaning()); // one of several values in the line
        case "SUMMARY", "LOCATION", "DESCRIPTION", "COMMENT", "CONTACT" ->
            ObjectFacts.unescaped(line.value());
        case "DTSTART", "DTEND", "DUE", "RECURRENCE-ID" -> {
          String zone = line.parameter("TZID");
          yield line.value().strip() + (zone == null ? "" : " " + zone);
        }
        case "ATTENDEE", "ORGANIZER" -> line.value().strip() + parameters(line);
        default -> line.value();
      };
    }

    private static String parameters(ContentLine line) {
      String status = line.parameter("PARTSTAT");
      return status == null ? "" : " (" + status.toLowerCase(Locale.ROOT) + ")";
    }

    @Override
    public void component(char sign, String name, ComparedComponent component) {
      Sides sides =
          places.computeIfAbsent(
              new Place(
                  occurrence(component),
                  carrier(component) == component || carrier(component) == null
                      ? component.type.isEmpty() ? "TEXT" : component.type
                      : top(component).type),
              place -> new Sides());
      String text =
          component
              .whole()
              .map(Said::line)
              .distinct()
              .filter(line -> !line.isMissing())
              .limit(MOST_VALUES)
              .map(Line::read)
              .map(line -> line.name() + ":" + line.value())
              .collect(joining(" "));
      (sign == '-' ? sides.before : sides.after).add(new Value(text, text));
    }

    /**
     * Returns the event, task or journal that a component is or is nested in; null if there is
     * none.
     */
    private static ComparedComponent carrier(ComparedComponent component) {
      ComparedComponent at = component;
      while (at != null && !ComponentType.CARRIERS.contains(at.type)) {
        at = at.parent;
      }
      return at;
    }

    private static ComparedComponent zone(ComparedComponent component) {
      ComparedComponent at = component;
      while (at != null && !at.type.equals("VTIMEZONE")) {
        at = at.parent;
      }
      return at;
    }

    /** Returns the component directly within the event that contains this one. */
    private static ComparedComponent top(ComparedComponent component) {
      ComparedComponent at = component;
      while (at.parent != null && carrier(at.parent) != at.parent) {
        at = at.parent;
      }
      return at;
    }

    private static String occurrence(ComparedComponent component) {
      ComparedComponent carrier = carrier(component);
      if (carrier == null || carrier.recurrence.isEmpty()) {
        return null;
      }
      String iso = ObjectFacts.iso(carrier.recurrence);
      return iso == null ? Shown.of(carrier.recurrence, 40) : iso;
    }
  }
}
