package caldavbackup.folder;

import caldavbackup.ical.WholeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The evidence that a file's bytes are the listed object. */
enum Proof {
  /** The length is that of the record. */
  LENGTH,
  /** The bytes are complete iCalendar text. */
  TEXT,
  /** Only the route, which read the object twice, confirms it. */
  AGREED;

  /**
   * Returns the evidence for a file.
   *
   * @param bytes the length of the file
   * @param size the length in the record, -1 for none
   */
  static Proof of(Path file, long bytes, long size) throws IOException {
    if (bytes == size) {
      return LENGTH;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return WholeText.of(in) == WholeText.Kind.WHOLE ? TEXT : AGREED;
    }
  }

  /** Returns the evidence for a file with these bytes, without reading the file. */
  static Proof of(byte[] bytes, long size) {
    if (bytes.length == size) {
      return LENGTH;
    }
    return WholeText.of(bytes) == WholeText.Kind.WHOLE ? TEXT : AGREED;
  }

  /** Returns the constant with this name; null if there is none. */
  static Proof named(String name) {
    for (Proof proof : values()) {
      if (proof.word().equals(name)) {
        return proof;
      }
    }
    return null;
  }

  /** Returns its name in the folder's state. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether a file with this evidence need not be read again while it is unchanged. */
  static boolean isEnough(Proof proof) {
    return proof == LENGTH || proof == TEXT;
  }
}
