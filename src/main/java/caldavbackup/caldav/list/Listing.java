package caldavbackup.caldav.list;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.http.HttpAnswer;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.MultistatusReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One calendar's listing under way. */
public final class Listing {
  /** Exchange property: the listing under way. */
  public static final String PROPERTY = "CamelCaldavListing";

  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  private final Calendar calendar;
  private final ListingPlan plan;
  private final KeptListing kept;
  private final Set<String> handed = ConcurrentHashMap.newKeySet();
  private KeptListing.Writer writer;
  private ListingPlan.Ask ask;
  private ListingAnswer answer;
  private List<Member> handing;
  private boolean sampleIsSame;
  private int broken;
  private boolean isAskedAgain;
  private ListingPlan.Way listedBy = ListingPlan.Way.PROPFIND;
  private final Map<String, String> folders = new LinkedHashMap<>();
  private final Map<String, String> absent = new LinkedHashMap<>();
  private final Map<String, String> problems = new LinkedHashMap<>();
  private String doubt;

  /**
   * Starts.
   *
   * @param kept what this machine keeps of the calendar's last listing, or null to keep nothing
   */
  Listing(Calendar calendar, ListingPlan plan, KeptListing kept) {
    this.calendar = calendar;
    this.plan = plan;
    this.kept = kept;
  }

  Calendar calendar() {
    return calendar;
  }

  ListingPlan plan() {
    return plan;
  }

  KeptListing kept() {
    return kept;
  }

  /** Whether one of the kept objects must be looked at before the others are believed. */
  boolean needsSample() {
    return kept != null && kept.mayBeUsed() && kept.needsSample();
  }

  /** It is as it was. */
  void sampleIsSame() {
    sampleIsSame = true;
  }

  /** Whether what is kept is the calendar as it is. */
  boolean isKept() {
    return kept != null && kept.mayBeUsed() && (sampleIsSame || !kept.needsSample());
  }

  /** What to ask now. */
  ListingPlan.Ask next() {
    if (ask == null && kept != null) {
      writer = kept.write();
    }
    ask = plan.next();
    return ask;
  }

  /** Reads the answer to what was asked, as far as it names anybody new. */
  ListingAnswer read(InputStream body, HttpAnswer http) throws IOException {
    String what = what();
    MultistatusReader reader = new MultistatusReader(body, what, http.contentType());
    answer = new ListingAnswer(reader, calendar, http.url(), handed);
    return answer;
  }

  private String what() {
    return (ask.way() == ListingPlan.Way.PROPFIND ? "PROPFIND " : "REPORT ") + calendar.url();
  }

  /**
   * These are handed to somebody who may fail by himself. Only now another answer need not name
   * them: of an answer that breaks off, some were read and went nowhere.
   */
  void handing(List<Member> members) {
    members.forEach(member -> handed.add(member.key()));
    handing = members;
  }

  /** Whoever had some is done with them. */
  void taken() {
    if (handing == null) {
      return;
    }
    listedBy = ask.way();
    if (writer != null) {
      writer.add(handing);
    }
    handing = null;
  }

  /** The way that named the calendar's objects. */
  public ListingPlan.Way listedBy() {
    return listedBy;
  }

  /** What was asked was answered to its end. */
  void answered() throws Failure {
    taken();
    answer.prove("the answer to " + what());
    folders.putAll(answer.folders());
    absent.putAll(answer.absent());
    problems.putAll(answer.problems());
    doubt = doubt == null ? answer.doubt() : doubt;
    broken = 0;
    plan.answered(answer.outcome());
  }

  /**
   * Asks the same again after an answer that broke off, as often as other requests are repeated.
   * Those that were handed on already are not handed on again.
   *
   * @return whether it is
   */
  boolean askAgain(Failure failure, int most) {
    isAskedAgain = handing == null && failure.kind() == Failure.Kind.INCOMPLETE && broken < most;
    if (isAskedAgain) {
      broken++;
      plan.askAgain();
    }
    return isAskedAgain;
  }

  /** How many answers in a row broke off, 0 when another way is asked next. */
  int broken() {
    return isAskedAgain ? broken : 0;
  }

  /** Whether the failure is the server's refusal of this way to list. */
  boolean isRefusal(Failure failure) {
    return handing == null && plan.isRefusal(failure);
  }

  /** The server does not list in this way. */
  void refused(Failure failure) {
    LOG.debug("calendar {}: no {}: {}", calendar.label(), ask.way(), failure.getMessage());
    plan.refused(failure);
  }

  /** Collections in the calendar, for whoever enters them. */
  Collection<String> folders() {
    return folders.values();
  }

  /** What was listed as not there, and is not named by another answer. */
  Map<String, String> absent() {
    absent.keySet().removeAll(handed);
    return absent;
  }

  /** What was listed as not there is there. */
  void isThere(String url) {
    problems.put(
        Hrefs.canonicalPath(url), "it lists " + Hrefs.path(url) + " as not found, and it is there");
  }

  /**
   * Fails unless the answers together are proved to be all, and nothing in them is unclear; then
   * they may be kept.
   */
  void prove() throws Failure {
    try {
      plan.prove();
    } catch (Failure e) {
      throw doubt == null ? e : new Failure(e.kind(), doubt + "; " + e.getMessage(), e);
    }
    problems.keySet().removeAll(handed);
    problems.keySet().removeAll(folders.keySet());
    if (!problems.isEmpty()) {
      throw Failure.incomplete(String.join("; ", problems.values()));
    }
    for (String remark : plan.remarks()) {
      LOG.warn("calendar {}: {}", calendar.label(), remark);
    }
    if (writer != null && plan.remarks().isEmpty() && folders.isEmpty()) {
      writer.commit();
    }
  }

  /** The end, whatever happened. */
  void end() {
    if (writer != null) {
      writer.close();
    }
  }
}
