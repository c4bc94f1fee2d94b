package caldavbackup.ical;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A component with its lines, for a comparison. Long lines are replaced by a digest: memory grows
 * with the number of lines, not with their length.
 */
final class ComparedComponent {
  /**
   * Values with more bytes are binary data, for example a picture. The rest of such a value is
   * compared literally.
   */
  private static final int LONG = 1 << 16;

  private static final int DEEPEST = 16;
  private static final String TIMEZONE = "VTIMEZONE";
  private static final Pattern ZONE = Pattern.compile("\nTZID=([^\n]*)");

  /** A line, its position, and its literal text or the digest of that text. */
  record Line(byte[] text, int start, int end, String asItStands, UtcZones utc) {
    boolean isMissing() {
      return start == end;
    }

    ContentLine read() {
      byte[] line = isMissing() ? "END:missing".getBytes(US_ASCII) : unfolded(text, start, end);
      return ContentLine.ofUnfolded(line);
    }

    /** Returns the meanings of the line. A line that is not UTF-8 is compared by its bytes. */
    private List<String> meanings() {
      ContentLine line = read();
      boolean broken = (line.name() + line.parameters() + line.value()).indexOf('\uFFFD') >= 0;
      return broken ? List.of(line.name() + "\n:" + asItStands) : CanonicalLine.of(line, utc);
    }
  }

  /** One meaning of a line. */
  record Said(String meaning, Line line) {}

  final String type;
  final List<Line> lines = new ArrayList<>();
  final List<ComparedComponent> children = new ArrayList<>();
  String uid = "";
  String recurrence = "";

  /** The enclosing component; null for the whole text. */
  final ComparedComponent parent;

  private final UtcZones utc;
  private boolean day;

  private ComparedComponent(String type, ComparedComponent parent, UtcZones utc) {
    this.type = type;
    this.parent = parent;
    this.utc = utc;
  }

  /** Reads any text, even a broken one, into components below a root without a type. */
  static ComparedComponent of(byte[] text) {
    Deque<ComparedComponent> open = new ArrayDeque<>();
    UtcZones utc = UtcZones.of(text);
    open.push(new ComparedComponent("", null, utc));
    boolean marked = text.length > 2 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB;
    int end;
    for (int start = marked ? 3 : 0; start < text.length; start = end) {
      end = endOfLine(text, start);
      byte[] unfolded = unfolded(text, start, end);
      if (new String(unfolded, ISO_8859_1).isBlank()) {
        continue;
      }
      ContentLine line = ContentLine.ofUnfolded(unfolded);
      boolean begins = line.name().equals("BEGIN") && open.size() < DEEPEST;
      if (!begins && !line.name().equals("END")) {
        open.peek().add(line, new Line(text, start, end, shortened(unfolded), utc));
        continue;
      }
      String type = line.value().strip().toUpperCase(Locale.ROOT);
      if (begins) {
        ComparedComponent begun = new ComparedComponent(type, open.peek(), utc);
        open.peek().children.add(begun);
        open.push(begun);
      } else if (!type.isEmpty() && open.stream().anyMatch(one -> one.type.equals(type))) {
        while (!open.peek().type.equals(type)) {
          open.pop().neverEnds();
        }
        open.pop();
      }
    }
    while (open.size() > 1) {
      open.pop().neverEnds();
    }
    return open.pop();
  }

  private void neverEnds() {
    lines.add(new Line(new byte[0], 0, 0, "END:missing", utc));
  }

  private void add(ContentLine line, Line place) {
    lines.add(place);
    switch (line.name()) {
      case "UID" -> uid = type.equals(TIMEZONE) ? uid : only(line).strip();
      case "TZID" ->
          uid = type.equals(TIMEZONE) ? only(line).strip() : uid; // else not an identifier
      case "RECURRENCE-ID" -> recurrence = only(line);
      case "DTSTART" -> day = only(line).matches("\\d{8}");
      default -> {
        // does not identify the component
      }
    }
  }

  private String only(ContentLine line) {
    return CanonicalLine.of(line, utc).stream().findFirst().map(CanonicalLine::value).orElse("");
  }

  /**
   * Returns the key that identifies the component. Alarms are identified by their content: few
   * programs keep their UID.
   */
  String key() {
    boolean named = !type.equals("VALARM") && !type.equals("VCALENDAR");
    return named ? type + "\n" + uid + "\n" + recurrence : type;
  }

  /** Returns the meanings of the given lines. */
  Stream<Said> said(Collection<Line> some) {
    // an event without an end lasts a day, or no time (RFC 5545, section 3.6.1)
    String noEnd = type.equals("VEVENT") ? "DURATION\n:P" + (day ? "1DT0S" : "0DT0S") : "";
    return some.stream()
        .flatMap(line -> line.meanings().stream().map(meaning -> new Said(meaning, line)))
        .filter(said -> !said.meaning.equals(noEnd));
  }

  /** Returns the meanings of all lines, then those of the nested components. */
  Stream<Said> whole() {
    return Stream.concat(said(lines), children.stream().flatMap(ComparedComponent::whole));
  }

  /**
   * Returns a digest that is the same for equal components, apart from properties that a server may
   * add.
   */
  String content() {
    MessageDigest digest = sha256();
    Stream<String> own =
        said(lines).map(Said::meaning).filter(one -> !CanonicalLine.mayBeAdded(one));
    Stream.concat(own.sorted(), children.stream().map(ComparedComponent::content).sorted())
        .forEach(one -> digest.update((one + "\n\n").getBytes(UTF_8)));
    return type + HexFormat.of().formatHex(digest.digest());
  }

  /** Returns the time zones of all times in the component. */
  Stream<String> zones() {
    return whole()
        .map(said -> ZONE.matcher(said.meaning))
        .filter(Matcher::find)
        .map(zone -> zone.group(1));
  }

  private static int endOfLine(byte[] text, int start) {
    int at = start;
    do {
      at = ContentLine.behindLineEnd(text, at);
    } while (at < text.length && (text[at] == ' ' || text[at] == '\t'));
    return at;
  }

  /** Returns an unfolded line. The part over the maximum length is replaced by its digest. */
  private static byte[] unfolded(byte[] text, int start, int end) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    MessageDigest rest = null;
    int room = LONG;
    boolean quoted = false;
    boolean inValue = false;
    int next;
    for (int from = start; from < end; from = next + 1) { // and one white space
      next = ContentLine.behindLineEnd(text, from);
      int stop = ContentLine.withoutLineEnd(text, from, next);
      int kept = Math.min(room, stop - from);
      for (int at = from; at < from + kept && !inValue; at++) {
        quoted ^= text[at] == '"';
        if (text[at] == ':' && !quoted) {
          inValue = true;
          room = LONG + at - from; // after the colon: parameters may be in another order
          kept = Math.min(room, stop - from);
        }
      }
      head.write(text, from, kept);
      room -= kept;
      if (from + kept < stop) {
        rest = rest == null ? sha256() : rest;
        rest.update(text, from + kept, stop - from - kept);
      }
    }
    if (rest != null) {
      head.writeBytes(HexFormat.of().formatHex(rest.digest()).getBytes(US_ASCII));
    }
    return head.toByteArray();
  }

  private static String shortened(byte[] line) {
    return line.length < 200
        ? new String(line, ISO_8859_1)
        : HexFormat.of().formatHex(sha256().digest(line));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
