package caldavbackup.caldav.fetch;

import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.Requests;
import caldavbackup.caldav.profile.ByteProof;
import caldavbackup.caldav.profile.ServerProfile;
import caldavbackup.caldav.profile.ServerWord;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Conversation;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.Retries;
import caldavbackup.text.Failure;
import caldavbackup.webdav.MultistatusReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads members of one calendar in three steps: all by as few multigets as the server allows; one
 * object for each kind of proof by GET, because a kind of proof is used only after it was verified;
 * then all remaining objects by GET.
 *
 * <p>The result is a {@code List<CalendarObject>} with each member once. An object that cannot be
 * read is in it with its failure. The conversation itself fails only if the run ends before any
 * object was read (sign-in refused, server down), if the account is closed, or if there is no space
 * for the objects.
 */
public final class Fetch implements Conversation {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  private enum Step {
    MULTIGET,
    SAMPLES,
    OWED,
    END
  }

  private final Account account;
  private final Multiget multiget;
  private final ByteProof worth;
  private final ServerWord word;
  private final ObjectGet before;
  private final boolean leavesLarge;
  private final HeldObjects objects = new HeldObjects();
  private final Requests requests = new Requests();
  private Step step = Step.MULTIGET;
  private Deque<Member> owed;
  private Member asked;
  private ObjectGet get;
  private int broken;
  private boolean isBroken;

  /** Reads these members, including large ones. */
  public Fetch(List<Member> members, Account account) {
    this(members, account, false, null);
  }

  private Fetch(List<Member> members, Account account, boolean leavesLarge, ObjectGet before) {
    this.account = account;
    ServerProfile profile = ServerProfile.of(account);
    this.multiget = new Multiget(members, profile.multigets());
    this.worth = profile.byteProof();
    this.word = profile.word();
    this.leavesLarge = leavesLarge;
    this.before = before;
  }

  /**
   * Reads these members except those that turn out to be large; the result does not contain these.
   */
  public static Fetch small(List<Member> members, Account account) {
    return new Fetch(members, account, true, null);
  }

  /** Reads one member for which GET alone failed. */
  static Fetch after(ObjectGet get, Member member, Account account) {
    return new Fetch(List.of(member), account, false, get);
  }

  @Override
  public boolean ask(Exchange exchange) throws IOException {
    isBroken = false;
    while (step != Step.END) {
      if (get != null && get.ask(exchange)) {
        return true;
      }
      if (get != null) {
        got();
      } else if (step == Step.MULTIGET && multiget.hasMore()) {
        requests.multiget(exchange.getMessage(), multiget.next());
        return true;
      } else {
        goOn();
      }
    }
    int left = multiget.owed(leavesLarge).size();
    if (left > 0) {
      throw Failure.incomplete(left + " objects were neither read nor reported as missing");
    }
    exchange.getMessage().setBody(objects.all());
    return false;
  }

  /** Chooses the next object to read by GET. */
  private void goOn() throws IOException {
    if (step == Step.MULTIGET) {
      step = Step.SAMPLES;
    }
    if (step == Step.SAMPLES) {
      Member sample = multiget.givenUp() == null ? sample() : null;
      if (sample != null) {
        get(sample);
        return;
      }
      addProved();
      owed = new ArrayDeque<>(multiget.owed(leavesLarge));
      step = Step.OWED;
    }
    if (owed.isEmpty()) {
      step = Step.END;
    } else if (multiget.givenUp() != null) { // the server is down
      add(new CalendarObject(owed.remove(), null, multiget.givenUp()));
    } else {
      get(owed.remove());
    }
  }

  private void get(Member member) {
    asked = member;
    get =
        new ObjectGet(
            member, account, new ObjectGet.Terms(multiget.said(member), true, false, before));
  }

  private void got() throws IOException {
    multiget.note(get.failure());
    CalendarObject object = get.result();
    get = null;
    if (step == Step.SAMPLES) {
      judge(object, multiget.proofs().get(asked));
    } else {
      add(object);
    }
  }

