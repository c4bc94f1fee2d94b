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
record ContentLine(String name, String parameters, String value, int start, int end) {

  /** The lines of a text, whatever their line ends and however broken the rest is. */
  static Iterable<ContentLine> of(byte[] text) {
    return () -> new Lines(text);
  }

  /**
   * A parameter's value, without its quotes; null when there is none of that name.
   *
   * @param parameter upper case
   */
  String parameter(String parameter) {
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
        int feed = from;
        while (feed < text.length && text[feed] != '\n') {
          feed++;
        }
        int stop = feed > from && text[feed - 1] == '\r' ? feed - 1 : feed;
        line.append(new String(text, from, stop - from, StandardCharsets.ISO_8859_1));
        at = Math.min(feed + 1, text.length);
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
