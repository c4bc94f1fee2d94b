package caldavbackup.caldav.fetch;

import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.Requests;
import caldavbackup.caldav.profile.ByteProof;
import caldavbackup.caldav.profile.MultigetSize;
import caldavbackup.caldav.profile.ServerProfile;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.http.HttpAnswer;
import caldavbackup.text.Failure;
import caldavbackup.webdav.MultistatusReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code caldavFetch}: the steps of {@code direct:caldav-fetch} and its parts. */
public final class FetchSteps {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");
  private final Requests requests = new Requests();

  /**
   * Notes who is asked for.
   *
   * @throws Failure when nothing says where the objects are to go
   */
  public void begin(
      Exchange exchange,
      @Body List<Member> members,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account)
      throws Failure {
    Failure.requireProperty(
        exchange.getProperty(CaldavConstants.FETCH_TO), CaldavConstants.FETCH_TO);
    MultigetSize size = ServerProfile.of(account).multigets();
    exchange.setProperty(Multiget.PROPERTY, new Multiget(members, size));
  }

  private record Batch(List<CalendarObject> objects, Object taker) {}

  public void collect(Exchange exchange) {
    exchange.setProperty(
        "CamelCaldavBatchFetched",
        new Batch(
            Collections.synchronizedList(new ArrayList<>()),
            exchange.getProperty(CaldavConstants.FETCH_TO)));
    exchange.setProperty(CaldavConstants.FETCH_TO, "direct:caldav-collect");
  }

  public void add(Exchange exchange) {
    exchange
        .getProperty("CamelCaldavBatchFetched", Batch.class)
        .objects()
        .add(exchange.getProperty("CamelCaldavObject", CalendarObject.class));
  }

  public void collected(Exchange exchange) {
    Batch batch = exchange.getProperty("CamelCaldavBatchFetched", Batch.class);
    exchange.setProperty(CaldavConstants.FETCH_TO, batch.taker());
    exchange.getMessage().setBody(batch.objects());
  }

  /** Whether there is a part to ask for by multiget. */
  public boolean hasMore(@ExchangeProperty(Multiget.PROPERTY) Multiget multiget) {
    return multiget.hasMore();
  }

  /** Asks for the next part by multiget. */
  public void multiget(Exchange exchange, @ExchangeProperty(Multiget.PROPERTY) Multiget multiget) {
    exchange.removeProperty(
        CaldavConstants.ANSWER); // that of the part before says nothing of this one
    requests.multiget(exchange.getMessage(), multiget.next());
  }

  /**
   * The objects in an answer of multiget, while it arrives, whose bytes are proved by a proof that
   * is known to hold on this server. Those whose proof is not known yet are kept for a sample; what
   * is under way bounds the answer.
   */
  public Iterator<CalendarObject> exact(
      Exchange exchange,
      @Body InputStream body,
      @ExchangeProperty(Multiget.PROPERTY) Multiget multiget,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account)
      throws IOException {
    String what = "REPORT " + exchange.getMessage().getHeader(CaldavConstants.URL);
    HttpAnswer http = exchange.getProperty(CaldavConstants.ANSWER, HttpAnswer.class);
    MultistatusReader reader =
        new MultistatusReader(body, what, http == null ? null : http.contentType());
    return new ExactObjects(reader, multiget, worth(account), ServerProfile.of(account).word());
  }

  /** The part's answer was read to its end. */
  public void settle(@ExchangeProperty(Multiget.PROPERTY) Multiget multiget) {
    multiget.settle();
  }

  /**
   * The part could not be read to its end: fewer objects may do better.
   *
   * @throws Failure what was caught, when nobody is let in any more, or when it was the taker of an
   *     object who failed
   */
  public void partFailed(Exchange exchange, @ExchangeProperty(Multiget.PROPERTY) Multiget multiget)
      throws Failure {
    Failure failure = failure(exchange);
    if (failure.endsAll() || multiget.isHanding()) {
      throw failure;
    }
    LOG.debug("multiget failed: {}", failure.getMessage());
    HttpAnswer answer = exchange.getProperty(CaldavConstants.ANSWER, HttpAnswer.class);
    boolean isPage = answer != null && answer.status() / 100 == 2 && answer.isWebPage();
    boolean isNoAnswer =
        failure.kind() == Failure.Kind.SERVER && failure.status() == 0 && !failure.isSilence();
    if (isPage || isNoAnswer) {
      multiget.isNoAnswer();
    } else {
      multiget.failed(failure);
    }
  }

