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
 * The start-up cache (JEP 483) that the launcher gives to this virtual machine. With a damaged
 * cache the virtual machine works, but starts more slowly.
 */
final class StartCache {
  /** The file, set by the launcher. */
  private static final String FILE = "caldav.cache";

  /** CRC-32 and size of the packed content, at the end of the file (RFC 1952). */
  private static final int TRAILER = 8;

  private StartCache() {}

  /**
   * Replaces the cache by the packed one if this start could not use it because it is damaged.
   * Costs nothing if the cache is in use.
   *
   * @param err receives one sentence when the cache cannot be replaced
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
      if (isDamaged(cache, packed)) { // else options of the virtual machine disable it
        replace(cache, packed);
      }
    } catch (IOException e) {
      err.println(
          "caldav: the start-up cache "
              + cache
              + " cannot be used, nor replaced from "
              + packed.getFileName()
              + " ("
              + Reason.of(e)
              + "): each start takes longer until caldav is reinstalled");
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
        // only the checksum matters
      }
      return (int) checked.getChecksum().getValue() != checksum;
    }
  }

  private static void replace(Path cache, Path packed) throws IOException {
    Path whole = Path.of(cache + "." + ProcessHandle.current().pid());
    try (InputStream in = new GZIPInputStream(Files.newInputStream(packed), 1 << 16)) {
      Files.copy(in, whole, StandardCopyOption.REPLACE_EXISTING);
      // a different time tells the launcher that the file was changed
      Files.setLastModifiedTime(whole, Files.getLastModifiedTime(packed));
      Files.move(whole, cache, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
  }
}
