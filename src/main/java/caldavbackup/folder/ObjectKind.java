package caldavbackup.folder;

import caldavbackup.ical.ComponentType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a calendar object is to people. */
public enum ObjectKind {
  EVENT("VEVENT", "event"),
  TASK("VTODO", "task"),
  JOURNAL("VJOURNAL", "journal"),
  /** An object of another type, or one that was never read. */
  OTHER("other", "object");

  /** The component begins earlier in all but freak objects. */
  private static final int HEAD_BYTES = 256 << 10;

  private final String type;
  private final String noun;

  ObjectKind(String type, String noun) {
    this.type = type;
    this.noun = noun;
  }

  /** The type of its component, or {@code other}. */
  public String type() {
    return type;
  }

  /** So many of them in words, for example {@code 3 events}. */
  public String count(long many) {
    return many + " " + noun + (many == 1 ? "" : "s");
  }

  /** The kind with this type; null when there is none. */
  static ObjectKind ofType(String type) {
    for (ObjectKind kind : values()) {
      if (kind.type.equals(type)) {
        return kind;
      }
    }
    return null;
  }

  /** The kind of an object of which at least the beginning is here. */
  static ObjectKind of(byte[] object) {
    String type = ComponentType.of(object);
    return type == null ? OTHER : ofType(type);
  }

  /** The same of an object in a file; null when it cannot be read. */
  static ObjectKind of(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(HEAD_BYTES));
    } catch (IOException e) {
      return null;
    }
  }
}
