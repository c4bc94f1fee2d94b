package caldavbackup.caldav.fetch;

import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.Requests;
import caldavbackup.caldav.profile.ServerProfile;
import caldavbackup.caldav.profile.ServerWord;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.http.WholeBody;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one object by GET, as part of a conversation. If GET does not return the listed object,
 * another request finds out whether it exists ({@link ObjectLook}), and GET is repeated if it may.
 * An answer that its ETag may contradict waits for evidence from other objects ({@link Witnesses}).
 *
 * <p>A failure belongs to the object, not to the conversation.
 */
final class ObjectGet {
  private static final WholeBody NOTHING = WholeBody.of(new byte[0]);
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  /**
   * The conditions for the requests.
   *
   * @param said the fingerprint of its unproved text in a multiget, or null
   * @param isLast whether no other way to read it remains
   * @param needsWitness whether an answer in doubt is rejected without another object as evidence
   * @param before an earlier attempt to read the object, or null
   */
  record Terms(byte[] said, boolean isLast, boolean needsWitness, ObjectGet before) {}

  private enum Step {
    GET,
    WITNESSES,
    LOOK,
    CALENDAR,
    END
  }

  private final Member listed;
  private final Account account;
  private final Terms terms;
  private final Requests requests = new Requests();
  private Step step = Step.GET;
  private Member asked;
  private GetProof proof;
  private GetProof firstProof;
  private WholeBody inDoubt;
  private Witnesses witnesses;
  private ObjectLook look;
  private boolean isAgain;
  private CalendarObject object;

  ObjectGet(Member listed, Account account, Terms terms) {
    this.listed = listed;
    this.asked = listed;
    this.account = account;
    this.terms = terms;
  }

  /** Writes the next request; false when there is none. */
  boolean ask(Exchange exchange) throws IOException {
    Message message = exchange.getMessage();
    if (step == Step.WITNESSES && !witnesses.ask(exchange)) {
      settle();
    }
    switch (step) {
      case GET -> get(message);
      case LOOK -> requests.member(message, listed);
      case CALENDAR -> requests.describe(message, listed.calendar().url());
      case END -> {
        return false;
      }
      default -> {
        // the request for a witness is on the message
      }
    }
    return true;
  }

  private void get(Message message) {
    ServerWord word = ServerProfile.of(account).word();
    word.digests().asks(asked);
    proof =
        new GetProof(
            asked,
            version(),
            word,
            terms.said(),
            terms.isLast(),
            terms.before() == null ? null : terms.before().firstProof);
    requests.get(message, asked);
    message.setHeader(CaldavConstants.PROOF, proof);
  }

  private GetProof.Version version() {
    ObjectLook known = look == null && terms.before() != null ? terms.before().look : look;
    return known == null ? GetProof.Version.LISTED : known.version(asked);
  }

  /** Reads the answer. */
  void learn(Exchange exchange) throws IOException {
    InputStream answer = exchange.getMessage().getBody(InputStream.class);
    switch (step) {
      case GET -> {
        WholeBody body = answer instanceof WholeBody whole ? whole : NOTHING;
        body.keep();
        if (proof.isInDoubt()) {
          inDoubt = body;
          witnesses = new Witnesses(account, asked);
          step = Step.WITNESSES;
        } else {
          came(body);
        }
      }
      case WITNESSES -> witnesses.hear(answer, exchange);
      case LOOK -> {
        look.learn(answer);
        looked();
      }
      default -> {
        look.learnCalendar(answer);
        lookedAtCalendar();
      }
    }
  }

  /** Handles a failed request. */
  void failed(Failure failure) {
    switch (step) {
      case GET -> didNotCome(failure);
      case WITNESSES ->
          LOG.debug("a witness for the meaning of ETags was not read: {}", failure.getMessage());
      case LOOK -> {
        look.failed(failure);
        looked();
      }
      default -> {
        look.calendarFailed(failure);
        lookedAtCalendar();
      }
    }
  }

  /** Decides about the answer in doubt by what is known now. */
  private void settle() throws IOException {
    witnesses.close();
    WholeBody body = inDoubt;
    inDoubt = null;
    step = Step.GET;
    try {
      proof.settle(terms.needsWitness());
    } catch (IOException e) {
      body.release();
      didNotCome(Failures.of(e));
      return;
    }
    came(body);
  }

  private void came(WholeBody body) throws Failure {
    if (proof.strength() == GetProof.Strength.NONE) {
      throw Failure.incomplete("the answer of the server was not evaluated");
    }
    object = new CalendarObject(listed, body, null, proof.isConfirmed() || proof.isNewer());
    step = Step.END;
  }

  private void didNotCome(Failure failure) {
    proof.givenUp();
    object = new CalendarObject(listed, null, failure, false);
    step = Step.END;
    if (look == null) {
      firstProof = proof;
      look = new ObjectLook(listed, failure, proof.mustLook());
      if (look.isWorthWhile()) {
        step = Step.LOOK;
      }
    } else if (look.seemsGoneAfter(failure)) {
      step = Step.CALENDAR;
    }
  }

  private void looked() {
    if (look.seemsGone()) {
      step = Step.CALENDAR;
    } else {
      lookedAtCalendar();
    }
  }

  private void lookedAtCalendar() {
    step = Step.END;
    if (!isAgain && look.mayBeThere()) {
      asked = look.now();
      isAgain = true;
      step = Step.GET;
    }
  }

  /** The failure of the last GET; null if it succeeded. */
  Failure failure() {
    return object.failure();
  }

  /** The object for the caller. An object that was not found twice was deleted. */
  CalendarObject result() {
    return object.failure() == null
        ? object
        : new CalendarObject(listed, null, look.meaning(object.failure(), account), false);
  }

  /** The failure of the first GET; null if it succeeded. */
  Failure firstFailure() {
    return look == null ? null : look.first();
  }

  /**
   * Returns whether multiget may return the object: GET did not return the listed version, and the
   * object was not reported twice as missing.
   */
  boolean isForMultiget() {
    return object.failure() != null
        && look.isWorthWhile()
        && !look.isNotThere()
        && (!isAgain || object.failure().kind() == Failure.Kind.INCOMPLETE);
  }
}
