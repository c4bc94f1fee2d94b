package caldavbackup.caldav.profile;

import caldavbackup.caldav.Calendar;
import caldavbackup.text.OwnerOnly;
import caldavbackup.text.UserFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listings stored on this machine, in a folder that only the user may read, separate from
 * snapshots. Without a usable folder, nothing is stored, and each calendar is listed.
 */
public final class KeptListings {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");
  private static final Duration UNUSED = Duration.ofDays(30);

  private final Path folder;
  private final Clock clock;

  private KeptListings(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** The listings in the user's cache (XDG Base Directory Specification). */
  static KeptListings ofUser() {
    try {
      return in(UserFolder.CACHE.make().resolve("listings"), Clock.systemUTC());
    } catch (IOException | RuntimeException e) {
      return none(e);
    }
  }

  /** The listings in a folder, which is created if it does not exist. */
  static KeptListings in(Path folder, Clock clock) {
    try {
      OwnerOnly.makeFolder(folder);
      forgetUnused(folder, clock.instant());
      return new KeptListings(folder, clock);
    } catch (IOException
        | RuntimeException e) { // not a POSIX file system, a folder of another user, …
      return none(e);
    }
  }

  private static KeptListings none(Exception why) {
    LOG.debug("listings cannot be stored, so everything is listed: {}", why.toString());
    return new KeptListings(null, Clock.systemUTC());
  }

  /**
   * The stored listing of a calendar.
   *
   * @param origin the name of the account, because accounts may see different parts of the same
   *     calendar
   * @return null when nothing can be stored
   */
  public KeptListing of(String origin, Calendar calendar) {
    if (folder == null || calendar.revision() == null) {
      return null;
    }
    return new KeptListing(file(origin, calendar), calendar.revision(), clock);
  }

  /** Deletes the listing of a calendar, because it proved to be wrong. */
  public void forget(String origin, Calendar calendar) {
    if (folder != null) {
      KeptListing.delete(file(origin, calendar));
    }
  }

  private Path file(String origin, Calendar calendar) {
    try {
      byte[] key = (origin + "\n" + calendar.url()).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
      return folder.resolve(HexFormat.of().formatHex(hash) + ".tsv");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void forgetUnused(Path folder, Instant now) throws IOException {
    try (var files = Files.list(folder)) {
      List<Path> all = files.toList();
      for (Path file : all) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(UNUSED))) {
          KeptListing.delete(file);
        }
      }
    }
  }
}
