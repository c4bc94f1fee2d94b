package caldavbackup.it;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One object for each way in which calendar data is known to be unlike other calendar data. Not all
 * of it is right; all of it is found on servers.
 */
final class OddObjects {
  private static final String START = "DTSTART:20240102T100000Z";
  private static final String CRLF = "\r\n";

  private final Map<String, byte[]> objects = new LinkedHashMap<>();

  private OddObjects() {}

  /** Names and bytes. */
  static Map<String, byte[]> all() {
    OddObjects odd = new OddObjects();
    odd.components();
    odd.times();
    odd.people();
    odd.lines();
    odd.texts();
    odd.unknown();
    odd.large();
    return odd.objects;
  }

  private void add(String name, String ics) {
    objects.put(name + ".ics", ics.getBytes(StandardCharsets.UTF_8));
  }

  private void event(String name, String... lines) {
    String text = String.join(CRLF, lines);
    String hour = text.contains("DURATION:") ? "" : "DURATION:PT1H\r\n";
    add(name, Ics.object("VEVENT", name, START + CRLF + hour + text));
  }

  private void components() {
    event("plain", "SUMMARY:plain");
    add("series", Ics.series("series"));
    add(
        "overrides-without-a-master",
        Ics.series("overrides-without-a-master")
            .replaceFirst("(?s)BEGIN:VEVENT.*?END:VEVENT\r\n", ""));
    add("task", Ics.object("VTODO", "task", "DUE:20240105T100000Z", "PERCENT-COMPLETE:40"));
    add("task-without-dates", Ics.object("VTODO", "task-without-dates", "SUMMARY:some day"));
    add(
        "note",
        Ics.object("VJOURNAL", "note", "DTSTART;VALUE=DATE:20240102", "SUMMARY:dear diary"));
    add("availability", Ics.object("VAVAILABILITY", "availability", "SUMMARY:office hours"));
    event(
        "alarms",
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:\r\nTRIGGER:-PT15M\r\nEND:VALARM",
        "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER;RELATED=END:PT0S\r\nUID:a\r\n"
            + "X-WR-ALARMUID:a\r\nACKNOWLEDGED:20240101T000000Z\r\nEND:VALARM");
    add(
        "method",
        Ics.event("method", "from an invitation")
            .replace("VERSION:2.0\r\n", "VERSION:2.0\r\nMETHOD:PUBLISH\r\n"));
    add("two-uids", twoUids());
  }

  private static String twoUids() {
    return Ics.event("one of two", "one")
        .replace(
            "END:VCALENDAR",
            "BEGIN:VEVENT\r\nUID:other of two\r\nDTSTAMP:20240101T000000Z\r\n"
                + START
                + "\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR");
  }

  private void times() {
    String zone =
        "BEGIN:VTIMEZONE\r\nTZID:/example.org/2024/Sandkasten Zeit\r\nBEGIN:STANDARD\r\n"
            + "DTSTART:19700101T000000\r\nTZOFFSETFROM:+0123\r\nTZOFFSETTO:+0145\r\n"
            + "TZNAME:SKZ\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
    String zoned =
        Ics.object(
            "VEVENT",
            "own-timezone",
            "DTSTART;TZID=/example.org/2024/Sandkasten Zeit:20240102T100000",
            "DURATION:PT1H");
    add("own-timezone", zoned.replace("BEGIN:VEVENT", zone + "BEGIN:VEVENT"));
    add(
        "timezone-after-its-event",
        zoned
            .replace("own-timezone", "timezone-after-its-event")
            .replace("END:VCALENDAR", zone + "END:VCALENDAR"));
    add(
        "timezone-missing",
        Ics.object(
            "VEVENT",
            "timezone-missing",
            "DTSTART;TZID=Nowhere:20240102T100000",
            "DTEND;TZID=Nowhere:20240102T110000"));
    add("date", Ics.object("VEVENT", "date", "DTSTART;VALUE=DATE:20240229", "DURATION:P1D"));
    add("long-ago", Ics.object("VEVENT", "long-ago", "DTSTART:17890714T120000Z", "DURATION:PT1H"));
    add("far-away", Ics.object("VEVENT", "far-away", "DTSTART:99991231T220000Z", "DURATION:PT1H"));
    event("no-time", "DURATION:PT0S");
    add("no-end", Ics.object("VEVENT", "no-end", START, "SUMMARY:starts, and that is all"));
    event(
        "rules",
        "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;WKST=SU;COUNT=5",
        "EXDATE:20240131T100000Z,20240229T100000Z",
        "RDATE;VALUE=PERIOD:20240401T100000Z/PT1H,20240402T100000Z/20240402T120000Z");
  }

  private void people() {
    event(
        "quoted-parameters",
        "ORGANIZER;CN=\"Doe, John; Jr.: x\":mailto:john@elsewhere.example",
        "ATTENDEE;CN=\"Zoë ^n ^'q^' ^^\";PARTSTAT=ACCEPTED;X-PARAM=\"a;b:c,d\":mailto:zoe@elsewhere.example",
        "ATTENDEE;MEMBER=\"mailto:a@b.example\",\"mailto:c@d.example\":mailto:list@elsewhere.example");
    event(
        "parameters-quoted-for-nothing",
        "SUMMARY;LANGUAGE=\"en\":quoted",
        "LOCATION;ALTREP=\"cid:x\":there");
  }

