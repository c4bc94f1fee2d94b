package caldavbackup.ical;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The text of a file that another program wrote, converted to UTF-8 with line ends that servers
 * accept. The encoding is decided once for the whole file, before its content is read.
 *
 * <p>The encoding is UTF-8, UTF-16 (detected by its byte order mark or by the form of BEGIN), or
 * windows-1252 as defined by the WHATWG Encoding Standard, in which every byte is a character. A
 * file stays UTF-8 if most of its characters are UTF-8: such a file was joined or cut at a wrong
 * place, and windows-1252 would garble all of it. Only the invalid bytes are read as windows-1252.
 *
 * <p>Valid UTF-8 stays the same byte for byte, except for three things that servers do not accept:
 * a leading byte order mark is removed, a line end of CR alone becomes CRLF, and a fold within a
 * character is moved after it.
 *
 * @param bytes UTF-8; the given array if nothing changed
 * @param notes a sentence without a subject for each change that the user should know about
 */
public record FileText(byte[] bytes, List<String> notes) {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final String CRLF = "\r\n";
  private static final byte[] MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);
  private static final char UNREADABLE = '\uFFFD';

  /** Converts any bytes. */
  public static FileText of(byte[] file) {
    List<String> notes = new ArrayList<>();
    byte[] text = withLineEnds(utf8(withoutMark(file), notes));
    return new FileText(text, List.copyOf(notes));
  }

  /** Returns the text as a string. */
  public String string() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] withoutMark(byte[] file) {
    int at = 0;
    while (Arrays.equals(file, at, Math.min(at + MARK.length, file.length), MARK, 0, MARK.length)) {
      at += MARK.length;
    }
    return at == 0 ? file : Arrays.copyOfRange(file, at, file.length);
  }

  private static byte[] utf8(byte[] file, List<String> notes) {
    Charset utf16 = utf16(file);
    if (utf16 != null) {
      String text = new String(file, utf16);
      boolean isWhole = text.indexOf(UNREADABLE) < 0;
      notes.add("is UTF-16" + (isWhole ? "" : ", but not all of its characters can be read"));
      return text.replaceFirst("^\uFEFF", "").getBytes(StandardCharsets.UTF_8);
    }
    if (isUtf8(file)) {
      return file;
    }
    Utf8Scan scan = new Utf8Scan(file);
    if (scan.characters > scan.others || scan.others == 0) {
      if (scan.others > 0) {
        notes.add(
            "is UTF-8 except for %d %s, read as windows-1252"
                .formatted(scan.others, scan.others == 1 ? "byte" : "bytes"));
      }
      return scan.text.toByteArray();
    }
    notes.add("is not UTF-8: read as windows-1252");
    ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + file.length / 8);
    for (byte one : file) {
      write1252(one, out);
    }
    return out.toByteArray();
  }

  /**
   * Detects UTF-16 by its byte order mark or by the first letter of an iCalendar text; returns null
   * for any other encoding.
   */
  private static Charset utf16(byte[] file) {
    if (file.length < 2) {
      return null;
    }
    int first = (file[0] & 0xff) << 8 | file[1] & 0xff;
    return switch (first) {
      case 0xFEFF, 'B', 'b' -> StandardCharsets.UTF_16BE;
      case 0xFFFE, 'B' << 8, 'b' << 8 -> StandardCharsets.UTF_16LE;
      default -> null;
    };
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static void write1252(byte one, ByteArrayOutputStream out) {
    if (one >= 0) {
      out.write(one);
      return;
    }
    String character = new String(new byte[] {one}, WINDOWS_1252);
    boolean isUndefined = character.charAt(0) == UNREADABLE;
    out.writeBytes(
        (isUndefined ? String.valueOf((char) (one & 0xff)) : character)
            .getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces each line end of CR alone with CRLF. */
  private static byte[] withLineEnds(byte[] text) {
    ByteArrayOutputStream out = null;
    int written = 0;
    int end;
    for (int start = 0; start < text.length; start = end) {
      end = ContentLine.behindLineEnd(text, start);
      if (text[end - 1] == '\r') {
        out = out == null ? new ByteArrayOutputStream(text.length + text.length / 16) : out;
        out.write(text, written, ContentLine.withoutLineEnd(text, start, end) - written);
        out.writeBytes(CRLF.getBytes(StandardCharsets.US_ASCII));
        written = end;
      }
    }
    if (out == null) {
      return text;
    }
    out.write(text, written, text.length - written);
    return out.toByteArray();
  }

  /** Counts the non-ASCII characters and the invalid bytes of a text that is partly UTF-8. */
  private static final class Utf8Scan {
    private final byte[] file;
    private final ByteArrayOutputStream text;
    private final ByteArrayOutputStream character = new ByteArrayOutputStream();
    private final ByteArrayOutputStream folds = new ByteArrayOutputStream();
    private int characters;
    private int others;

    Utf8Scan(byte[] file) {
      this.file = file;
      this.text = new ByteArrayOutputStream(file.length + file.length / 8);
      for (int at = 0; at < file.length; ) {
        int next = file[at] >= 0 ? at : behindCharacter(at);
        if (file[at] >= 0) {
          text.write(file[at]);
        } else if (next > at) {
          characters++;
          text.writeBytes(character.toByteArray());
          text.writeBytes(folds.toByteArray());
        } else {
          others++;
          write1252(file[at], text);
        }
        at = Math.max(next, at + 1);
      }
    }

    /** Returns the offset after the character that begins here; the same offset if none does. */
    private int behindCharacter(int start) {
      character.reset();
      folds.reset();
      int bytes = Integer.numberOfLeadingZeros(~(file[start] << 24));
      int at = start;
      for (int n = 0; n < bytes && at < file.length; n++) {
        character.write(file[at++]);
        int fold = n + 1 < bytes ? behindFold(at) : at;
        folds.write(file, at, fold - at);
        at = fold;
      }
      return bytes > 1 && character.size() == bytes && isUtf8(character.toByteArray()) ? at : start;
    }

    private int behindFold(int at) {
      int end = at;
      while (end < file.length && file[end] == '\r') {
        end++;
      }
      end += end < file.length && file[end] == '\n' ? 1 : 0;
      boolean isFold = end > at && end < file.length && (file[end] == ' ' || file[end] == '\t');
      return isFold ? end + 1 : at;
    }
  }
}
