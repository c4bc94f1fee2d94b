package caldavbackup.caldav.list;

import caldavbackup.caldav.Member;
import caldavbackup.caldav.profile.ListedSample;
import caldavbackup.text.Failure;
import caldavbackup.webdav.PullIterator;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a listing: members in batches of the size of a multiget. It closes its source at
 * the end; a caller that stops earlier must close it.
 */
final class MemberBatches extends PullIterator<List<Member>> {
  private static final int MAX_OBJECTS = 100;
  private static final long MAX_BYTES = 1L << 20;

  private final PullIterator<Member> members;
  private final ListedSample sample;
  private final Failure failure;
  private final Closeable source;

  /**
   * Creates batches of the members.
   *
   * @param sample receives each batch before it is returned
   * @param failure is thrown after the last batch; null when the listing is complete
   * @param source is closed at the end
   */
  MemberBatches(
      PullIterator<Member> members, ListedSample sample, Failure failure, Closeable source) {
    this.members = members;
    this.sample = sample;
    this.failure = failure;
    this.source = source;
  }

  @Override
  protected List<Member> pull() throws IOException {
    List<Member> batch = new ArrayList<>();
    for (long bytes = 0; batch.size() < MAX_OBJECTS && bytes < MAX_BYTES && members.hasNext(); ) {
      Member member = members.next();
      bytes += Math.max(0, member.length());
      batch.add(member);
    }
    if (!batch.isEmpty()) {
      sample.note(batch);
      return batch;
    }
    close();
    if (failure != null) {
      throw failure;
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    members.close();
    source.close();
  }
}
