package caldavbackup.caldav.list;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.Requests;
import caldavbackup.caldav.profile.KeptListing;
import caldavbackup.caldav.profile.ListedSample;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Conversation;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.Retries;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.MultistatusReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listing of one calendar: first a request for one object, if a stored listing needs it as
 * confirmation; otherwise the requests of the {@link ListingPlan}; then a request for each resource
 * that was listed as not found.
 *
 * <p>A failure ends the listing, not the run. The result contains the objects before the failure,
 * followed by the failure.
 */
public final class Listing implements Conversation {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  private enum State {
    SAMPLE,
    LISTING,
    ABSENT
  }

  private final Calendar calendar;
  private final ListingPlan plan;
  private final KeptListing kept;
  private final ListedSample sample;
  private final ListedMembers members;
  private final Requests requests = new Requests();
  private final Map<String, String> folders = new LinkedHashMap<>();
  private final AbsentObjects absent;
  private final Map<String, String> problems = new LinkedHashMap<>();
  private State state = State.SAMPLE;
  private boolean sampleIsSame;
  private KeptListing.Writer writer;
  private ListingPlan.Ask ask;
  private ListingPlan.Way listedBy = ListingPlan.Way.PROPFIND;
  private int broken;
  private String doubt;
  private Failure failure;

  /**
   * Creates a listing.
   *
   * @param kept the stored listing of the calendar from earlier runs, or null to store none
   * @param sample receives the first objects of the result
   */
  Listing(Calendar calendar, ListingPlan plan, KeptListing kept, ListedSample sample) {
    this.calendar = calendar;
    this.plan = plan;
    this.kept = kept;
    this.sample = sample;
    this.members = new ListedMembers(calendar);
    this.absent = new AbsentObjects(calendar);
  }

  @Override
  public boolean ask(Exchange exchange) throws IOException {
    if (failure != null) {
      return false;
    }
    return switch (state) {
      case SAMPLE -> askSample(exchange.getMessage());
      case LISTING -> askListing(exchange.getMessage());
      case ABSENT -> askAbsent(exchange.getMessage());
    };
  }

  @Override
  public void learn(Exchange exchange) throws IOException {
    InputStream body = exchange.getMessage().getBody(InputStream.class);
    HttpAnswer answer = exchange.getProperty(CaldavConstants.ANSWER, HttpAnswer.class);
    switch (state) {
      case SAMPLE -> compareSample(body);
      case LISTING -> read(body, answer);
      case ABSENT -> learnAbsent(body);
    }
  }

  @Override
  public void failed(Exchange exchange, Failure failed) {
    switch (state) {
      case SAMPLE -> {
        LOG.debug("the sample of the stored listing was not read: {}", failed.getMessage());
        state = State.LISTING;
      }
      case LISTING -> listingFailed(failed, Retries.most(exchange));
      case ABSENT -> {
        if (failed.isNotThere()) {
          absent.settle();
        } else {
          failure = failed;
        }
      }
    }
  }

  /** The delay after an answer that broke off equals that of other retries. */
  @Override
  public long pause(Exchange exchange) {
    return Retries.pause(exchange, broken);
  }

  private boolean askSample(Message message) throws IOException {
    if (kept != null && kept.mayBeUsed() && kept.needsSample()) {
      Member sample = kept.sample(calendar);
      if (sample != null) {
        requests.member(message, sample);
        return true;
      }
    }
    state = State.LISTING;
    return askListing(message);
  }

  /** Compares the sample with its entry in the stored listing. */
  private void compareSample(InputStream body) throws IOException {
    Member then = kept.sample(calendar);
    for (DavResponse response : MultistatusReader.all(body, "PROPFIND " + then.url())) {
      Member now = Member.of(calendar, response);
      sampleIsSame |=
          Objects.equals(now.etag(), then.etag())
              && now.length() == then.length()
              && then.lastModified().equals(now.lastModified());
    }
    state = State.LISTING;
  }

  /** Returns whether the stored listing is current. */
  private boolean isKept() {
    return kept != null && kept.mayBeUsed() && (sampleIsSame || !kept.needsSample());
  }

