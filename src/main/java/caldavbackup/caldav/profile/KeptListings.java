package caldavbackup.caldav.profile;

import caldavbackup.caldav.Calendar;
import caldavbackup.states.Store;
import caldavbackup.text.Failure;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores listings: in a folder of this machine that only its owner can read, separate from
 * snapshots, or in a listing store. If neither is usable, nothing is stored and everything is
 * listed.
 */
public final class KeptListings {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");
  private static final Duration UNUSED = Duration.ofDays(30);

  /** Server clocks have a resolution of one second. */
  private static final Duration TICK = Duration.ofSeconds(5);

  /** The clocks of machines that share a store may differ by almost this much. */
  private static final Duration SHARED_TICK = Duration.ofMinutes(2);

  private final Path folder;
  private final Store store;
  private final Clock clock;
  private final AtomicBoolean isToldAway = new AtomicBoolean();

  private KeptListings(Path folder, Store store, Clock clock) {
    this.folder = folder;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Returns the listings in a store that workers share. A failure of the store does not end a run.
   */
  static KeptListings in(Store store, Clock clock) {
    return new KeptListings(null, store, clock);
  }

  /** Returns the listings in the user's cache (XDG Base Directory Specification). */
  static KeptListings ofUser() {
    try {
      return in(UserFolder.CACHE.make().resolve("listings"), Clock.systemUTC());
    } catch (IOException | RuntimeException e) {
      return none(e);
    }
  }

  /** Returns the listings in a folder, which is created if it does not exist. */
  static KeptListings in(Path folder, Clock clock) {
    try {
      OwnerOnly.makeFolder(folder);
      forgetUnused(folder, clock.instant());
      return new KeptListings(folder, null, clock);
    } catch (IOException
        | RuntimeException e) { // for example no POSIX file system, or a folder of another user
      return none(e);
    }
  }

  private static KeptListings none(Exception why) {
    LOG.debug("listings cannot be stored, so everything is listed: {}", why.toString());
    return new KeptListings(null, null, Clock.systemUTC());
  }

  /**
   * Returns the stored listing of a calendar.
   *
   * @param origin the name of the account, because accounts may see different parts of the same
   *     calendar
   * @return null when nothing can be stored
   */
  public KeptListing of(String origin, Calendar calendar) {
    ListingPlace place = calendar.revision() == null ? null : place(origin, calendar);
    return place == null
        ? null
        : new KeptListing(place, calendar.revision(), clock, store == null ? TICK : SHARED_TICK);
  }

  /** Deletes the listing of a calendar, because it proved to be wrong. */
  public void forget(String origin, Calendar calendar) {
    ListingPlace place = place(origin, calendar);
    if (place != null) {
      place.delete();
    }
  }

  private ListingPlace place(String origin, Calendar calendar) {
    if (store != null) {
      return new SharedListing(
          store,
          "caldav-listing:" + Store.encoded(origin) + ":" + Store.encoded(calendar.url()),
          String.valueOf(calendar.revision()),
          this::isAway);
    }
    return folder == null ? null : new ListingFile(file(origin, calendar));
  }

  private void isAway(Failure why) {
    if (isToldAway.compareAndSet(false, true)) {
      LOG.warn("every calendar is listed: {}", why.getMessage());
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
          ListingFile.delete(file);
        }
      }
    }
  }
}
