package caldavbackup.ical;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Joins several objects with the same UID and type into one: a series with overrides from other
 * files, and versions of the same event.
 *
 * <p>An object contains one master and one override per RECURRENCE-ID (RFC 4791, section 4.1). Of
 * several versions the newest is kept: the one with the highest SEQUENCE, then LAST-MODIFIED, then
 * DTSTAMP (RFC 5545, sections 3.8.7.4, 3.8.7.3, 3.8.7.2), then the one with the last file name in
 * natural order: {@code export-2026} is newer than {@code export-2025}.
 */
public final class Versions {
  /**
   * An object and its file.
   *
   * @param file its path; orders versions that nothing else tells apart
   * @param yields whether each version in another file wins that does not yield, however old
   */
  public record Source(String file, byte[] bytes, boolean yields) {
    /** One that does not yield. */
    public Source(String file, byte[] bytes) {
      this(file, bytes, false);
    }
  }

  /**
   * A component that is not in the result.
   *
   * @param source the index of the object that contained it
   * @param winner the index of the object that contains the kept version
   * @param recurrence the unparsed RECURRENCE-ID; null for a master
   * @param isSame whether both versions have the same meaning
   */
  public record Loss(int source, int winner, String recurrence, boolean isSame) {}

  /**
   * The joined object.
   *
   * @param base the index of the object into which the others were merged
   * @param used the indexes of the objects that contribute to the result
   * @param losses the components that are not in the result, in the order of the sources
   */
  public record Result(byte[] bytes, int base, Set<Integer> used, List<Loss> losses) {}

  private static final Comparator<ComponentVersion> BY_AGE =
      Comparator.comparing(ComponentVersion::sequence)
          .thenComparing(ComponentVersion::modified)
          .thenComparing(ComponentVersion::stamp);

  private final List<Source> sources;
  private final List<ICalendarScanner> outlines = new ArrayList<>();
  private final Map<String, ComponentVersion> newest = new LinkedHashMap<>();
  private final List<ComponentVersion> older = new ArrayList<>();

  private Versions(List<Source> sources) {
    this.sources = sources;
  }

  /**
   * Compares the age of two objects by their masters, or by their newest overrides if they have
   * none.
   *
   * @return a positive number if the first object is newer
   */
  public static int compare(byte[] one, byte[] other) {
    return Comparator.nullsFirst(BY_AGE).compare(measure(one), measure(other));
  }

  private static ComponentVersion measure(byte[] object) {
    ICalendarScanner outline = new ICalendarScanner(object);
    return outline.components.stream()
        .filter(ICalendarParts.Component::isCarrier)
        .map(component -> ComponentVersion.of(0, outline.bytes, component))
        .max(Comparator.comparing((ComponentVersion v) -> v.key().isEmpty()).thenComparing(BY_AGE))
        .orElse(null);
  }

  /**
   * Joins objects of one UID and one type.
   *
   * @return null if an object is too broken to be joined: it has no end, or it also contains other
   *     UIDs
   */
  public static Result join(List<Source> sources) {
    Versions versions = new Versions(sources);
    return versions.take() ? versions.result() : null;
  }

  private boolean take() {
    String uid = null;
    for (Source source : sources) {
      ICalendarScanner outline = new ICalendarScanner(source.bytes());
      outlines.add(outline);
      uid = uid == null ? outline.firstUid() : uid;
      if (!isWhole(outline, uid)) {
        return false;
      }
      for (ICalendarParts.Component component : outline.components) {
        if (component.isCarrier()) {
          take(ComponentVersion.of(outlines.size() - 1, outline.bytes, component));
        }
      }
    }
    return true;
  }

  private static boolean isWhole(ICalendarScanner outline, String uid) {
    return outline.calendars.size() == 1
        && outline.calendars.get(0).end != null
        && outline.unended.isEmpty()
        && outline.components.stream().anyMatch(ICalendarParts.Component::isCarrier)
        && outline.components.stream().allMatch(c -> !c.isCarrier() || c.id.equals(uid));
  }

  private void take(ComponentVersion version) {
    ComponentVersion known = newest.putIfAbsent(version.key(), version);
    if (known != null && isNewer(version, known)) {
      newest.put(version.key(), version);
      older.add(known);
    } else if (known != null) {
      older.add(version);
    }
  }

