package caldavbackup.contents;

import java.io.IOException;

/** One calendar object of a folder: an event with its overrides, a task, or a journal. */
public final class StoredObject {
  /** Supplies the bytes. */
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

  /** Returns the calendar that contains the object. */
  public StoredCalendar calendar() {
    return calendar;
  }

  /**
   * Returns its file, relative to the folder and without a leading slash, for example work/1.ics.
   */
  public String path() {
    return path;
  }

  /** Returns its UID; null if there is none. */
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

  /** Returns whether its file contains nothing else. */
  public boolean isWholeFile() {
    return isWholeFile;
  }

  /**
   * Returns its name in option {@code only} of a restore: its path, or its UID if the file contains
   * other objects too. A comma is written {@code %2C}.
   */
  public String selector() {
    String word = isWholeFile || uid == null ? path : uid;
    return word.replace(",", "%2C");
  }

  /**
   * Returns its text as a restore would write it.
   *
   * @throws IOException when the temporary file cannot be read
   */
  public byte[] bytes() throws IOException {
    return source.bytes();
  }
}
