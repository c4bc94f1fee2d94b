package caldavbackup.folder;

import caldavbackup.ical.ComponentType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kind of a calendar object, as messages name it. */
public enum ObjectKind {
  EVENT("VEVENT"),
  TASK("VTODO"),
  JOURNAL("VJOURNAL"),
  /** An object of another type, or an object that was never read. */
  OTHER("other");

  /** Only abnormal objects begin their component later. */
  private static final int HEAD_BYTES = 256 << 10;

  private final String type;

  ObjectKind(String type) {
    this.type = type;
  }

  /** Returns the type of its component, or {@code other}. */
  public String type() {
    return type;
  }

  /** Returns a number of objects in words, for example {@code 3 events}. */
  public String count(long many) {
    return many + " " + ComponentType.noun(type) + (many == 1 ? "" : "s");
  }

  /** Returns the kind with this type; null if there is none. */
  static ObjectKind ofType(String type) {
    for (ObjectKind kind : values()) {
      if (kind.type.equals(type)) {
        return kind;
      }
    }
    return null;
  }

  /**
   * Returns the kind of an object.
   *
   * @param object at least the first bytes of the object
   */
  static ObjectKind of(byte[] object) {
    String type = ComponentType.of(object);
    return type == null ? OTHER : ofType(type);
  }

  /** Returns the kind of the object in a file; null if the file cannot be read. */
  static ObjectKind of(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(HEAD_BYTES));
    } catch (IOException e) {
      return null;
    }
  }
}
