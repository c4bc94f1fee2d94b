package caldavbackup.dav;

import caldavbackup.account.Failure;
import caldavbackup.account.Hrefs;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * One answer of a listing while it arrives: gives the objects that no answer has named before, and
 * notes what the server says of the answer itself.
 */
final class ListingAnswer extends PullIterator<Member> {
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;

  private final MultistatusReader reader;
  private final Calendar calendar;
  private final String asked;
  private final Set<String> handed;
  private final Set<String> here = new HashSet<>();
  private final Set<String> names;
  private long named;
  private boolean namesItself;
  private boolean more;

  /**
   * Starts to read.
   *
   * @param asked the URL that was asked, which hrefs are relative to
   * @param handed names of those that were handed on already, also while this answer is read
   * @param keepNames whether {@link #outcome()} must tell the names, not only how many
   */
  ListingAnswer(
      MultistatusReader reader,
      Calendar calendar,
      String asked,
      Set<String> handed,
      boolean keepNames) {
    this.reader = reader;
    this.calendar = calendar;
    this.asked = asked;
    this.handed = handed;
    this.names = keepNames ? new HashSet<>() : null;
  }

  @Override
  protected Member pull() throws IOException {
    for (DavResponse response = reader.next(); response != null; response = reader.next()) {
      Member member = member(response);
      if (member != null && !handed.contains(member.name()) && here.add(member.name())) {
        return member;
      }
    }
    return null;
  }

  private Member member(DavResponse response) throws Failure {
    String url = Hrefs.resolve(asked, response.href());
    more |= response.saysMore();
    if (Hrefs.same(url, asked) || Hrefs.same(url, calendar.url())) {
      namesItself |= response.status() < 400;
      return null;
    }
    boolean isCollection = response.hasType(Names.COLLECTION) || url.endsWith("/");
    boolean isGone = response.status() == NOT_FOUND || response.status() == GONE;
    if (isCollection || isGone || response.saysMore()) {
      return null;
    }
    if (!Hrefs.within(url, calendar.url())) {
      throw new Failure(
          Failure.Kind.SERVER,
          "the listing of calendar "
              + calendar.label()
              + " names "
              + response.href()
              + ", which is not in it");
    }
    // one that the server has trouble with is there all the same: reading it will tell which
    Member member = Member.of(calendar, response);
    named++;
    if (names != null) {
      names.add(member.name());
    }
    return member;
  }

  /** What the answer said, once it was read to its end. */
  ListingPlan.Outcome outcome() {
    return new ListingPlan.Outcome(
        named, names == null ? Set.of() : names, namesItself, more, reader.syncToken());
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
