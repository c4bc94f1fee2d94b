package caldavbackup.cli;

import caldavbackup.text.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;

/**
 * The start-up cache (JEP 483) that the launcher gave to this virtual machine. The machine works
 * without one that is damaged, and starts later.
 */
final class StartCache {
  /** The file, set by the launcher. */
  private static final String FILE = "caldav.cache";

  /** CRC-32 and size of what is packed, at the end of the file (RFC 1952). */
  private static final int TRAILER = 8;

  private StartCache() {}

  /**
   * Replaces the cache by what is packed beside it, when this start could not use it because it is
   * damaged; costs nothing when it is in use.
   *
   * @param err hears one sentence when it cannot be replaced
   */
  static void repair(PrintStream err) {
    String file = System.getProperty(FILE);
    if (file != null && !System.getProperty("java.vm.info", "").contains("sharing")) {
      repair(Path.of(file), err);
    }
  }

  static void repair(Path cache, PrintStream err) {
    Path packed = Path.of(cache + ".gz");
    try {
      if (isDamaged(cache, packed)) { // else options of the machine keep it from being used
        replace(cache, packed);
      }
    } catch (IOException e) {
      err.println(
          "caldav: the start-up cache "
              + cache
              + " cannot be used, and not be replaced from "
              + packed.getFileName()
              + " ("
              + Reason.of(e)
              + "): each start takes longer until caldav is installed anew");
    }
  }

  private static boolean isDamaged(Path cache, Path packed) throws IOException {
    ByteBuffer numbers = ByteBuffer.allocate(TRAILER).order(ByteOrder.LITTLE_ENDIAN);
    try (SeekableByteChannel in = Files.newByteChannel(packed)) {
      in.position(Math.max(0, in.size() - TRAILER)).read(numbers);
    }
    if (numbers.hasRemaining()) {
      return true;
    }
    numbers.flip();
    int checksum = numbers.getInt();
    if ((int) Files.size(cache) != numbers.getInt()) {
      return true;
    }
    try (InputStream in = Files.newInputStream(cache);
        CheckedInputStream checked = new CheckedInputStream(in, new CRC32())) {
      byte[] some = new byte[1 << 16];
      while (checked.read(some) >= 0) {
        // only the checksum counts
      }
      return (int) checked.getChecksum().getValue() != checksum;
    }
  }

  private static void replace(Path cache, Path packed) throws IOException {
    Path whole = Path.of(cache + "." + ProcessHandle.current().pid());
    try (InputStream in = new GZIPInputStream(Files.newInputStream(packed), 1 << 16)) {
      Files.copy(in, whole, StandardCopyOption.REPLACE_EXISTING);
      // by another time the launcher knows that somebody wrote to it
      Files.setLastModifiedTime(whole, Files.getLastModifiedTime(packed));
      Files.move(whole, cache, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
  }
}
