package caldavbackup.contents;

import java.io.IOException;

/** One calendar object of a folder: an event with its overrides, a task, or a journal. */
public final class StoredObject {
  /** Where its bytes come from. */
  interface Source {
    byte[] bytes() throws IOException;
  }

  private final StoredCalendar calendar;
  private final String path;
  private final String uid;
  private final String component;
  private final boolean isWholeFile;
  private final Source source;
  private boolean isUidElsewhere;

  StoredObject(
      StoredCalendar calendar,
      String path,
      String uid,
      String component,
      boolean isWholeFile,
      Source source) {
    this.calendar = calendar;
    this.path = path;
    this.uid = uid;
    this.component = component;
    this.isWholeFile = isWholeFile;
    this.source = source;
  }

  /** The calendar that it is in. */
  public StoredCalendar calendar() {
    return calendar;
  }

  /** Its file, relative to the folder and without a leading slash, for example work/1.ics. */
  public String path() {
    return path;
  }

  /** Null when it has none. */
  public String uid() {
    return uid;
  }

  void isUidElsewhere(boolean is) {
    isUidElsewhere = is;
  }

  /** Whether another calendar of the folder has an object with this UID, wanted or not. */
  public boolean isUidElsewhere() {
    return isUidElsewhere;
  }

  /** VEVENT, VTODO or VJOURNAL; null when its text holds none. */
  public String component() {
    return component;
  }

  /** Whether its file holds nothing else. */
  public boolean isWholeFile() {
    return isWholeFile;
  }

  /**
   * What option {@code only} of a restore calls it: its path, or its UID where the file holds other
   * objects too; a comma is written {@code %2C}.
   */
  public String selector() {
    String word = isWholeFile || uid == null ? path : uid;
    return word.replace(",", "%2C");
  }

  /**
   * Its text as a restore would write it.
   *
   * @throws IOException when the temporary file that keeps it cannot be read
   */
  public byte[] bytes() throws IOException {
    return source.bytes();
  }
}
