package caldavbackup.caldav.list;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.profile.MemberLine;
import caldavbackup.http.TemporaryFile;
import caldavbackup.webdav.PullIterator;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The distinct objects in the answers of one listing: the first ones in memory, the rest in a
 * temporary file.
 */
final class ListedMembers implements Closeable {
  private static final int MAX_IN_MEMORY = 10_000;
  private static final int BLOCK_BYTES = 64 << 10;

  private final Calendar calendar;
  private final Set<String> keys = new HashSet<>();
  private final List<Member> first = new ArrayList<>();
  private final ByteArrayOutputStream block = new ByteArrayOutputStream();
  private FileChannel file;

  ListedMembers(Calendar calendar) {
    this.calendar = calendar;
  }

  /** Adds a member whose key is not in {@link #keys()} yet. */
  void add(Member member) throws IOException {
    keys.add(member.key());
    if (first.size() < MAX_IN_MEMORY) {
      first.add(member);
      return;
    }
    block.writeBytes(MemberLine.of(member).getBytes(StandardCharsets.UTF_8));
    if (block.size() >= BLOCK_BYTES) {
      spool();
    }
  }

  private void spool() throws IOException {
    file = file == null ? TemporaryFile.open(".listing") : file;
    ByteBuffer bytes = ByteBuffer.wrap(block.toByteArray());
    while (bytes.hasRemaining()) {
      file.write(bytes, file.size());
    }
    block.reset();
  }

  /** The keys of the members ({@link Member#key()}). */
  Set<String> keys() {
    return keys;
  }

  /** All members, in the order in which they were added. Add no more after this call. */
  PullIterator<Member> read() throws IOException {
    if (block.size() > 0) {
      spool();
    }
    if (file != null) {
      file.position(0);
    }
    BufferedReader lines =
        file == null
            ? null
            : new BufferedReader(
                new InputStreamReader(
                    new BufferedInputStream(Channels.newInputStream(file)),
                    StandardCharsets.UTF_8));
    return new PullIterator<>() {
      private int read;

      @Override
      protected Member pull() throws IOException {
        if (read < first.size()) {
          return first.get(read++);
        }
        String line = lines == null ? null : lines.readLine();
        return line == null ? null : MemberLine.parse(calendar, line);
      }

      @Override
      public void close() {
        // the file is closed with the listing
      }
    };
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
