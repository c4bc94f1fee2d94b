package caldavbackup.dav;

import caldavbackup.account.Caldav;
import caldavbackup.account.Failure;
import caldavbackup.account.Hrefs;
import caldavbackup.account.HttpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/**
 * Bean {@code caldavMultistatus}: opens an answer for a split, one item at a time, while it still
 * arrives.
 */
public final class Multistatus {
  /** What a listing may hold before whoever takes it is ready; beyond that the server waits. */
  private static final long LISTING_AHEAD_BYTES = 8L << 20;

  private static final int BATCH_OBJECTS = 100;
  private static final long BATCH_BYTES = 1L << 20;
  private static final int MEMBER_OVERHEAD_BYTES = 200;

  /**
   * The calendar objects of a PROPFIND Depth 1 on a calendar, once each: not the calendar itself,
   * not collections.
   *
   * <p>The answer is read ahead within bounds, because servers and proxies cut off a reader that
   * stops for long, and Plakar takes records no faster than it stores objects.
   */
  public Iterator<Member> members(
      @Body InputStream answer,
      @Header(Caldav.CALENDAR) Calendar calendar,
      @ExchangeProperty(Caldav.ANSWER) HttpAnswer http)
      throws IOException {
    String what = "PROPFIND " + calendar.url();
    MultistatusReader reader = new MultistatusReader(DiscoverySteps.body(answer, what), what);
    Set<String> seen = new HashSet<>();
    return new AheadIterator<>(
        "listing " + calendar.segment(),
        LISTING_AHEAD_BYTES,
        () -> nextMember(reader, calendar, http.url(), seen),
        member -> MEMBER_OVERHEAD_BYTES + member.href().length() * 2L,
        reader);
  }

  /** The same objects, as many at a time as one multiget asks for. */
  public Iterator<List<Member>> batches(
      @Body InputStream answer,
      @Header(Caldav.CALENDAR) Calendar calendar,
      @ExchangeProperty(Caldav.ANSWER) HttpAnswer http)
      throws IOException {
    AheadIterator<Member> members = (AheadIterator<Member>) members(answer, calendar, http);
    return new PullIterator<>() {
      @Override
      protected List<Member> pull() {
        List<Member> batch = new ArrayList<>();
        for (long bytes = 0;
            batch.size() < BATCH_OBJECTS && bytes < BATCH_BYTES && members.hasNext(); ) {
          Member member = members.next();
          bytes += Math.max(0, member.length());
          batch.add(member);
        }
        return batch.isEmpty() ? null : batch;
      }

      @Override
      public void close() throws IOException {
        members.close();
      }
    };
  }

  private static Member nextMember(
      MultistatusReader reader, Calendar calendar, String asked, Set<String> seen)
      throws IOException {
    for (DavResponse response = reader.next(); response != null; response = reader.next()) {
      String url = Hrefs.resolve(asked, response.href());
      if (Hrefs.same(url, asked) || response.hasType(Names.COLLECTION)) {
        continue;
      }
      if (response.status() >= 400) {
        if (response.status() == 404) {
          continue; // deleted while the server listed
        }
        throw Failure.incomplete(
            "the listing of calendar "
                + calendar.label()
                + " fails with "
                + response.status()
                + " for "
                + response.href());
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
      Member member = Member.of(calendar, response);
      if (seen.add(member.name())) {
        return member;
      }
    }
    return null;
  }

  /**
   * The answers of a calendar-multiget, in the server's order, each matched to the member that was
   * asked for.
   */
  public Iterator<Multiget.Answer> objects(
      @Body InputStream answer,
      @ExchangeProperty(Multiget.PROPERTY) Multiget multiget,
      Exchange exchange)
      throws IOException {
    String what = "REPORT " + exchange.getMessage().getHeader(Caldav.URL);
    MultistatusReader reader = new MultistatusReader(DiscoverySteps.body(answer, what), what);
    return new AnswerIterator(reader, multiget);
  }

  /** Reads on demand; the multiget bounds what is under way. */
  private static final class AnswerIterator extends PullIterator<Multiget.Answer> {
    private final MultistatusReader reader;
    private final Multiget multiget;

    AnswerIterator(MultistatusReader reader, Multiget multiget) {
      this.reader = reader;
      this.multiget = multiget;
    }

    @Override
    protected Multiget.Answer pull() throws IOException {
      for (DavResponse response = reader.next(); response != null; response = reader.next()) {
        Multiget.Answer answer = multiget.answered(response);
        if (answer != null) {
          return answer;
        }
      }
      return null;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