  /** An object with a kind of proof that was not verified yet. */
  private Member sample() {
    for (Map.Entry<Member, ExactBytes.Proof> kept : multiget.proofs().entrySet()) {
      if (worth.isUnknown(kept.getValue().kind())) {
        return kept.getKey();
      }
    }
    return null;
  }

  /**
   * Evaluates the result of GET for the sample. If it differs from the proved bytes, the one that
   * the listing confirms is the object. A failed GET does not invalidate what multiget proved.
   */
  private void judge(CalendarObject object, ExactBytes.Proof proof) throws IOException {
    boolean isAnswer =
        object.data() == null
            ? object.isGone() || object.failure().endsAll()
            : object.confirmed() || Arrays.equals(object.bytes(), proof.bytes());
    if (!isAnswer) {
      worth.standsAlone(proof.kind());
      if (object.data() != null) {
        object.data().release();
      }
      add(new CalendarObject(object.member(), proof.bytes(), null));
      return;
    }
    if (object.data() != null) {
      worth.judge(proof.kind(), proof.bytes(), object.bytes());
    }
    add(object);
  }

  /** Adds the objects whose kind of proof was verified. */
  private void addProved() throws IOException {
    for (Map.Entry<Member, ExactBytes.Proof> kept :
        new LinkedHashMap<>(multiget.proofs()).entrySet()) {
      if (worth.holds(kept.getValue().kind())) {
        add(new CalendarObject(kept.getKey(), kept.getValue().bytes(), null));
      }
    }
  }

  private void add(CalendarObject object) throws IOException {
    objects.add(object);
    multiget.given(object.member());
  }

  @Override
  public void learn(Exchange exchange) throws IOException {
    if (get != null) {
      get.learn(exchange);
      return;
    }
    String what = "REPORT " + exchange.getMessage().getHeader(CaldavConstants.URL);
    InputStream body = exchange.getMessage().getBody(InputStream.class);
    HttpAnswer http = exchange.getProperty(CaldavConstants.ANSWER, HttpAnswer.class);
    MultistatusReader reader =
        new MultistatusReader(body, what, http == null ? null : http.contentType());
    try (ExactObjects exact = new ExactObjects(reader, multiget, worth, word)) {
      while (exact.hasNext()) {
        add(exact.next());
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    multiget.settle();
  }

  /**
   * Handles a part that could not be read to its end: it is requested again, then in halves. One
   * object can make a server refuse or break a whole multiget, and must not affect the others.
   */
  @Override
  public void failed(Exchange exchange, Failure failure) throws Failure {
    if (objects.isFull()) {
      throw failure;
    }
    if (failure.endsRun() || get == null && failure.endsAll()) {
      end(failure);
      return;
    }
    if (get != null) {
      get.failed(failure);
      return;
    }
    LOG.debug("multiget failed: {}", failure.getMessage());
    HttpAnswer answer = exchange.getProperty(CaldavConstants.ANSWER, HttpAnswer.class);
    boolean isPage = answer != null && answer.status() / 100 == 2 && answer.isWebPage();
    boolean isNoAnswer =
        failure.kind() == Failure.Kind.SERVER && failure.status() == 0 && !failure.isSilence();
    if (isPage || isNoAnswer) {
      multiget.unanswered();
    } else {
      isBroken = failure.kind() == Failure.Kind.INCOMPLETE && !failure.isRepeated();
      broken += isBroken ? 1 : 0;
      multiget.failed(failure);
    }
  }

  /** Ends the run: the result contains what was read; all other objects get this failure. */
  private void end(Failure failure) throws Failure {
    if (failure.kind() == Failure.Kind.CANCELLED || !objects.isAnyRead()) {
      throw failure;
    }
    multiget.giveUp(failure);
    if (get != null && step == Step.OWED) {
      owed.addFirst(asked);
    }
    get = null;
  }

  /**
   * The delay after a multiget that broke off equals that of other retries. In one batch there are
   * at most as many delays as retries, because one bad object breaks several multigets.
   */
  @Override
  public long pause(Exchange exchange) {
    boolean waits = isBroken && multiget.hasMore() && broken <= Retries.most(exchange);
    return waits ? Retries.pause(exchange, broken) : 0;
  }
}
