package caldavbackup.restore.plan;

import caldavbackup.snapshot.CalendarFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An archive of Apple Calendar: a folder {@code NAME.icbu}, in which each calendar is a folder
 * {@code ID.calendar} with its objects in {@code Events} and its name in {@code Info.plist}.
 */
final class AppleBundle {
  private static final String FOLDERS =
      "icbu|calendar|caldav|exchange|group|delegate|localcalendar";
  private static final Pattern INSIDE =
      Pattern.compile("(?:/[^/]+)*/[^/]+\\.(?:" + FOLDERS + ")(?:/.*)?");
  private static final Pattern OBJECT =
      Pattern.compile("(.*/[^/]+\\.calendar)/Events/[^/]+\\.ics", Pattern.CASE_INSENSITIVE);
  private static final Pattern INFO = Pattern.compile("(.*/[^/]+\\.calendar)/Info\\.plist");
  private static final Pattern DATABASE =
      Pattern.compile(".*/Calendar\\.sqlitedb|.*/Calendar Cache");

  private final List<RecordResult> databases = new ArrayList<>();
  private int objects;
  private int others;

  /**
   * Returns whether the file is part of an archive. An ordinary folder may have the same extension.
   */
  static boolean isPart(RestoreFile item) {
    return INSIDE.matcher(item.path()).matches()
        && (item.directory() || calendarOf(item) != null || !isOfCalendarFolder(item.name()));
  }

  /**
   * Returns whether a backup or a vdir has this file in the folder of a calendar, whatever the name
   * of that folder.
   */
  private static boolean isOfCalendarFolder(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".ics")
        || name.equals(CalendarFiles.IDENTITY)
        || CalendarFiles.VDIR_FILES.contains(name);
  }

  /**
   * Returns the folder of the calendar that contains this object; null if it is not an object of an
   * archive.
   */
  static String calendarOf(RestoreFile item) {
    Matcher object = OBJECT.matcher(item.path());
    return object.matches() ? object.group(1) : null;
  }

  /**
   * Returns the folder of the calendar that this file describes; null if it is not a description.
   */
  static String describedBy(RestoreFile item) {
    Matcher info = INFO.matcher(item.path());
    return info.matches() && item.bytes() != null ? info.group(1) : null;
  }

  /**
   * Returns the value of a key in the description; null if there is none, or the text is not XML.
   */
  static String said(byte[] plist, String key) {
    String text = new String(plist, StandardCharsets.UTF_8);
    Matcher value =
        Pattern.compile("<key>" + key + "</key>\\s*<string>([^<]+)</string>").matcher(text);
    return value.find() ? unescaped(value.group(1)).strip() : null;
  }

  private static String unescaped(String xml) {
    return xml.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
  }

  /** Records that an object was accepted. */
  void tookObject() {
    objects++;
  }

  /** Skips another file of the archive, which no server stores. */
  void passOver(RestoreFile item, RecordResult answer) {
    if (DATABASE.matcher(item.path()).matches()) {
      databases.add(answer);
    } else if (!item.directory()) {
      others++;
    }
  }

  /** Ends the intake. An archive that contains only the database cannot be restored. */
  void complete() {
    if (objects == 0) {
      databases.forEach(
          answer ->
              answer.failed(
                  "the events are in a database of Apple Calendar: export each calendar as .ics"));
    }
  }

  /** Returns a line about the skipped files; null if there are none. */
  String note() {
    return others == 0
        ? null
        : "skipped: %d %s of an Apple Calendar archive, which contain no events"
            .formatted(others, others == 1 ? "file" : "files");
  }
}
