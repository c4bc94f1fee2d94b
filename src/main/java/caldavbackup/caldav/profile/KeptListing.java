package caldavbackup.caldav.profile;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.webdav.PullIterator;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A calendar's last complete listing, stored on this machine or in a listing store: one line for
 * each object, and a last line with the revision of the calendar.
 *
 * <p>The revision is the one that the server reported <em>before</em> the listing, so that a
 * concurrent change leads to another revision. If the revision may be a clock, it cannot
 * distinguish two changes within one tick: a listing is valid only if it was requested some time
 * after the revision was first seen. If the revision may be a counter, it restarts when the
 * calendar is deleted and created again: a listing is valid only if one of its objects is
 * unchanged, including its date.
 */
public final class KeptListing {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");
  private static final String FORMAT = "end1";
  private static final Pattern DIGEST = Pattern.compile("\\p{XDigit}{32}");
  private static final Pattern CLOCK = Pattern.compile("\\d{9}");
  private static final Duration MAX_AGE = Duration.ofDays(7);
  private static final int MAX_REVISION = 1000;
  private static final int MAX_LAST_LINE = 4 * MAX_REVISION;

  private final ListingPlace place;
  private final String revision;
  private final Clock clock;
  private final Duration tick;
  private Head head;
  private boolean isRead;

  /**
   * The last line.
   *
   * @param firstSeen when the revision was first seen
   * @param asked when the listing was requested
   * @param objects the number of lines before this one
   * @param checksum the checksum of everything before it
   * @param length the length of everything before the checksum
   */
  private record Head(
      String revision,
      Instant firstSeen,
      Instant asked,
      long objects,
      long checksum,
      long length) {}

  /**
   * Opens the stored listing.
   *
   * @param revision the calendar's revision, as the server reported it in this run
   * @param tick the time after which no other change has the same revision, even if it is a clock
   */
  KeptListing(ListingPlace place, String revision, Clock clock, Duration tick) {
    this.place = place;
    this.revision = revision;
    this.clock = clock;
    this.tick = tick;
  }

  /** Returns whether the stored listing is certainly current. */
  public boolean mayBeUsed() {
    Head head = head();
    Instant now = clock.instant();
    return head != null
        && head.revision().equals(revision)
        && !head.asked().isAfter(now)
        && head.asked().isAfter(now.minus(MAX_AGE))
        && (isDigest() || isConfirmed(head))
        && (!needsSample() || head.objects() > 0);
  }

  /** Returns whether it is valid only if {@link #sample} is unchanged. */
  public boolean needsSample() {
    return !isDigest() && !CLOCK.matcher(revision).find();
  }

  /** Returns one of the listed objects; null if it would prove nothing. */
  public Member sample(Calendar calendar) throws IOException {
    try (PullIterator<Member> members = read(calendar)) {
      Member first = members.next();
      return first.lastModified() == null ? null : first;
    }
  }

  private boolean isDigest() {
    return DIGEST.matcher(revision).find();
  }

  private boolean isConfirmed(Head head) {
    return !head.asked().isBefore(head.firstSeen().plus(tick));
  }

  /** Returns the stored objects. Call this only if {@link #mayBeUsed()} is true. */
  public PullIterator<Member> read(Calendar calendar) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(place.open(), StandardCharsets.UTF_8));
    long objects = head().objects();
    return new PullIterator<>() {
      private long read;

      @Override
      protected Member pull() throws IOException {
        return read++ < objects ? MemberLine.parse(calendar, lines.readLine()) : null;
      }

      @Override
      public void close() throws IOException {
        lines.close();
      }
    };
  }

  /** Returns the number of stored objects. */
  public long objects() {
    return head().objects();
  }

  /** Starts to store a new listing; null if that is not possible. */
  public Writer write() {
    Instant now = clock.instant();
    Head before = head();
    boolean sameRevision = before != null && before.revision().equals(revision);
    Instant firstSeen = sameRevision && !before.firstSeen().isAfter(now) ? before.firstSeen() : now;
    try {
      return revision.length() > MAX_REVISION ? null : new Writer(firstSeen, now);
    } catch (IOException e) {
      LOG.debug("the listing cannot be stored: {}", e.toString());
      return null;
    }
  }

  /** Returns the last line; null unless the listing exists and is complete. */
  private Head head() {
    if (!isRead) {
      isRead = true;
      Head last = readHead();
      head = last != null && isWhole(last) ? last : null;
    }
    return head;
  }

  private Head readHead() {
    try {
      ListingPlace.Tail end = place.tail(MAX_LAST_LINE);
      byte[] tail = end.bytes();
      int start = tail.length - 1;
      while (start > 0 && tail[start - 1] != '\n') {
        start--;
      }
      String line = new String(tail, start, tail.length - start, StandardCharsets.UTF_8);
      String[] fields = line.stripTrailing().split("\t", -1);
      if (fields.length != 6 || !fields[0].equals(FORMAT) || !line.endsWith("\n")) {
        return null;
      }
      return new Head(
          MemberLine.unescape(fields[1]),
          Instant.ofEpochMilli(Long.parseLong(fields[2])),
          Instant.ofEpochMilli(Long.parseLong(fields[3])),
          Long.parseLong(fields[4]),
          Long.parseLong(fields[5]),
          end.from() + tail.length - 1 - fields[5].length());
    } catch (IOException | RuntimeException e) { // none, or not valid
      return null;
    }
  }

  private boolean isWhole(Head last) {
    CRC32 checksum = new CRC32();
    try (InputStream in = place.open()) {
      byte[] buffer = new byte[64 << 10];
      long left = last.length();
      while (left > 0) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          return false;
        }
        checksum.update(buffer, 0, n);
        left -= n;
      }
      return checksum.getValue() == last.checksum();
    } catch (IOException e) {
      return false;
    }
  }

  /** Stores a listing while it arrives. It is valid after {@link #commit()}. */
  public final class Writer implements Closeable {
    private final Instant firstSeen;
    private final Instant asked;
    private final ListingPlace.Draft draft;
    private final CRC32 checksum = new CRC32();
    private final OutputStream out;
    private long objects;
    private boolean failed;

    private Writer(Instant firstSeen, Instant asked) throws IOException {
      this.firstSeen = firstSeen;
      this.asked = asked;
      draft = place.draft();
      out = new CheckedOutputStream(new BufferedOutputStream(draft.out(), 64 << 10), checksum);
    }

    public void add(Member member) {
      write(MemberLine.of(member));
      objects++;
    }

    private void write(String line) {
      try {
        if (!failed) {
          out.write(line.getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        fail(e);
      }
    }

    /** Notes that the listing is complete. From now on it may be used. */
    public void commit() {
      write(
          String.join(
                  "\t",
                  FORMAT,
                  MemberLine.escape(revision),
                  String.valueOf(firstSeen.toEpochMilli()),
                  String.valueOf(asked.toEpochMilli()),
                  String.valueOf(objects))
              + "\t");
      write(checksum.getValue() + "\n");
      try {
        out.close();
        if (!failed) {
          draft.commit();
        }
      } catch (IOException e) {
        fail(e);
      }
    }

    private void fail(IOException e) {
      failed = true;
      LOG.debug("the listing cannot be stored: {}", e.toString());
    }

    /** Deletes what was not committed. */
    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        fail(e);
      }
      draft.close();
    }
  }
}
