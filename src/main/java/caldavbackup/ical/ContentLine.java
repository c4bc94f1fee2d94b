package caldavbackup.ical;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;

/**
 * One unfolded content line of an iCalendar text (RFC 5545, section 3.1), with its position.
 *
 * @param name upper case, for example DTSTART
 * @param parameters the text between name and value, for example {@code ;VALUE=DATE}; may be empty
 * @param value the value, still escaped
 * @param start the offset of the first byte
 * @param end the offset after the last byte, including the line end
 */
public record ContentLine(String name, String parameters, String value, int start, int end) {

  private static final int LONGEST_NAME = 64;

  /**
   * Returns the lines of a text with any line ends (CRLF, LF or CR alone), even if the rest is
   * broken.
   */
  public static Iterable<ContentLine> of(byte[] text) {
    return () -> new Lines(text);
  }

  /** Parses one unfolded line without its line end. */
  static ContentLine ofUnfolded(byte[] line) {
    return Lines.parse(new String(line, StandardCharsets.UTF_8), 0, line.length);
  }

  /**
   * Returns the offset after the first line end at or after the given offset, or the length of the
   * text if there is none. Folded lines are not joined.
   */
  static int behindLineEnd(byte[] text, int from) {
    for (int at = from; at < text.length; at++) {
      int end = at;
      while (end < text.length && text[end] == '\r') {
        end++;
      }
      if (end < text.length && text[end] == '\n') {
        return end + 1; // some conversions leave more than one CR before the LF
      }
      if (end > at && mayBegin(text, end)) {
        return end;
      }
      at = end;
    }
    return text.length;
  }

  /**
   * Returns whether a line or the continuation of a folded line may begin here. A CR before any
   * other character is a control character within a value.
   */
  private static boolean mayBegin(byte[] text, int start) {
    if (start == text.length || text[start] == ' ' || text[start] == '\t') {
      return true;
    }
    int at = start;
    while (at < text.length
        && at - start < LONGEST_NAME
        && (Character.isLetterOrDigit(text[at]) || text[at] == '-')) {
      at++;
    }
    return at > start && at < text.length && (text[at] == ':' || text[at] == ';');
  }

  /** Returns the offset after the last byte of a line, excluding its line end. */
  static int withoutLineEnd(byte[] text, int start, int end) {
    int stop = end;
    while (stop > start && (text[stop - 1] == '\n' || text[stop - 1] == '\r')) {
      stop--;
    }
    return stop;
  }

  /**
   * Returns the value of a parameter without its quotes; null if there is no parameter of this
   * name.
   *
   * @param parameter upper case
   */
  public String parameter(String parameter) {
    int at = 0;
    while (at < parameters.length()) {
      int end = at + 1; // each parameter begins with a semicolon
      boolean quoted = false;
      while (end < parameters.length() && (quoted || parameters.charAt(end) != ';')) {
        quoted ^= parameters.charAt(end) == '"';
        end++;
      }
      String one = parameters.substring(at + 1, end);
      int equals = one.indexOf('=');
      if (equals > 0 && one.substring(0, equals).strip().equalsIgnoreCase(parameter)) {
        return one.substring(equals + 1).replace("\"", "").strip();
      }
      at = end;
    }
    return null;
  }

  private static final class Lines implements Iterator<ContentLine> {
    private final byte[] text;
    private int at;

    Lines(byte[] text) {
      this.text = text;
    }

    @Override
    public boolean hasNext() {
      return at < text.length;
    }

    @Override
    public ContentLine next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int start = at;
      StringBuilder line = new StringBuilder();
      do {
        int from = at == start ? at : at + 1; // a folded line continues after one white space
        at = behindLineEnd(text, from);
        int stop = withoutLineEnd(text, from, at);
        line.append(new String(text, from, stop - from, StandardCharsets.ISO_8859_1));
      } while (at < text.length && (text[at] == ' ' || text[at] == '\t'));
      // decoded only now: a fold may split a character
      return parse(
          new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
          start,
          at);
    }

    private static ContentLine parse(String line, int start, int end) {
      int name = 0;
      while (name < line.length() && line.charAt(name) != ';' && line.charAt(name) != ':') {
        name++;
      }
      int colon = name;
      boolean quoted = false;
      while (colon < line.length() && (quoted || line.charAt(colon) != ':')) {
        quoted ^= line.charAt(colon) == '"';
        colon++;
      }
      if (colon == line.length()) { // an unclosed quote: RFC 5545 forbids it, but programs write it
        colon = line.indexOf(':', name);
        colon = colon < 0 ? line.length() : colon;
      }
      return new ContentLine(
          line.substring(0, name).strip().toUpperCase(Locale.ROOT),
          line.substring(name, colon),
          colon < line.length() ? line.substring(colon + 1) : "",
          start,
          end);
    }
  }
}