  private boolean askListing(Message message) {
    if (isKept()) {
      return false;
    }
    if (!plan.hasMore()) {
      state = State.ABSENT;
      return askAbsent(message);
    }
    if (ask == null && kept != null) {
      writer =
          kept.write(); // from now on, so that later changes are not attributed to this listing
    }
    ask = plan.next();
    switch (ask.way()) {
      case PROPFIND -> requests.members(message, calendar);
      case SYNC -> requests.sync(message, calendar, ask.argument(), ask.most());
      case QUERY -> requests.query(message, calendar, ask.argument());
      case QUERY_ANY -> requests.query(message, calendar, null);
    }
    return true;
  }

  private String what() {
    return (ask.way() == ListingPlan.Way.PROPFIND ? "PROPFIND " : "REPORT ") + calendar.url();
  }

  /** Reads the answer to the last request, and adds new objects. */
  private void read(InputStream body, HttpAnswer http) throws IOException {
    String what = what();
    try (ListingAnswer answer =
        new ListingAnswer(
            new MultistatusReader(body, what, http.contentType()),
            calendar,
            http.url(),
            members.keys())) {
      while (answer.hasNext()) {
        members.add(answer.next());
        listedBy = ask.way();
      }
      answer.prove("the answer to " + what);
      folders.putAll(answer.folders());
      absent.add(answer.absent());
      problems.putAll(answer.problems());
      doubt = doubt == null ? answer.doubt() : doubt;
      broken = 0;
      plan.answered(answer.outcome());
    }
  }

  /**
   * Handles a failed request: repeats one that broke off; a refusal leads to the next way to list.
   */
  private void listingFailed(Failure failed, int most) {
    if (failed.kind() == Failure.Kind.INCOMPLETE && !failed.isRepeated() && broken < most) {
      broken++;
      plan.askAgain();
      return;
    }
    broken = 0;
    if (plan.isRefusal(failed)) {
      LOG.debug("calendar {}: no {}: {}", calendar.label(), ask.way(), failed.getMessage());
      plan.refused(failed);
    } else {
      failure = failed;
    }
  }

  private boolean askAbsent(Message message) {
    try {
      Member next = absent.next(members.keys());
      if (next != null) {
        requests.member(message, next);
        return true;
      }
    } catch (Failure e) {
      failure = e;
    }
    return false;
  }

  /** Evaluates a resource that was listed as not found. */
  private void learnAbsent(InputStream body) throws IOException {
    String url = absent.url();
    if (absent.isThere(body)) {
      problems.put(
          Hrefs.canonicalPath(url), "it lists " + Hrefs.path(url) + " as not found, but it exists");
    }
    absent.settle();
  }

  /**
   * The listed objects, in batches. If the answers are not proved to be complete, or are unclear,
   * the iterator fails after the last batch.
   *
   * @throws Failure at once when nothing was listed, or when the failure ends the run
   */
  Iterator<List<Member>> result() throws IOException {
    if (isKept()) {
      LOG.debug("calendar {} did not change since it was listed", calendar.label());
      return new MemberBatches(kept.read(calendar), sample, null, members);
    }
    try {
      prove();
    } catch (Failure e) {
      failure = e;
    } finally {
      if (writer != null) {
        writer.close();
      }
    }
    if (failure != null && (failure.endsAll() || members.keys().isEmpty())) {
      members.close();
      throw failure;
    }
    return new MemberBatches(members.read(), sample, failure, members);
  }

  /** How many objects {@link #result()} gives. */
  long objects() {
    return isKept() ? kept.objects() : members.keys().size();
  }

  private void prove() throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      plan.prove();
    } catch (Failure e) {
      throw doubt == null ? e : new Failure(e.kind(), doubt + "; " + e.getMessage(), e);
    }
    problems.keySet().removeAll(members.keys());
    problems.keySet().removeAll(folders.keySet());
    if (!problems.isEmpty()) {
      throw Failure.incomplete(String.join("; ", problems.values()));
    }
    for (String remark : plan.remarks()) {
      LOG.warn("calendar {}: {}", calendar.label(), remark);
    }
    if (writer != null && plan.remarks().isEmpty() && folders.isEmpty()) {
      members.read().forEachRemaining(writer::add);
      writer.commit();
    }
  }

  /** The listed calendar. */
  Calendar calendar() {
    return calendar;
  }

  /** Collections in the calendar, to be listed by discovery. */
  Collection<String> folders() {
    return folders.values();
  }

  /** Returns whether the server does not support sync-collection. */
  boolean syncFails() {
    return plan.syncFails();
  }

  /** The way that listed the calendar's objects. */
  public ListingPlan.Way listedBy() {
    return listedBy;
  }
}
