package caldavbackup.webdav;

import caldavbackup.text.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The characters of an XML answer. Detects the encoding, and skips text before the document: a byte
 * order mark, blank lines, or a warning of the server's runtime.
 *
 * <p>The encoding is that of the byte order mark, else of the XML declaration, else of the charset
 * in the Content-Type, else UTF-8. This differs from RFC 7303, section 3.2, in one point: the
 * declaration overrides the charset, because many web servers add a default charset to each answer.
 * Malformed bytes become the replacement character, so that one of them does not make the whole
 * answer unreadable.
 */
final class XmlText {
  /** The document must begin within this many bytes. */
  private static final int MAX_BEFORE = 16 << 10;

  private static final Pattern DECLARATION = Pattern.compile("<\\?xml\\s[^>]*\\?>");
  private static final Pattern ENCODING =
      Pattern.compile("\\sencoding\\s*=\\s*[\"']([^\"']*)[\"']");
  private static final Pattern ROOT = Pattern.compile("<(?:[\\w.-]+:)?multistatus[\\s>/]");
  private static final Pattern CHARSET =
      Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\\s;\"]+)\"?");

  private XmlText() {}

  /**
   * Starts to read.
   *
   * @param in the body of the answer; this method reads no more than it needs to find the document
   * @param contentType the header Content-Type, or null
   * @param what the subject of the request, for messages
   * @throws Failure when the answer declares an unknown encoding
   */
  static Reader of(InputStream in, String contentType, String what) throws IOException {
    byte[] head = new byte[0];
    byte[] buffer = new byte[MAX_BEFORE];
    Charset wide = null;
    String text = "";
    while (head.length < MAX_BEFORE && !isDecided(text)) {
      int n = in.read(buffer, 0, MAX_BEFORE - head.length);
      if (n < 0) {
        break;
      }
      int before = head.length;
      head = Arrays.copyOf(head, before + n);
      System.arraycopy(buffer, 0, head, before, n);
      wide = wide(head);
      text = new String(head, wide == null ? StandardCharsets.ISO_8859_1 : wide);
    }
    Matcher root = ROOT.matcher(text);
    int end = root.find() ? root.start() : text.length();
    Matcher declaration = DECLARATION.matcher(text).region(0, end);
    boolean isDeclared = declaration.find();
    int start = isDeclared ? declaration.start() : end < text.length() ? firstMark(text, end) : 0;
    Charset charset = wide;
    if (charset == null && isDeclared) {
      charset = declared(declaration.group(), what);
    }
    if (charset == null && !isUtf8Marked(head)) {
      charset = named(contentType, what);
    }
    charset = charset == null ? StandardCharsets.UTF_8 : charset;
    int skipped = wide == null ? start : text.substring(0, start).getBytes(wide).length;
    if (start == 0) {
      skipped = blanks(text, wide != null, head);
    }
    InputStream rest =
        new SequenceInputStream(new ByteArrayInputStream(head, skipped, head.length - skipped), in);
    return new InputStreamReader(
        rest,
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE));
  }

  private static boolean isDecided(String text) {
    return ROOT.matcher(text).find();
  }

  /** Where a document without an XML declaration begins: at its comments, or at its root. */
  private static int firstMark(String text, int root) {
    String before = text.substring(0, root);
    int from = root;
    while (true) { // comments and instructions directly before the root belong to the document
      String left = before.substring(0, from).stripTrailing();
      int begin =
          left.endsWith("-->")
              ? left.lastIndexOf("<!--")
              : left.endsWith(">") ? Math.max(left.lastIndexOf("<?"), left.lastIndexOf("<!")) : -1;
      if (begin < 0) {
        return from;
      }
      from = begin;
    }
  }

  /** The number of bytes of blanks and marks before text that is not a multistatus. */
  private static int blanks(String text, boolean isWide, byte[] head) {
    if (isWide) {
      return 0;
    }
    int skipped = isUtf8Marked(head) ? 3 : 0;
    while (skipped < text.length() && Character.isWhitespace(text.charAt(skipped))) {
      skipped++;
    }
    return skipped;
  }

  private static boolean isUtf8Marked(byte[] head) {
    return begins(head, 0xEF, 0xBB, 0xBF);
  }

  /**
   * The UTF-16 variant, which must be known before the declaration can be read; null for others.
   */
  private static Charset wide(byte[] head) {
    if (begins(head, 0xFE, 0xFF) || begins(head, 0, '<', 0) || begins(head, 0, '\n', 0)) {
      return StandardCharsets.UTF_16BE;
    }
    if (begins(head, 0xFF, 0xFE) || begins(head, '<', 0) || begins(head, '\n', 0)) {
      return StandardCharsets.UTF_16LE;
    }
    return null;
  }

  private static boolean begins(byte[] head, int... bytes) {
    if (head.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (head[i] != (byte) bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static Charset declared(String declaration, String what) throws Failure {
    Matcher encoding = ENCODING.matcher(declaration);
    return encoding.find() ? charset(encoding.group(1), what) : null;
  }

  private static Charset named(String contentType, String what) throws Failure {
    Matcher charset = CHARSET.matcher(contentType == null ? "" : contentType);
    return charset.find() ? charset(charset.group(1), what) : null;
  }

  /** The charset of text that was so far read byte by byte, so it cannot have wider units. */
  private static Charset charset(String name, String what) throws Failure {
    try {
      Charset charset = Charset.forName(name.strip());
      boolean isWide = charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
      // text labelled ISO-8859-1 is in fact windows-1252 (WHATWG Encoding)
      boolean isLatin = charset.equals(StandardCharsets.ISO_8859_1);
      boolean isAscii = charset.equals(StandardCharsets.US_ASCII);
      return isWide || isAscii ? null : isLatin ? Charset.forName("windows-1252") : charset;
    } catch (IllegalArgumentException e) {
      throw new Failure(
          Failure.Kind.SERVER,
          "the answer to " + what + " has the unknown encoding '" + name + "'");
    }
  }
}
