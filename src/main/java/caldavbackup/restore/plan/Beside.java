package caldavbackup.restore.plan;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What lies beside calendar objects in a folder and is none: what macOS leaves there, and files
 * that hold events under a name that says otherwise. None of it is passed over in silence.
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

  /** Whether it is what macOS adds to archives and foreign disks; it holds no events. */
  boolean leavesOut(RestoreFile item) {
    boolean is = OF_MACOS.matcher(item.path()).matches();
    if (is) {
      leftOut++;
      ofMacOs.add(item.path().contains("__MACOSX") ? "__MACOSX" : "._*");
    }
    return is;
  }

  /** A calendar object lies in a hidden folder, which is no calendar. */
  void hidden() {
    hidden++;
  }

  /** A line about objects in hidden folders; null when there are none. */
  String hiddenNote() {
    return hidden == 0
        ? null
        : "passed over: %d .ics %s in hidden folders"
            .formatted(hidden, hidden == 1 ? "file" : "files");
  }

  /** A line about what was left out; null when nothing was. */
  String note() {
    return leftOut == 0
        ? null
        : "left out: %d %s of macOS (%s), which hold no events"
            .formatted(leftOut, leftOut == 1 ? "file" : "files", String.join(", ", ofMacOs));
  }

  /**
   * Why a file that is called otherwise than a calendar object is not restored; null if need not.
   */
  static String refusal(RestoreFile item) {
    if (ARCHIVE.matcher(item.name()).matches()) {
      return "passed over: an archive, which may hold calendars: unpack it";
    }
    boolean isCalled = LIKE_A_CALENDAR.matcher(item.name()).matches();
    return isCalled || isCalendar(item.bytes())
        ? "passed over: it looks like a calendar, and its name does not end in .ics"
        : null;
  }

  private static boolean isCalendar(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(HEAD, bytes.length), StandardCharsets.ISO_8859_1);
    return head.replace("\0", "").toUpperCase(Locale.ROOT).contains("BEGIN:VCALENDAR");
  }

  /** Whether a file has nothing in it that could be restored. */
  static boolean isBlank(byte[] bytes) {
    for (byte one : bytes) {
      if (one > ' ' || one < 0) {
        return false;
      }
    }
    return true;
  }
}
