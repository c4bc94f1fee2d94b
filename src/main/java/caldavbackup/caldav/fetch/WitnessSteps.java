package caldavbackup.caldav.fetch;

import caldavbackup.caldav.EtagDigest;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.Requests;
import caldavbackup.caldav.profile.DigestQuestion;
import caldavbackup.caldav.profile.ServerProfile;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.WholeBody;
import caldavbackup.ical.WholeText;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/** Bean {@code caldavWitnesses}: the steps of {@code direct:caldav-hear-witnesses}. */
public final class WitnessSteps {
  private final Requests requests = new Requests();

  /** Whether the answer on the exchange was taken although its ETag may speak against it. */
  public boolean areWanted(Exchange exchange) {
    GetProof proof = GetProof.of(exchange.getMessage());
    return proof != null && proof.isInDoubt();
  }

  /** Begins; waits as long as another object's witnesses are heard. */
  public void begin(@ExchangeProperty(CaldavConstants.ACCOUNT) Account account) throws Failure {
    ServerProfile.of(account).word().digests().begin();
  }

  /** Ends, whatever happened. */
  public void end(@ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    ServerProfile.of(account).word().digests().end();
  }

  /** The objects that may tell: those of the same calendar first. */
  public List<Member> candidates(
      @Header(CaldavConstants.MEMBER) Member doubtful,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    List<Member> listed = ServerProfile.of(account).sample().members(doubtful.calendar());
    return DigestQuestion.witnesses(listed, doubtful);
  }

  /** Whether this one is still needed. */
  public boolean needs(
      @Body Member witness, @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return ServerProfile.of(account).word().digests().hears(witness);
  }

  /** Asks for a witness. */
  public void ask(
      Exchange exchange,
      @Body Member witness,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    ServerProfile.of(account).word().digests().asks(witness);
    requests.get(exchange.getMessage(), witness);
    exchange.getMessage().setHeader(CaldavConstants.MEMBER, witness);
  }

  /**
   * Learns from a witness: its ETag is its digest, or it is whole text of the version and the
   * length that are listed, and its ETag is not its digest. Any other answer tells nothing.
   */
  public void hear(
      @Body InputStream answer,
      @Header(CaldavConstants.MEMBER) Member witness,
      @ExchangeProperty(CaldavConstants.ANSWER) HttpAnswer http,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account)
      throws IOException {
    try (InputStream in = answer) {
      if (!(in instanceof WholeBody body)) {
        return;
      }
      ObjectFacts facts = ObjectFacts.of(body);
      DigestQuestion digests = ServerProfile.of(account).word().digests();
      if (facts.isDigest(witness.etag())) {
        digests.wasRight();
        return;
      }
      digests.compare(facts::isDigest);
      boolean isListed =
          http.etag() == null || EtagDigest.isSameVersion(http.etag(), witness.etag());
      boolean isOfLength =
          witness.length() < 0
              || facts.length() == witness.length()
              || facts.lfLength() == witness.length();
      boolean isWhole = facts.kind() == WholeText.Kind.WHOLE && !http.isWebPage();
      if (isListed && isOfLength && isWhole) {
        digests.wasOther(witness);
      }
    }
  }

  /**
   * Decides about the object in doubt by what is known now.
   *
   * @throws Failure of kind INCOMPLETE when it is not the object
   */
  public void settle(Exchange exchange, @Body InputStream body) throws IOException {
    settle(exchange, body, false);
  }

  /**
   * The same where another way to ask is left, which is taken when nothing told.
   *
   * @throws Failure of kind INCOMPLETE when it is not the object, or nothing told
   */
  public void settleOrAskOtherwise(Exchange exchange, @Body InputStream body) throws IOException {
    settle(exchange, body, true);
  }

  private static void settle(Exchange exchange, InputStream body, boolean needsWitness)
      throws IOException {
    boolean isSettled = false;
    try {
      GetProof.of(exchange.getMessage()).settle(needsWitness);
      isSettled = true;
    } finally {
      if (!isSettled && body != null) {
        body.close();
      }
    }
  }
}
