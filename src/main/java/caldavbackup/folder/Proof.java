package caldavbackup.folder;

import caldavbackup.ical.WholeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How it is known that a file's bytes are the object that was listed. */
enum Proof {
  /** They have the length that the record told. */
  LENGTH,
  /** They are whole iCalendar text. */
  TEXT,
  /** Only the route, which asked twice, takes them for it. */
  AGREED;

  /** The proof of a file with so many bytes whose record told this size, -1 for none. */
  static Proof of(Path file, long bytes, long size) throws IOException {
    if (bytes == size) {
      return LENGTH;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return WholeText.of(in) == WholeText.Kind.WHOLE ? TEXT : AGREED;
    }
  }

  /** The same of a file that has just these bytes, without reading it. */
  static Proof of(byte[] bytes, long size) {
    if (bytes.length == size) {
      return LENGTH;
    }
    return WholeText.of(bytes) == WholeText.Kind.WHOLE ? TEXT : AGREED;
  }

  /** The one of this name; null for one that this version does not know, or for none. */
  static Proof named(String name) {
    for (Proof proof : values()) {
      if (proof.word().equals(name)) {
        return proof;
      }
    }
    return null;
  }

  /** Its name in the folder's state. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a file that was proved like this need not be read again while nothing changes. */
  static boolean isEnough(Proof proof) {
    return proof == LENGTH || proof == TEXT;
  }
}