  /** Whether some bytes wait for a sample of their kind to be compared with what GET gives. */
  public boolean hasSample(
      @ExchangeProperty(Multiget.PROPERTY) Multiget multiget,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    return multiget.givenUp() == null && sample(multiget, account) != null;
  }

  /** The object that is compared. */
  public Member sample(
      @ExchangeProperty(Multiget.PROPERTY) Multiget multiget,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    for (Map.Entry<Member, ExactBytes.Proof> kept : multiget.proofs().entrySet()) {
      if (worth(account).isUnknown(kept.getValue().kind())) {
        return kept.getKey();
      }
    }
    return null;
  }

  /**
   * Learns from what GET gave for the sample. Where the two differ, the object is what the
   * listing's word confirms; a GET that gave no object takes nothing from what multiget proved.
   */
  public void judge(
      @Body CalendarObject object,
      @ExchangeProperty(Multiget.PROPERTY) Multiget multiget,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    ExactBytes.Proof proof = multiget.proofs().get(object.member());
    boolean isAnswer =
        object.bytes() == null
            ? object.isGone() || object.failure().endsAll()
            : object.confirmed() || Arrays.equals(object.bytes(), proof.bytes());
    if (!isAnswer) {
      worth(account).standsAlone(proof.kind());
      multiget.sampled(new CalendarObject(object.member(), proof.bytes(), null));
      return;
    }
    if (object.bytes() != null) {
      worth(account).judge(proof.kind(), proof.bytes(), object.bytes());
    }
    multiget.sampled(object);
  }

  /** Those that were samples, and those whose proof turned out to hold. */
  public List<CalendarObject> proved(
      @ExchangeProperty(Multiget.PROPERTY) Multiget multiget,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    List<CalendarObject> objects = new ArrayList<>(multiget.samples());
    multiget
        .proofs()
        .forEach(
            (member, proof) -> {
              if (worth(account).holds(proof.kind())) {
                objects.add(new CalendarObject(member, proof.bytes(), null));
              }
            });
    return objects;
  }

  /**
   * Those that the server left out, answered without data, or whose bytes nothing proved.
   *
   * @param leaveLarge whether the caller reads large ones itself, as streams
   */
  public List<Member> owed(
      @ExchangeProperty(Multiget.PROPERTY) Multiget multiget,
      @ExchangeProperty(CaldavConstants.LEAVE_LARGE) Boolean leaveLarge) {
    return multiget.owed(Boolean.TRUE.equals(leaveLarge));
  }

  /** Fails when somebody was neither delivered nor said to be missing. */
  public void prove(
      @ExchangeProperty(Multiget.PROPERTY) Multiget multiget,
      @ExchangeProperty(CaldavConstants.LEAVE_LARGE) Boolean leaveLarge)
      throws Failure {
    int left = multiget.owed(Boolean.TRUE.equals(leaveLarge)).size();
    if (left > 0) {
      throw Failure.incomplete(left + " objects were neither read nor found missing");
    }
  }

  /** Whether the server is past asking. */
  public boolean isHopeless(@ExchangeProperty(Multiget.PROPERTY) Multiget multiget) {
    return multiget.givenUp() != null;
  }

  /** The object that is not asked for any more, with the reason. */
  public CalendarObject notAsked(
      @Body Member member, @ExchangeProperty(Multiget.PROPERTY) Multiget multiget) {
    return new CalendarObject(member, null, multiget.givenUp());
  }

  /** Puts an object on the message as the routes' callers see it. */
  public void describe(
      Exchange exchange,
      @Body CalendarObject object,
      @ExchangeProperty(Multiget.PROPERTY) Multiget multiget) {
    multiget.handing(object.member());
    exchange.setProperty("CamelCaldavObject", object);
    var message = exchange.getMessage();
    message.getHeaders().keySet().removeIf(name -> name.startsWith("CamelCaldav"));
    message.setHeader(CaldavConstants.MEMBER, object.member());
    message.setHeader(CaldavConstants.CALENDAR, object.member().calendar());
    message.setHeader(CaldavConstants.HREF, object.member().href());
    message.setHeader(CaldavConstants.ETAG, object.member().etag());
    message.setHeader(CaldavConstants.NAME, object.member().name());
    message.setHeader(CaldavConstants.ERROR, object.error());
    message.setHeader(CaldavConstants.GONE, object.isGone());
    message.setBody(object.bytes());
  }

  private static ByteProof worth(Account account) {
    return ServerProfile.of(account).byteProof();
  }

  private static Failure failure(Exchange exchange) {
    return Failures.ofCaught(exchange);
  }
}
