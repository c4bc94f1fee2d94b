package caldavbackup.ical;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Checks whether a text is complete iCalendar data (RFC 5545, section 3.4): every component ends,
 * and only white space surrounds the calendars. The check reads the text once and holds one line in
 * memory.
 */
public final class WholeText {
  /** Longer lines name no component. */
  private static final int MAX_LINE = 200;

  /** Deeper nesting is invalid. */
  private static final int MAX_DEPTH = 50;

  /** The kinds of text. */
  public enum Kind {
    /** Every component has an end. */
    WHOLE,
    /** The text begins as a calendar but does not end as one. */
    BROKEN_OFF,
    /** The text begins and ends as a calendar, but its components do not match. */
    ODD,
    /** The text is not iCalendar data. */
    OTHER,
    /** The text is HTML or XML: a web page or an error. */
    MARKUP,
    /** The text is empty or only white space. */
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

  /** Returns the kind of the text. */
  public static Kind of(byte[] bytes) {
    WholeText text = new WholeText();
    text.take(bytes, bytes.length);
    return text.end();
  }

  /**
   * Returns the kind of the text in the stream. The stream is read to its end and not closed.
   *
   * @throws IOException if the stream cannot be read
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
      last = ""; // a continuation of a folded line is not an END
    } else if ("BEbe".indexOf(line[start]) < 0) { // most lines need no string
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

  /** Returns whether the first line begins with a UTF-8 byte order mark. */
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
