package caldavbackup.careless;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** The text of one file: components as one of many programs writes them. */
final class FileText {
  /** What people write; the last of them cannot be written in windows-1252. */
  static final String[] TEXTS = {"Zahnärztin", "plain", "Señor €5 – ja", "with\\, comma", "日本"};

  private static final String ZONE = "Bürozeit";
  private static final String[] STARTS = {
    "DTSTART:20260301T100000Z",
    "DTSTART;VALUE=DATE:20260301",
    "DTSTART;TZID=Europe/Zurich:20260301T100000",
    "DTSTART;TZID=" + ZONE + ":20260301T100000",
    "DTSTART;TZID=\"" + ZONE + "\":20260301T100000"
  };
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final int FOLD = 70;

  private enum Encoding {
    UTF_8(StandardCharsets.UTF_8, ""),
    UTF_8_BOM(StandardCharsets.UTF_8, "\uFEFF"),
    UTF_16LE(StandardCharsets.UTF_16LE, "\uFEFF"),
    UTF_16BE(StandardCharsets.UTF_16BE, "\uFEFF"),
    WINDOWS_1252(WINDOWS, "");

    private final Charset charset;
    private final String mark;

    Encoding(Charset charset, String mark) {
      this.charset = charset;
      this.mark = mark;
    }
  }

  private final String path;
  private final Encoding encoding;
  private final String end;
  private final String before;
  private final String behind;
  private final boolean isApart;
  private boolean isJoined;
  private boolean isCut;
  private final List<String> about = new ArrayList<>();
  private final List<Version> versions = new ArrayList<>();

  private FileText(
      String path, Encoding encoding, String end, String before, String behind, boolean isApart) {
    this.path = path;
    this.encoding = encoding;
    this.end = end;
    this.before = before;
    this.behind = behind;
    this.isApart = isApart;
  }

  /** A file as a server wrote it. */
  static FileText plain(String path) {
    return new FileText(path, Encoding.UTF_8, "\r\n", "", "", false);
  }

  /** A file as some program wrote it. */
  static FileText of(Random random, String path) {
    String[] ends = {"\r\n", "\r\n", "\n", "\r"};
    String[] strays = {"\0\0", "\u001A", "<p>Sent from my phone</p>", "\n\n"};
    Encoding[] encodings = Encoding.values();
    FileText file =
        new FileText(
            path,
            random.nextInt(2) == 0 ? Encoding.UTF_8 : encodings[random.nextInt(encodings.length)],
            ends[random.nextInt(ends.length)],
            random.nextInt(8) == 0 ? strays[random.nextInt(strays.length)] : "",
            random.nextInt(6) == 0 ? strays[random.nextInt(strays.length)] : "",
            random.nextInt(5) == 0);
    file.isJoined = random.nextInt(4) == 0;
    if (random.nextInt(4) == 0) {
      file.about.add("METHOD:PUBLISH");
    }
    if (random.nextInt(4) == 0) {
      file.about.add("X-WR-TIMEZONE:Europe/Zurich");
    }
    if (random.nextInt(4) == 0) {
      file.about.add("COLOR:turquoise");
    }
    return file;
  }

  static String start(Random random) {
    return STARTS[random.nextInt(STARTS.length)];
  }

  String path() {
    return path;
  }

  /** Calls the calendar by its name. */
  void label(String name) {
    about.add("X-WR-CALNAME:" + name);
  }

  void add(Version version) {
    versions.add(version);
  }

  List<Version> versions() {
    return versions;
  }

  /** The rest of it was not written: the last component has no end. */
  void cut() {
    isCut = true;
  }

  /** Where a browser saves the same file a second time. */
  String copyPath() {
    return path.replaceFirst("\\.ics$", "(1).ics");
  }

  /** What the copy holds. */
  List<Version> copies() {
    return versions.stream()
        .map(
            v ->
                new Version(
                    copyPath(),
                    v.calendar(),
                    v.uid(),
                    v.recurrence(),
                    v.type(),
                    v.age(),
                    v.lines()))
        .toList();
  }

  String describe() {
    String ends = end.replace("\r", "CR").replace("\n", "LF");
    return "%s %s%s%s%s %s"
        .formatted(
            encoding,
            ends,
            before.isEmpty() ? "" : ", text before",
            behind.isEmpty() ? "" : ", text behind",
            (isApart ? ", a calendar for each" : "") + (isCut ? ", cut" : ""),
            String.join(" ", about));
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder();
    if (!before.isEmpty()) {
      text.append(before).append(end);
    }
    if (isApart) {
      for (Version version : versions) {
        text.append(isJoined && version != versions.get(0) ? "\uFEFF" : "");
        calendar(text, List.of(version));
        text.append(behind.isEmpty() ? "" : behind + end);
      }
    } else {
      calendar(text, versions);
      text.append(behind);
    }
    return encoded(isCut ? text.substring(0, text.lastIndexOf("END:V" + "E")) : text.toString());
  }

  private byte[] encoded(String text) {
    boolean fits = encoding.charset.newEncoder().canEncode(text);
    return (encoding.mark + text).getBytes(fits ? encoding.charset : StandardCharsets.UTF_8);
  }

  private void calendar(StringBuilder text, List<Version> some) {
    line(text, "BEGIN:VCALENDAR");
    line(text, "VERSION:2.0");
    line(text, "PRODID:-//careless//EN");
    about.forEach(line -> line(text, line));
    Set<String> zones = new TreeSet<>();
    some.forEach(version -> zones.addAll(zones(version)));
    zones.forEach(zone -> zone(text, zone));
    some.forEach(version -> component(text, version));
    line(text, "END:VCALENDAR");
  }

  private static Set<String> zones(Version version) {
    return new Parsed.Component(version.type(), version.lines()).zones();
  }

  private void zone(StringBuilder text, String zone) {
    List.of(
            "BEGIN:VTIMEZONE",
            "TZID:" + zone,
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0100",
            zoneName(zone),
            "END:STANDARD",
            "END:VTIMEZONE")
        .forEach(line -> line(text, line));
  }

  /** What a time zone of the folder says beside its TZID. */
  static String zoneName(String zone) {
    return "TZNAME:Zeit für " + zone;
  }

  private void component(StringBuilder text, Version version) {
    line(text, "BEGIN:" + version.type());
    if (version.uid() != null) {
      line(text, "UID:" + version.uid());
    }
    line(text, "DTSTAMP:" + version.age().stamp());
    if (!version.age().modified().isEmpty()) {
      line(text, "LAST-MODIFIED:" + version.age().modified());
    }
    if (version.age().sequence() > 0) {
      line(text, "SEQUENCE:" + version.age().sequence());
    }
    if (version.recurrence() != null) {
      line(text, "RECURRENCE-ID:" + version.recurrence());
    }
    version.lines().forEach(line -> line(text, line));
    line(text, "END:" + version.type());
  }

  private void line(StringBuilder text, String line) {
    String rest = line;
    while (rest.length() > FOLD) {
      text.append(rest, 0, FOLD).append(end).append(' ');
      rest = rest.substring(FOLD);
    }
    text.append(rest).append(end);
  }
}
