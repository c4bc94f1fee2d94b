package caldavbackup.caldav.profile;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.text.OwnerOnly;
import caldavbackup.webdav.PullIterator;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A calendar's last complete listing as this machine keeps it: one line for each object, and a last
 * line that says which revision of the calendar it is of.
 *
 * <p>The revision is always the one that the server told <em>before</em> it listed, so a change
 * that came between makes the next revision another one. But a revision that may be a clock does
 * not tell two changes apart that were made within one tick: a listing of it is believed only when
 * it was made a good while after the revision was first seen. And a revision that may be a counter
 * starts again when the calendar is deleted and made anew: a listing of it is believed only when
 * one of its objects is still as it was, to the second of its date.
 */
public final class KeptListing {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");
  private static final String FORMAT = "end1";
  private static final Pattern DIGEST = Pattern.compile("\\p{XDigit}{32}");
  private static final Pattern CLOCK = Pattern.compile("\\d{9}");
  private static final Duration TICK = Duration.ofSeconds(5);
  private static final Duration MAX_AGE = Duration.ofDays(7);
  private static final int MAX_REVISION = 1000;
  private static final int MAX_LAST_LINE = 4 * MAX_REVISION;

  private final Path file;
  private final String revision;
  private final Clock clock;
  private Head head;
  private boolean isRead;

  /**
   * The last line.
   *
   * @param firstSeen when the revision was seen for the first time
   * @param asked when the listing was asked for
   * @param objects the number of lines before this one
   * @param checksum of everything before itself
   * @param length of everything before the checksum
   */
  private record Head(
      String revision,
      Instant firstSeen,
      Instant asked,
      long objects,
      long checksum,
      long length) {}

  /**
   * What is kept in a file.
   *
   * @param revision the calendar's own, as the server told it in this run
   */
  KeptListing(Path file, String revision, Clock clock) {
    this.file = file;
    this.revision = revision;
    this.clock = clock;
  }

  /** Whether the kept listing is that of the calendar as it is now, beyond doubt. */
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

  /** Whether it may be used only when {@link #sample} is as it was. */
  public boolean needsSample() {
    return !isDigest() && !CLOCK.matcher(revision).find();
  }

  /** One of its objects as it was listed; null when that would tell nothing. */
  public Member sample(Calendar calendar) throws IOException {
    try (PullIterator<Member> members = read(calendar)) {
      Member first = members.next();
      return first.lastModified() == null ? null : first;
    }
  }

  private boolean isDigest() {
    return DIGEST.matcher(revision).find();
  }

  private static boolean isConfirmed(Head head) {
    return !head.asked().isBefore(head.firstSeen().plus(TICK));
  }

  /** Its objects, of which {@link #mayBeUsed()} said that they may be used. */
  public PullIterator<Member> read(Calendar calendar) throws IOException {
    BufferedReader lines = Files.newBufferedReader(file);
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

  /** How many they are. */
  public long objects() {
    return head().objects();
  }

  /** Starts to keep a new listing; null when that is not possible. */
  public Writer write() {
    Instant now = clock.instant();
    Head before = head();
    boolean sameRevision = before != null && before.revision().equals(revision);
    Instant firstSeen = sameRevision && !before.firstSeen().isAfter(now) ? before.firstSeen() : now;
    try {
      return revision.length() > MAX_REVISION ? null : new Writer(firstSeen, now);
    } catch (IOException e) {
      LOG.debug("the listing cannot be kept: {}", e.toString());
      return null;
    }
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("{} cannot be deleted: {}", file, e.toString());
    }
  }

  /** The last line, null unless the file is there and whole. */
  private Head head() {
    if (!isRead) {
      isRead = true;
      Head last = readHead();
      head = last != null && isWhole(last) ? last : null;
    }
    return head;
  }

  private Head readHead() {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, in.length() - MAX_LAST_LINE);
      byte[] tail = new byte[(int) (in.length() - from)];
      in.seek(from);
      in.readFully(tail);
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
          from + tail.length - 1 - fields[5].length());
    } catch (IOException | RuntimeException e) { // none yet, or not one of ours
      return null;
    }
  }

  private boolean isWhole(Head last) {
    CRC32 checksum = new CRC32();
    try (InputStream in = Files.newInputStream(file)) {
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

  /** A listing that is being kept while it arrives; it counts from {@link #commit()} on. */
  public final class Writer implements Closeable {
    private final Instant firstSeen;
    private final Instant asked;
    private final Path temporary;
    private final CRC32 checksum = new CRC32();
    private final OutputStream out;
    private long objects;
    private boolean failed;

    private Writer(Instant firstSeen, Instant asked) throws IOException {
      this.firstSeen = firstSeen;
      this.asked = asked;
      temporary = Files.createTempFile(file.getParent(), "listing", ".tmp"); // for the user alone
      try {
        out =
            new CheckedOutputStream(
                new BufferedOutputStream(Files.newOutputStream(temporary), 64 << 10), checksum);
      } catch (IOException e) {
        delete(temporary);
        throw e;
      }
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

    /** The listing was complete: from now on it may be used. */
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
          OwnerOnly.replace(temporary, file);
        }
      } catch (IOException e) {
        fail(e);
      }
    }

    private void fail(IOException e) {
      failed = true;
      LOG.debug("the listing cannot be kept: {}", e.toString());
    }

    /** Leaves nothing behind that was not committed. */
    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        fail(e);
      }
      delete(temporary);
    }
  }
}
