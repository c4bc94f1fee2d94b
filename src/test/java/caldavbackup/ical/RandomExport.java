package caldavbackup.ical;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An export with all that may stand in one, and the objects that are in it; a simple one is one
 * calendar without time zones.
 */
final class RandomExport {
  private static final String[] UIDS = {"1", "a@b", "Ä/ö", "x y", "1 "};
  private static final String[] ZONES = {"Europe/Zurich", "X-Mine", "(UTC+01:00) Bern\\, Wien"};
  private static final String[] ABOUT = {
    "METHOD:PUBLISH",
    "X-WR-CALNAME:name",
    "X-WR-TIMEZONE:X-Mine",
    "UID:calendar",
    "URL:x",
    "COLOR:red"
  };

  /** Some lines: a property that is kept, a time zone, or a component with or without UID. */
  private record Part(
      int calendar, String begin, String rest, String zone, String uid, TreeSet<String> uses) {
    String text() {
      return begin + rest;
    }
  }

  private final Random random;
  private final String end;
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder file = new StringBuilder();
  private final int calendars;
  private final boolean simple;
  private boolean untouched;
  private int mark;

  RandomExport(Random random, boolean simple) {
    this.random = random;
    this.simple = simple;
    this.end = random.nextBoolean() ? "\r\n" : "\n";
    this.calendars = simple ? 1 : 1 + random.nextInt(3);
    this.untouched = calendars == 1;
    for (int calendar = 0; calendar < calendars; calendar++) {
      file.append(line("BEGIN:VCALENDAR"));
      for (int n = random.nextInt(10); n > 0; n--) {
        part(calendar);
      }
      file.append(line("END:VCALENDAR"));
    }
  }

  byte[] bytes() {
    return file.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the file is one object already. */
  boolean isOneObject() {
    return untouched
        && objects().size() == 1
        && parts.stream().noneMatch(part -> "".equals(part.uid));
  }

  /** The objects that it holds, by UID; with a UID of its own (?, ?2, …) where there is none. */
  Map<String, String> objects() {
    Map<String, String> objects = new LinkedHashMap<>();
    int unnamed = 0;
    for (Part part : parts) {
      if ("".equals(part.uid)) {
        String uid = "?" + ++unnamed;
        String named = part.begin + "UID:" + uid + end + part.rest;
        objects.put(uid, object(List.of(part)).replace(part.text(), named));
      } else if (part.uid != null && !objects.containsKey(part.uid)) {
        objects.put(part.uid, object(parts.stream().filter(p -> part.uid.equals(p.uid)).toList()));
      }
    }
    return objects;
  }

  private String object(List<Part> components) {
    int calendar = components.get(0).calendar;
    List<Part> zones =
        components.stream()
            .flatMap(component -> component.uses.stream())
            .distinct()
            .flatMap(zone -> zone(zone, calendar).stream())
            .toList();
    return line("BEGIN:VCALENDAR")
        + parts.stream()
            .filter(
                part ->
                    components.contains(part)
                        || zones.contains(part)
                        || (part.calendar == calendar && part.zone == null && part.uid == null))
            .map(Part::text)
            .collect(Collectors.joining())
        + line("END:VCALENDAR");
  }

  /** That of this calendar, else the first. */
  private List<Part> zone(String id, int calendar) {
    List<Part> all = parts.stream().filter(part -> id.equals(part.zone)).toList();
    List<Part> own = all.stream().filter(part -> part.calendar == calendar).toList();
    return (own.isEmpty() ? all : own).stream().limit(1).toList();
  }

  private void part(int calendar) {
    switch (random.nextInt(6)) {
      case 0 -> {
        String about = ABOUT[random.nextInt(ABOUT.length)];
        untouched &= !about.startsWith("METHOD");
        file.append(line(about));
      }
      case 1 -> add(new Part(calendar, "", line("X-KEPT:" + ++mark), null, null, null));
      case 2 -> {
        String id = ZONES[random.nextInt(ZONES.length)];
        if (!simple && parts.stream().noneMatch(p -> p.calendar == calendar && id.equals(p.zone))) {
          add(new Part(calendar, "", zone(id), id, null, null));
        }
      }
      default -> component(calendar);
    }
  }

  private void add(Part part) {
    parts.add(part);
    file.append(part.text());
  }

  private String zone(String id) {
    return line("BEGIN:VTIMEZONE")
        + line("TZID:" + id)
        + line("BEGIN:STANDARD")
        + line("X-ZONE:" + ++mark)
        + line("END:STANDARD")
        + line("END:VTIMEZONE");
  }

  private void component(int calendar) {
    String type = random.nextInt(4) == 0 ? "VTODO" : "VEVENT";
    String uid = random.nextInt(6) == 0 ? "" : UIDS[random.nextInt(UIDS.length)];
    TreeSet<String> uses = new TreeSet<>();
    List<String> lines = new ArrayList<>(List.of(line("X-MARK:" + ++mark)));
    if (!uid.isEmpty()) {
      lines.add(line("UID:" + uid));
    }
    for (int n = random.nextInt(4); n > 0; n--) {
      String zone = ZONES[random.nextInt(ZONES.length)];
      uses.add(zone);
      lines.add(line("DTSTART;TZID=\"" + zone.replace("\\", "") + "\":20260101T000000"));
    }
    if (random.nextInt(3) == 0) {
      lines.add(line("BEGIN:VALARM") + line("UID:alarm") + line("METHOD:x") + line("END:VALARM"));
    }
    Collections.shuffle(lines, random);
    String rest = String.join("", lines) + line("END:" + type);
    add(new Part(calendar, line("BEGIN:" + type), rest, null, uid, uses));
  }

  /** Folded at times. */
  private String line(String text) {
    boolean structure = text.startsWith("BEGIN:VCAL") || text.startsWith("END:VCAL");
    if (text.length() > 8 && !structure && random.nextInt(8) == 0) {
      int fold = 1 + random.nextInt(text.length() - 1);
      return text.substring(0, fold) + end + " " + text.substring(fold) + end;
    }
    return text + end;
  }
}
