package caldavbackup.snapshot;

import caldavbackup.text.Percent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Converts names of resources to file names that are safe on every file system, and back.
 *
 * <p>Characters that a file system may not support are percent-encoded, and so is {@code %} itself.
 * A name that does not end with {@code .ics} in lower case gets the suffix {@code %.ics}. A bare
 * {@code %} occurs nowhere else, so the suffix is unambiguous.
 */
public final class SnapshotNames {
  private static final int MAX_BYTES = 255;
  private static final String UNSAFE = "/\\:*?\"<>|%";
  private static final String ADDED_EXTENSION = "%.ics";
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?", Pattern.DOTALL);

  private SnapshotNames() {}

  /** The file name of an object, from the decoded last segment of its href. */
  public static String file(String name) {
    String safe = safe(name);
    String file = name.endsWith(".ics") ? safe : safe + ADDED_EXTENSION;
    return shortened(file, name, ".ics");
  }

  /**
   * The name of an object, from its file name. A name that was too long for a file stays shortened.
   */
  public static String name(String file) {
    return Percent.decode(
        file.endsWith(ADDED_EXTENSION)
            ? file.substring(0, file.length() - ADDED_EXTENSION.length())
            : file);
  }

  /** The directory name of a calendar, from the decoded last segment of its path. */
  public static String directory(String segment) {
    return shortened(segment.isEmpty() ? "%" : safe(segment), segment, "");
  }

  /** The same, with a suffix from the URL to distinguish calendars with equal names. */
  public static String directory(String segment, String url) {
    return shortened(safe(segment), segment, "~" + hash(url).substring(0, 8));
  }

  private static String safe(String name) {
    StringBuilder out = new StringBuilder(name.length() + 8);
    int last = name.length() - 1;
    boolean device = DEVICE.matcher(name).matches();
    for (int i = 0; i <= last; i++) {
      char c = name.charAt(i);
      boolean edge = (i == 0 && (c == '.' || device)) || (i == last && (c == '.' || c == ' '));
      if (c < 0x20 || c == 0x7f || edge || UNSAFE.indexOf(c) >= 0) {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static String shortened(String file, String name, String ending) {
    String whole = file.endsWith(ending) ? file : file + ending;
    if (whole.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
      return whole;
    }
    String tail = "~" + hash(name).substring(0, 16) + ending;
    int room = MAX_BYTES - tail.length();
    int end = 0;
    for (int bytes = 0; end < file.length(); ) {
      int c = file.codePointAt(end);
      bytes += new String(Character.toChars(c)).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > room) {
        break;
      }
      end += Character.charCount(c);
    }
    String head = file.substring(0, end);
    int cut = head.lastIndexOf('%');
    return (cut >= head.length() - 2 && cut >= 0 ? head.substring(0, cut) : head) + tail;
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
