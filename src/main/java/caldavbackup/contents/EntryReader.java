package caldavbackup.contents;

import caldavbackup.ical.ComponentType;
import caldavbackup.ical.ContentLine;
import caldavbackup.ical.FileText;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads the entries of an object, even if its text is invalid. */
final class EntryReader {
  private static final String[] NONE = {};

  private final StoredObject object;
  private final Zones zones;
  private final Map<String, List<ContentLine>> described = new HashMap<>();
  private final List<String> concerns = new ArrayList<>();

  private EntryReader(StoredObject object, Zones zones) {
    this.object = object;
    this.zones = zones;
  }

  /**
   * The entries of an object.
   *
   * @param concerns what cannot be read, a sentence each
   */
  record Entries(List<Entry> all, List<String> concerns) {}

  /** Reads the entries in any bytes. */
  static Entries read(StoredObject object, byte[] bytes, Zones zones) {
    return new EntryReader(object, zones).read(FileText.of(bytes).bytes());
  }

  private Entries read(byte[] text) {
    List<List<ContentLine>> components = new ArrayList<>();
    List<String> types = new ArrayList<>();
    List<ContentLine> current = null;
    String zone = null;
    int below = 0;
    for (ContentLine line : ContentLine.of(text)) {
      String word = line.value().strip().toUpperCase(Locale.ROOT);
      boolean begins = line.name().equals("BEGIN");
      if (begins && current == null && ComponentType.CARRIERS.contains(word)) {
        current = new ArrayList<>();
        components.add(current);
        types.add(word);
      } else if (begins && current == null && word.equals("VTIMEZONE")) {
        current = new ArrayList<>();
        zone = "";
      } else if (zone != null) {
        if (line.name().equals("TZID") && zone.isEmpty()) {
          zone = line.value().strip();
        }
        if (line.name().equals("END") && word.equals("VTIMEZONE")) {
          described.putIfAbsent(zone.replace("\\", ""), current);
          zone = null;
          current = null;
        } else {
          current.add(line);
        }
      } else if (current != null) {
        if (begins) {
          below++;
        } else if (line.name().equals("END") && below-- == 0) {
          current = null;
          below = 0;
        } else if (below == 0 && !line.name().equals("END")) {
          current.add(line);
        }
      }
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < components.size(); i++) {
      entries.add(entry(types.get(i), components.get(i)));
    }
    return new Entries(entries, concerns.stream().distinct().toList());
  }

  private Entry entry(String type, List<ContentLine> lines) {
    Map<String, ContentLine> first = new TreeMap<>();
    lines.forEach(line -> first.putIfAbsent(line.name(), line));
    return new Entry(object, type, text(lines, first), when(lines, first));
  }

  private static Entry.Text text(List<ContentLine> lines, Map<String, ContentLine> first) {
    List<Entry.Person> people = new ArrayList<>();
    for (ContentLine line : lines) {
      if (line.name().equals("ORGANIZER") || line.name().equals("ATTENDEE")) {
        people.add(person(line));
      }
    }
    String status = value(first, "STATUS");
    return new Entry.Text(
        value(first, "SUMMARY"),
        value(first, "LOCATION"),
        value(first, "DESCRIPTION"),
        people,
        status == null ? null : status.strip().toUpperCase(Locale.ROOT),
        value(first, "PERCENT-COMPLETE"));
  }

  private static Entry.Person person(ContentLine line) {
    return new Entry.Person(
        line.parameter("CN"), line.value().strip().replaceFirst("(?i)^mailto:", ""));
  }

  private static String value(Map<String, ContentLine> first, String name) {
    ContentLine line = first.get(name);
    return line == null ? null : unescaped(line.value());
  }

  /** Removes the escapes of RFC 5545, section 3.3.11. */
  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(++i);
        plain.append(next == 'n' || next == 'N' ? '\n' : next);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private Entry.When when(List<ContentLine> lines, Map<String, ContentLine> first) {
    List<String> rules = new ArrayList<>();
    List<Entry.MorePeriod> dates = new ArrayList<>();
    List<Entry.Moment> excluded = new ArrayList<>();
    for (ContentLine line : lines) {
      switch (line.name()) {
        case "RRULE" -> {
          if (!line.value().isBlank()) {
            rules.add(line.value().strip());
          }
        }
        case "RDATE" -> {
          for (String value : line.value().isBlank() ? NONE : line.value().split(",")) {
            add(dates, line, value);
          }
        }
        case "EXDATE" -> {
          for (String value : line.value().isBlank() ? NONE : line.value().split(",")) {
            Entry.Moment moment = moment(line, value);
            if (moment != null) {
              excluded.add(moment);
            }
          }
        }
        default -> {
          // once in a component, or not needed
        }
      }
    }
    ContentLine end = first.get("DTEND") != null ? first.get("DTEND") : first.get("DUE");
    ContentLine duration = first.get("DURATION");
    ContentLine instead = first.get("RECURRENCE-ID");
    return new Entry.When(
        moment(first.get("DTSTART")),
        moment(end),
        duration == null ? null : duration.value().strip(),
        rules,
        dates,
        excluded,
        moment(instead),
        instead != null && "THISANDFUTURE".equalsIgnoreCase(instead.parameter("RANGE")),
        moment(first.get("COMPLETED")));
  }

  private void add(List<Entry.MorePeriod> dates, ContentLine line, String value) {
    String[] period = value.split("/", 2);
    Entry.Moment start = moment(line, period[0]);
    if (start != null) {
      boolean hasDuration = period.length > 1 && period[1].strip().matches("(?i)[+-]?P.*");
      boolean hasEnd = period.length > 1 && !hasDuration;
      dates.add(
          new Entry.MorePeriod(
              start,
              hasEnd ? moment(line, period[1]) : null,
              hasDuration ? period[1].strip() : null));
    }
  }

  private Entry.Moment moment(ContentLine line) {
    return line == null ? null : moment(line, line.value());
  }

  private Entry.Moment moment(ContentLine line, String value) {
    try {
      boolean isDate = Times.isDate(value);
      return new Entry.Moment(
          Times.local(value), isDate ? Zone.FLOATING : zone(line, value), isDate);
    } catch (DateTimeException | NumberFormatException e) {
      concerns.add(line.name() + " cannot be read");
      return null;
    }
  }

  private Zone zone(ContentLine line, String value) {
    if (Times.isUtc(value)) {
      return Zone.UTC;
    }
    String tzid = line.parameter("TZID");
    if (tzid == null || tzid.isBlank()) {
      return Zone.FLOATING;
    }
    Zone zone = zones.of(tzid, described.get(tzid.replace("\\", "")));
    if (zone == null) {
      concerns.add(
          "time zone \""
              + tzid
              + "\" is unknown, and the file does not define it: its times are"
              + " shown as they are written");
      return new Zone(tzid, null);
    }
    return zone;
  }
}
