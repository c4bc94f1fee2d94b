package caldavbackup.restore.plan;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Handles files beside calendar objects in a folder: files that macOS adds, and files that contain
 * events but have another extension. The report mentions each of them.
 */
final class Beside {
  private static final Pattern OF_MACOS = Pattern.compile("(?:.*/)?(?:__MACOSX(?:/.*)?|\\._[^/]*)");
  private static final Pattern LIKE_A_CALENDAR =
      Pattern.compile(".*\\.(?:ical|icalendar|ifb|vcs|ics\\.\\w+|ics~)", Pattern.CASE_INSENSITIVE);
  private static final Pattern ARCHIVE =
      Pattern.compile(".*\\.(?:zip|gz|tgz|bz2|xz|tar|7z|rar)", Pattern.CASE_INSENSITIVE);
  private static final int HEAD = 200;

  private final Set<String> ofMacOs = new TreeSet<>();
  private int leftOut;
  private int hidden;

  /**
   * Returns whether the file is one that macOS adds to archives and foreign disks; it contains no
   * events.
   */
  boolean leavesOut(RestoreFile item) {
    boolean is = OF_MACOS.matcher(item.path()).matches();
    if (is) {
      leftOut++;
      ofMacOs.add(item.path().contains("__MACOSX") ? "__MACOSX" : "._*");
    }
    return is;
  }

  /** Records a calendar object in a hidden folder, which is not a calendar. */
  void hidden() {
    hidden++;
  }

  /** Returns a line about objects in hidden folders; null if there are none. */
  String hiddenNote() {
    return hidden == 0
        ? null
        : "skipped: %d .ics %s in hidden folders".formatted(hidden, hidden == 1 ? "file" : "files");
  }

  /** Returns a line about the macOS files; null if there are none. */
  String note() {
    return leftOut == 0
        ? null
        : "skipped: %d %s of macOS (%s), which contain no events"
            .formatted(leftOut, leftOut == 1 ? "file" : "files", String.join(", ", ofMacOs));
  }

  /** Returns why a file with another extension is not restored; null if it needs no mention. */
  static String refusal(RestoreFile item) {
    if (ARCHIVE.matcher(item.name()).matches()) {
      return "skipped: an archive that may contain calendars; unpack it";
    }
    boolean isCalled = LIKE_A_CALENDAR.matcher(item.name()).matches();
    return isCalled || isCalendar(item.bytes())
        ? "skipped: it looks like a calendar, but its name does not end in .ics"
        : null;
  }

  private static boolean isCalendar(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(HEAD, bytes.length), StandardCharsets.ISO_8859_1);
    return head.replace("\0", "").toUpperCase(Locale.ROOT).contains("BEGIN:VCALENDAR");
  }

  /** Returns whether a file contains nothing to restore. */
  static boolean isBlank(byte[] bytes) {
    for (byte one : bytes) {
      if (one > ' ' || one < 0) {
        return false;
      }
    }
    return true;
  }
}
