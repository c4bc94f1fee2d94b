package caldavbackup.ical;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;

/**
 * One content line of an iCalendar text (RFC 5545, section 3.1), unfolded, with the place where it
 * stands.
 *
 * @param name upper case, for example DTSTART
 * @param parameters what stands between name and value, for example {@code ;VALUE=DATE}; may be
 *     empty
 * @param value as it stands, nothing unescaped
 * @param start offset of its first byte
 * @param end offset behind its last byte, line end included
 */
public record ContentLine(String name, String parameters, String value, int start, int end) {

  private static final int LONGEST_NAME = 64;

  /**
   * The lines of a text, whatever their line ends (CRLF, LF or CR alone) and however broken the
   * rest is.
   */
  public static Iterable<ContentLine> of(byte[] text) {
    return () -> new Lines(text);
  }

  /** One line that is unfolded already, without its line end. */
  static ContentLine ofUnfolded(byte[] line) {
    return Lines.parse(new String(line, StandardCharsets.UTF_8), 0, line.length);
  }

  /**
   * The offset behind the line end that comes first at or after the given offset; the length of the
   * text when there is none. No folds are undone.
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
   * Whether a line or the rest of a folded one may begin here. A CR before anything else is a
   * control character within a value.
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

  /** The offset behind the last byte of a line that is not part of its line end. */
  static int withoutLineEnd(byte[] text, int start, int end) {
    int stop = end;
    while (stop > start && (text[stop - 1] == '\n' || text[stop - 1] == '\r')) {
      stop--;
    }
    return stop;
  }

  /**
   * A parameter's value, without its quotes; null when there is none of that name.
   *
   * @param parameter upper case
   */
  public String parameter(String parameter) {
    int at = 0;
    while (at < parameters.length()) {
      int end = at + 1; // parameters begin with a semicolon each
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
        int from = at == start ? at : at + 1; // a folded line goes on behind one white space
        at = behindLineEnd(text, from);
        int stop = withoutLineEnd(text, from, at);
        line.append(new String(text, from, stop - from, StandardCharsets.ISO_8859_1));
      } while (at < text.length && (text[at] == ' ' || text[at] == '\t'));
      // decoded only now: a fold may stand within a character
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
      if (colon
          == line.length()) { // a quote that never ends: RFC 5545 forbids it, programs write it
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
