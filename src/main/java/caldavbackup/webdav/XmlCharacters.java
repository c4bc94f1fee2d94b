package caldavbackup.webdav;

import java.io.IOException;
import java.io.Reader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Corrects characters that XML forbids but servers copy from their data, so that one object does
 * not make the whole answer unreadable. Control characters (XML 1.0, section 2.2) and references to
 * them are removed. Two references to the halves of a surrogate pair (SOGo) become the character.
 */
final class XmlCharacters extends Reader {
  private static final String REFERENCE = "&#(?:x([0-9A-Fa-f]{4})|([0-9]{5}));";
  private static final Pattern PAIR = Pattern.compile(REFERENCE + REFERENCE);

  /** A reference to a character that XML forbids (section 4.1). Tab, LF and CR are allowed. */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "&#(?:x0*(?:[0-8BbCcEeFf]|1[0-9A-Fa-f]|[Ff]{3}[EeFf])"
              + "|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|6553[45]));");

  /** The maximum length of a pair. A pair may cross the border of two chunks. */
  private static final int LONGEST_PAIR = 16;

  private final Reader in;
  private final char[] chunk = new char[8192];
  private int start;
  private int end;
  private int held;
  private boolean ended;

  XmlCharacters(Reader in) {
    this.in = in;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    while (start == end) {
      if (ended) {
        return -1;
      }
      fill();
    }
    int n = Math.min(length, end - start);
    System.arraycopy(chunk, start, buffer, offset, n);
    start += n;
    return n;
  }

  /** Reads the next chunk and appends it to what is left of the one before. */
  private void fill() throws IOException {
    System.arraycopy(chunk, end, chunk, 0, held);
    int n = in.read(chunk, held, chunk.length - held);
    ended = n < 0;
    int length = held;
    boolean references = false;
    for (int i = held; i < held + Math.max(n, 0); i++) {
      char c = chunk[i];
      if (c >= 0x20 || c == '\n' || c == '\r' || c == '\t') {
        chunk[length++] = c;
      }
    }
    for (int i = 0; i + 1 < length && !references; i++) {
      references = chunk[i] == '&' && chunk[i + 1] == '#';
    }
    if (references) {
      length = mend(length);
    }
    held = ended ? 0 : mayGoOn(length);
    start = 0;
    end = length - held;
  }

  private int mend(int length) {
    String text = FORBIDDEN.matcher(new String(chunk, 0, length)).replaceAll("");
    Matcher pair = PAIR.matcher(text);
    StringBuilder mended = new StringBuilder(length);
    while (pair.find()) {
      int high = code(pair.group(1), pair.group(2));
      int low = code(pair.group(3), pair.group(4));
      boolean whole =
          high <= 0xFFFF && low <= 0xFFFF && Character.isSurrogatePair((char) high, (char) low);
      String as = whole ? new String(new char[] {(char) high, (char) low}) : pair.group();
      pair.appendReplacement(mended, Matcher.quoteReplacement(as));
    }
    pair.appendTail(mended);
    mended.getChars(0, mended.length(), chunk, 0);
    return mended.length();
  }

  /** The number of characters at the end that may be the start of a pair. */
  private int mayGoOn(int length) {
    for (int i = Math.max(0, length - LONGEST_PAIR + 1); i < length; i++) {
      if (chunk[i] == '&') {
        return length - i;
      }
    }
    return 0;
  }

  private static int code(String hexadecimal, String decimal) {
    return hexadecimal != null ? Integer.parseInt(hexadecimal, 16) : Integer.parseInt(decimal);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
