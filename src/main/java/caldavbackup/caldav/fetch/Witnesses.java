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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Up to three other objects that are read by GET only to find out whether the server's ETags are
 * digests. Those of the same calendar come first.
 */
final class Witnesses {
  private final Requests requests = new Requests();
  private final Account account;
  private final Member doubtful;
  private final DigestQuestion digests;
  private final AtomicBoolean isHearing = new AtomicBoolean();
  private Deque<Member> candidates;
  private Member witness;

  Witnesses(Account account, Member doubtful) {
    this.account = account;
    this.doubtful = doubtful;
    this.digests = ServerProfile.of(account).word().digests();
  }

  /**
   * Writes the request for the next witness. The first call waits while the witnesses of another
   * object are read, because their result may suffice.
   *
   * @return false when no more are needed
   * @throws Failure when the wait is interrupted
   */
  boolean ask(Exchange exchange) throws Failure {
    if (candidates == null) {
      digests.begin();
      isHearing.set(true);
      exchange.getExchangeExtension().addOnCompletion(new CloseAtEnd());
      candidates =
          new ArrayDeque<>(
              DigestQuestion.witnesses(
                  ServerProfile.of(account).sample().members(doubtful.calendar()), doubtful));
    }
    do {
      witness = candidates.poll();
    } while (witness != null && !digests.hears(witness));
    if (witness == null) {
      return false;
    }
    digests.asks(witness);
    requests.get(exchange.getMessage(), witness);
    return true;
  }

  /**
   * Evaluates a witness: its ETag is its digest; or it is complete text with the listed version and
   * length, and its ETag is not its digest. Any other answer is inconclusive.
   */
  void hear(InputStream answer, Exchange exchange) throws IOException {
    try (InputStream in = answer) {
      if (!(in instanceof WholeBody body)) {
        return;
      }
      ObjectFacts facts = ObjectFacts.of(body);
      if (facts.isDigest(witness.etag())) {
        digests.wasRight();
        return;
      }
      digests.compare(facts::isDigest);
      HttpAnswer http = exchange.getProperty(CaldavConstants.ANSWER, HttpAnswer.class);
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

  /** Lets the witnesses of the next object be read. */
  void close() {
    if (isHearing.getAndSet(false)) {
      digests.end();
    }
  }

  /** Releases others when the exchange ends, however it ends. */
  private final class CloseAtEnd extends SynchronizationAdapter {
    @Override
    public void onDone(Exchange exchange) {
      close();
    }
  }
}
