package caldavbackup.restore.plan;

import caldavbackup.snapshot.CalendarFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An archive of Apple's Calendar: a folder {@code NAME.icbu}, in which each calendar is a folder
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

  /** Whether this is a part of an archive; an ordinary folder may be called like one. */
  static boolean isPart(RestoreFile item) {
    return INSIDE.matcher(item.path()).matches()
        && (item.directory() || calendarOf(item) != null || !isOfCalendarFolder(item.name()));
  }

  /** What a backup or a vdir has in the folder of a calendar, whatever that is called. */
  private static boolean isOfCalendarFolder(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".ics")
        || name.equals(CalendarFiles.IDENTITY)
        || CalendarFiles.VDIR_FILES.contains(name);
  }

  /** The folder of the calendar whose object this is; null when it is none. */
  static String calendarOf(RestoreFile item) {
    Matcher object = OBJECT.matcher(item.path());
    return object.matches() ? object.group(1) : null;
  }

  /** The folder of the calendar that this describes; null when it does not. */
  static String describedBy(RestoreFile item) {
    Matcher info = INFO.matcher(item.path());
    return info.matches() && item.bytes() != null ? info.group(1) : null;
  }

  /** What the description says under this key; null when it says nothing, or is not XML. */
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

  /** An object was taken. */
  void tookObject() {
    objects++;
  }

  /** Something else of the archive, which no server keeps. */
  void passOver(RestoreFile item, RecordResult answer) {
    if (DATABASE.matcher(item.path()).matches()) {
      databases.add(answer);
    } else if (!item.directory()) {
      others++;
    }
  }

  /** All came: an archive of which only the database is there cannot be restored. */
  void complete() {
    if (objects == 0) {
      databases.forEach(
          answer ->
              answer.failed(
                  "the events are in a database of Apple's Calendar: export each calendar as .ics"));
    }
  }

  /** A line about what was passed over; null when nothing was. */
  String note() {
    return others == 0
        ? null
        : "passed over: %d %s of an archive of Apple's Calendar, which hold no events"
            .formatted(others, others == 1 ? "file" : "files");
  }
}