  private boolean isNewer(ComponentVersion version, ComponentVersion known) {
    boolean yields = sources.get(version.source()).yields();
    if (yields != sources.get(known.source()).yields()) {
      return !yields;
    }
    int order = BY_AGE.compare(version, known);
    if (order != 0) {
      return order > 0;
    }
    if (version.saysTheSameAs(known)) {
      return false; // of equal versions, the first is kept
    }
    String file = sources.get(version.source()).file();
    return NaturalOrder.compare(file, sources.get(known.source()).file()) >= 0;
  }

  private Result result() {
    Set<Integer> used = new HashSet<>();
    newest.values().forEach(version -> used.add(version.source()));
    ComponentVersion master = newest.get("");
    int base =
        master != null
            ? master.source()
            : used.stream().min(Comparator.naturalOrder()).orElseThrow();
    List<Loss> losses = new ArrayList<>();
    for (ComponentVersion version : older) {
      ComponentVersion winner = newest.get(version.key());
      losses.add(
          new Loss(
              version.source(),
              winner.source(),
              version.recurrence(),
              version.saysTheSameAs(winner)));
    }
    losses.sort(Comparator.comparingInt(Loss::source));
    boolean isAsItWas = used.size() == 1 && losses.stream().noneMatch(l -> l.source() == base);
    return new Result(
        isAsItWas ? sources.get(base).bytes() : bytes(base), base, used, List.copyOf(losses));
  }

  private byte[] bytes(int base) {
    ICalendarScanner outline = outlines.get(base);
    ICalendarParts.Calendar calendar = outline.calendars.get(0);
    String end = lineEnd(outline.bytes, calendar.begin);
    int components = calendar.end.start; // time zones come before the components that use them
    for (ICalendarParts.Component component : outline.components) {
      components = Math.min(components, component.start);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    copy(outline, base, 0, components, out);
    Set<String> zones = new HashSet<>(outline.timezones.keySet());
    for (ComponentVersion version : newest.values()) {
      if (version.source() != base) {
        zones(version, zones, end, out);
      }
    }
    copy(outline, base, components, calendar.end.start, out);
    for (ComponentVersion version : newest.values()) {
      if (version.source() != base) {
        write(outlines.get(version.source()).bytes, version.component(), end, out);
      }
    }
    out.write(outline.bytes, calendar.end.start, outline.bytes.length - calendar.end.start);
    return out.toByteArray();
  }

  /** Adds the time zones that a component of another file uses and the object lacks. */
  private void zones(
      ComponentVersion version, Set<String> there, String end, ByteArrayOutputStream out) {
    ICalendarScanner from = outlines.get(version.source());
    for (String id : version.component().timezones) {
      ICalendarParts.Component zone = from.timezones.get(id);
      if (zone != null && there.add(id)) {
        write(from.bytes, zone, end, out);
      }
    }
  }

  /** Copies a part of the base without its superseded components. */
  private void copy(
      ICalendarScanner outline, int base, int from, int to, ByteArrayOutputStream out) {
    int at = from;
    for (ICalendarParts.Component component : outline.components) {
      boolean isOlder =
          older.stream().anyMatch(v -> v.source() == base && v.component() == component);
      if (isOlder && component.start >= from && component.start < to) {
        out.write(outline.bytes, at, component.start - at);
        at = component.end;
      }
    }
    out.write(outline.bytes, at, to - at);
  }

  /** Writes a component of another file with the line ends of the target file. */
  private static void write(
      byte[] bytes, ICalendarParts.Component component, String end, ByteArrayOutputStream out) {
    byte[] part = Arrays.copyOfRange(bytes, component.start, component.end);
    String text = new String(part, StandardCharsets.ISO_8859_1).stripTrailing();
    out.writeBytes(
        (text.replaceAll("\r\n|\n|\r", end) + end).getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String lineEnd(byte[] bytes, ICalendarParts.Span line) {
    boolean hasFeed = bytes[line.end - 1] == '\n';
    boolean hasReturn = line.end > 1 && bytes[line.end - (hasFeed ? 2 : 1)] == '\r';
    return (hasReturn ? "\r" : "") + (hasFeed || !hasReturn ? "\n" : "");
  }
}
