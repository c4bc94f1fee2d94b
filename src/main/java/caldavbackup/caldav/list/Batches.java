package caldavbackup.caldav.list;

import caldavbackup.caldav.Member;
import caldavbackup.webdav.PullIterator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Members, as many at a time as one multiget asks for. */
final class Batches extends PullIterator<List<Member>> {
  private static final int OBJECTS = 100;
  private static final long BYTES = 1L << 20;

  private final PullIterator<Member> members;
  private final ListedSample sample;
  private final Runnable asked;

  Batches(PullIterator<Member> members, ListedSample sample) {
    this(members, sample, () -> {});
  }

  /**
   * Runs something whenever the next are asked for: whoever had some is done with them then.
   *
   * @param sample gets to know each batch before it is given
   */
  Batches(PullIterator<Member> members, ListedSample sample, Runnable asked) {
    this.members = members;
    this.sample = sample;
    this.asked = asked;
  }

  @Override
  protected List<Member> pull() {
    asked.run();
    List<Member> batch = new ArrayList<>();
    for (long bytes = 0; batch.size() < OBJECTS && bytes < BYTES && members.hasNext(); ) {
      Member member = members.next();
      bytes += Math.max(0, member.length());
      batch.add(member);
    }
    sample.note(batch);
    return batch.isEmpty() ? null : batch;
  }

  @Override
  public void close() throws IOException {
    members.close();
  }
}