  private void lines() {
    add("lf", Ics.event("lf", "only LF").replace("\r", ""));
    add(
        "mixed-line-ends",
        Ics.event("mixed-line-ends", "both").replace("\r\nSUMMARY", "\nSUMMARY"));
    event("bare-cr", "DESCRIPTION:before\rafter");
    event("unfolded", "DESCRIPTION:" + "long ".repeat(400));
    event("folded", "DESCRIPTION:" + "fold\r\n ed ".repeat(200) + "end");
    event("folded-by-tab", "DESCRIPTION:fold\r\n\ted");
    event("folded-short", "SUM\r\n MARY:in\r\n  the\r\n  \r\n  middle");
    byte[] inside = Ics.event("folded-inside-a-character", "ä").getBytes(StandardCharsets.UTF_8);
    objects.put("folded-inside-a-character.ics", cutInside(inside));
    event("trailing-blanks", "SUMMARY:blank after ", "LOCATION:tab\t", "COMMENT: blank before");
    event("empty-value", "SUMMARY:", "LOCATION;LANGUAGE=:x");
    add("empty-lines", Ics.event("empty-lines", "gaps").replace("SUMMARY", "\r\nSUMMARY") + CRLF);
    add("no-last-newline", Ics.event("no-last-newline", "stops").stripTrailing());
    add("text-after-the-end", Ics.event("text-after-the-end", "goes on") + "\r\n \r\n");
    add("byte-order-mark", "\uFEFF" + Ics.event("byte-order-mark", "BOM"));
    add(
        "lower-case",
        Ics.event("lower-case", "small").replace("SUMMARY", "summary").replace("VEVENT", "vevent"));
  }

  private static byte[] cutInside(byte[] bytes) {
    byte[] cut = new byte[bytes.length + 3];
    int at = 0;
    for (byte b : bytes) {
      cut[at++] = b;
      if (b == (byte) 0xC3) { // the first half of ä
        cut[at++] = '\r';
        cut[at++] = '\n';
        cut[at++] = ' ';
      }
    }
    return cut;
  }

  private void texts() {
    event("emoji", "SUMMARY:👩‍👩‍👧‍👦 🏴󠁧󠁢󠁷󠁬󠁳󠁿 e\u0301 \u202Eright to left\u202C 𝔘");
    event("xml", "DESCRIPTION:]]> <![CDATA[ &amp; &#13; &lt\\; <b> <?x ?> <!-- -->");
    event("escapes", "DESCRIPTION:\\n \\N \\, \\; \\\\ \\\\n \\x \\", "CATEGORIES:a\\,b,c\\;d");
    event("control-characters", "DESCRIPTION:\u0001\u0007\b\u000B\f\u001B\u007F");
    event("odd-line-ends-in-text", "DESCRIPTION:a\u0085b\u2028c\u2029d\u00A0e\uFEFFf");
    event("not-a-character", "DESCRIPTION:\uFFFE\uFFFF\uFFFD");
    event("nul-character", "DESCRIPTION:\u0000");
    objects.put(
        "latin-1.ics",
        Ics.event("latin-1", "Grüße aus Zürich").getBytes(StandardCharsets.ISO_8859_1));
    int number = 0;
    for (String uid :
        new String[] {
          "a/b%2Fc@d:e+f g?h#i&j=k",
          "{0815-ÄÖÜ-🎉}",
          "../../etc/passwd",
          "u".repeat(300),
          "<uid>\\,\\;\"'",
          " blank around "
        }) {
      add("uid-" + ++number, Ics.event(uid, "odd UID"));
    }
    add("uid-missing", Ics.event("x", "no UID").replace("UID:x\r\n", ""));
  }

  private void unknown() {
    event(
        "unknown-properties",
        "X-MOZ-GENERATION:1",
        "X-APPLE-TRAVEL-ADVISORY-BEHAVIOR;ACKNOWLEDGED=20240101T000000Z:AUTOMATIC",
        "X-LIC-ERROR;X-LIC-ERRORTYPE=VALUE-PARSE-ERROR:no value",
        "x-lower;x-p=1;x-p=2:x",
        "CONFERENCE;VALUE=URI;FEATURE=AUDIO:tel:+1-412-555-0123",
        "STRUCTURED-DATA;VALUE=TEXT;FMTTYPE=application/json:{\"a\":1}",
        "REQUEST-STATUS:2.0;Success",
        "GEO:47.37;8.54",
        "RELATED-TO;RELTYPE=X-ODD:plain");
    event("unknown-component", "BEGIN:X-NOTE", "X-TEXT:inside", "END:X-NOTE");
    add(
        "unknown-calendar-properties",
        Ics.event("unknown-calendar-properties", "x")
            .replace(
                "VERSION:2.0\r\n",
                "VERSION:2.0\r\nX-WR-CALNAME:Name\r\nREFRESH-INTERVAL;VALUE=DURATION:P1W\r\n"));
    event("no-such-syntax", "THIS LINE HAS NO COLON");
  }

  private void large() {
    byte[] picture = new byte[1 << 20];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = (byte) (i * 31 + (i >> 8));
    }
    String text = Base64.getEncoder().encodeToString(picture);
    String attach = "ATTACH;FMTTYPE=image/png;ENCODING=BASE64;VALUE=BINARY:";
    event("attachment-unfolded", attach + text);
    event("attachment", attach + "\r\n " + text.replaceAll("(.{74})", "$1\r\n "));
  }
}
