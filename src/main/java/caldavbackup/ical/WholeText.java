package caldavbackup.ical;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Tells whether a text is whole iCalendar data (RFC 5545, section 3.4): from its first to its last
 * line, each component with its end, and nothing but white space around it. Reads the text once and
 * holds one line.
 */
public final class WholeText {
  /** A longer line names no component. */
  private static final int MAX_LINE = 200;

  /** Deeper nesting is no calendar. */
  private static final int MAX_DEPTH = 50;

  /** What a text is. */
  public enum Kind {
    /** Every component that begins ends. */
    WHOLE,
    /** It begins as a calendar and does not end as one. */
    BROKEN_OFF,
    /** It begins and ends as a calendar; its components do not match. */
    ODD,
    /** It is no iCalendar data. */
    OTHER,
    /** It is HTML or XML: a page for a browser, an error. */
    MARKUP,
    /** It holds nothing, or only white space. */
    EMPTY
  }

  private final byte[] line = new byte[MAX_LINE];
  private int held;
  private final String[] open = new String[MAX_DEPTH];
  private int depth;
  private String first;
  private String last = "";
  private boolean odd;

  private WholeText() {}

  /** What the bytes are. */
  public static Kind of(byte[] bytes) {
    WholeText text = new WholeText();
    text.take(bytes, bytes.length);
    return text.end();
  }

  /**
   * What the text in the stream is; the stream is read to its end and not closed.
   *
   * @throws IOException when the stream cannot be read
   */
  public static Kind of(InputStream in) throws IOException {
    WholeText text = new WholeText();
    byte[] some = new byte[8192];
    for (int n = in.read(some); n >= 0; n = in.read(some)) {
      text.take(some, n);
    }
    return text.end();
  }

  private void take(byte[] bytes, int length) {
    for (int at = 0; at < length; at++) {
      int end = at;
      while (end < length && bytes[end] != '\n' && bytes[end] != '\r') {
        end++;
      }
      int more = Math.min(end - at, MAX_LINE - held);
      System.arraycopy(bytes, at, line, held, more);
      held += more;
      if (end < length) {
        endLine();
      }
      at = end;
    }
  }

  private void endLine() {
    boolean isFolded = held > 0 && (line[0] == ' ' || line[0] == '\t');
    int start = isMarked() ? 3 : 0;
    int end = held;
    held = 0;
    while (start < end && Character.isWhitespace(line[start] & 0xFF)) {
      start++;
    }
    while (start < end && Character.isWhitespace(line[end - 1] & 0xFF)) {
      end--;
    }
    if (start == end) {
      return;
    }
    if (first == null) {
      first = text(start, end);
    }
    if (isFolded) {
      last = ""; // a folded line continues the one before: it is no end
    } else if ("BEbe".indexOf(line[start]) < 0) { // most lines: no text is made of them
      last = "";
      odd |= depth == 0;
    } else {
      last = text(start, end);
      endComponentLine(last.toUpperCase(Locale.ROOT));
    }
  }

  private void endComponentLine(String upper) {
    if (upper.startsWith("BEGIN:")) {
      odd |= depth == MAX_DEPTH || depth == 0 && !upper.equals("BEGIN:VCALENDAR");
      if (depth < MAX_DEPTH) {
        open[depth++] = upper.substring(6).strip();
      }
    } else if (upper.startsWith("END:")) {
      odd |= depth == 0 || !open[--depth].equals(upper.substring(4).strip());
      depth = Math.max(0, depth);
    } else {
      odd |= depth == 0;
    }
  }

  private String text(int start, int end) {
    return new String(line, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /** Whether the text's first line begins with the byte order mark of UTF-8. */
  private boolean isMarked() {
    return first == null
        && held >= 3
        && line[0] == (byte) 0xEF
        && line[1] == (byte) 0xBB
        && line[2] == (byte) 0xBF;
  }

  private Kind end() {
    endLine();
    if (first == null) {
      return Kind.EMPTY;
    }
    if (first.startsWith("<")) {
      return Kind.MARKUP;
    }
    if (!first.equalsIgnoreCase("BEGIN:VCALENDAR")) {
      return Kind.OTHER;
    }
    if (!last.equalsIgnoreCase("END:VCALENDAR")) {
      return Kind.BROKEN_OFF;
    }
    return odd || depth > 0 ? Kind.ODD : Kind.WHOLE;
  }
}
