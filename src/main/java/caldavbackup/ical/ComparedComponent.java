package caldavbackup.ical;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A component and all that it says. What is long is kept as a digest: memory grows with the number
 * of lines, not with their length.
 */
final class ComparedComponent {
  /** A value of more bytes is a picture, not a text: the rest of it is compared as it stands. */
  private static final int LONG = 1 << 16;

  private static final int DEEPEST = 16;
  private static final Pattern ZONE = Pattern.compile("\nTZID=([^\n]*)");

  /** One thing that a line says ({@link Meaning}), and where that line stands. */
  record Said(String meaning, int start, int end) {
    /** Whether it is a line at all, or only missing. */
    boolean isLine() {
      return start < end;
    }

    ContentLine line(byte[] text) {
      byte[] line =
          isLine() ? unfolded(text, start, end) : "END:missing".getBytes(StandardCharsets.US_ASCII);
      return ContentLine.of(line).iterator().next();
    }
  }

  final String type;
  final List<Said> said = new ArrayList<>();
  final List<ComparedComponent> children = new ArrayList<>();
  String uid = "";
  String recurrence = "";

  private ComparedComponent(String type) {
    this.type = type;
  }

  /** Everything in a text, however broken, below a component without a type. */
  static ComparedComponent of(byte[] text) {
    Deque<ComparedComponent> open = new ArrayDeque<>(List.of(new ComparedComponent("")));
    boolean marked = text.length > 2 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB;
    int end;
    for (int start = marked ? 3 : 0; start < text.length; start = end) {
      end = endOfLine(text, start);
      byte[] unfolded = unfolded(text, start, end);
      if (unfolded.length == 0) {
        continue;
      }
      ContentLine line = ContentLine.of(unfolded).iterator().next();
      boolean begins = line.name().equals("BEGIN") && open.size() < DEEPEST;
      if (!begins && !line.name().equals("END")) {
        open.peek().add(line, unfolded, start, end);
        continue;
      }
      String type = line.value().strip().toUpperCase(Locale.ROOT);
      if (begins) {
        ComparedComponent begun = new ComparedComponent(type);
        open.peek().children.add(begun);
        open.push(begun);
      } else if (!type.isEmpty() && open.stream().anyMatch(one -> one.type.equals(type))) {
        while (!open.peek().type.equals(type)) {
          open.pop().end(false);
        }
        open.pop().end(true);
      }
    }
    while (open.size() > 1) {
      open.pop().end(false);
    }
    return open.pop();
  }

  private void add(ContentLine line, byte[] unfolded, int start, int end) {
    String whole = line.name() + line.parameters() + line.value();
    if (whole.isBlank()) {
      return;
    }
    // what is not UTF-8 could be anything: its bytes count
    List<String> meanings =
        whole.indexOf('\uFFFD') < 0
            ? Meaning.of(line)
            : List.of(line.name() + "\n:" + new String(unfolded, StandardCharsets.ISO_8859_1));
    for (String meaning : meanings) {
      said.add(new Said(shortened(meaning), start, end));
      switch (line.name()) {
        case "UID", "TZID" -> uid = Meaning.value(meaning).strip();
        case "RECURRENCE-ID" -> recurrence = Meaning.value(meaning);
        default -> {
          // tells nothing of which one it is
        }
      }
    }
  }

  private void end(boolean said) {
    if (!said) {
      this.said.add(new Said("END\n:missing", 0, 0));
    }
    if (type.equals("VEVENT")) { // without an end it takes the day, or no time (RFC 5545, 3.6.1)
      boolean day =
          this.said.stream()
              .map(Said::meaning)
              .filter(one -> Meaning.name(one).equals("DTSTART"))
              .anyMatch(one -> Meaning.value(one).matches("\\d{8}"));
      this.said.removeIf(one -> one.meaning.equals("DURATION\n:P" + (day ? "1DT0S" : "0DT0S")));
    }
  }

  /** Which one it is. Alarms are known by what they say: few programs keep their UID. */
  String key() {
    return type + (type.matches("VALARM|VCALENDAR") ? "" : "\n" + uid + "\n" + recurrence);
  }

  /** The same for components that say the same, but for what a server may have added. */
  String content() {
    MessageDigest digest = sha256();
    Stream.concat(
            said.stream().map(Said::meaning).filter(one -> !Meaning.mayBeAdded(one)).sorted(),
            children.stream().map(ComparedComponent::content).sorted())
        .forEach(one -> digest.update((one + "\n\n").getBytes(StandardCharsets.UTF_8)));
    return type + HexFormat.of().formatHex(digest.digest());
  }

  /** The time zones of all its times. */
  Stream<String> zones() {
    return whole()
        .map(one -> ZONE.matcher(one.meaning))
        .filter(Matcher::find)
        .map(zone -> zone.group(1));
  }

  /** What it says itself, then what is said within. */
  Stream<Said> whole() {
    return Stream.concat(said.stream(), children.stream().flatMap(ComparedComponent::whole));
  }

  private static int endOfLine(byte[] text, int start) {
    int at = start;
    do {
      while (at < text.length && text[at] != '\n') {
        at++;
      }
      at = Math.min(at + 1, text.length);
    } while (at < text.length && (text[at] == ' ' || text[at] == '\t'));
    return at;
  }

  /** A line without its folds; what is too long is replaced by its digest. */
  private static byte[] unfolded(byte[] text, int start, int end) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    MessageDigest rest = null;
    int room = LONG;
    boolean quoted = false;
    boolean inValue = false;
    for (int from = start; from < end; from++) {
      int feed = from;
      while (feed < end && text[feed] != '\n') {
        feed++;
      }
      int stop = feed > from && text[feed - 1] == '\r' ? feed - 1 : feed;
      for (; from < stop && room > 0; from++, room--) {
        head.write(text[from]);
        quoted ^= text[from] == '"';
        if (text[from] == ':' && !quoted && !inValue) {
          inValue = true;
          room = LONG; // wherever the value begins: parameters may be in another order
        }
      }
      if (from < stop) {
        rest = rest == null ? sha256() : rest;
        rest.update(text, from, stop - from);
      }
      from = feed + 1; // and one white space
    }
    if (rest != null) {
      head.writeBytes(HexFormat.of().formatHex(rest.digest()).getBytes(StandardCharsets.US_ASCII));
    }
    return head.toByteArray();
  }

  private static String shortened(String meaning) {
    if (meaning.length() < 200) {
      return meaning;
    }
    byte[] digest = sha256().digest(meaning.getBytes(StandardCharsets.UTF_8));
    String name = Meaning.name(meaning); // of any length, in what is no iCalendar
    return name.substring(0, Math.min(name.length(), 100))
        + "\n:"
        + HexFormat.of().formatHex(digest);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
