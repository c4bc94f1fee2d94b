package caldavbackup.caldav.fetch;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.Requests;
import caldavbackup.caldav.profile.ServerProfile;
import caldavbackup.caldav.profile.ServerWord;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.MultistatusReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/**
 * Bean {@code caldavGet}: the steps of {@code direct:caldav-get} and {@code direct:caldav-stream}.
 */
public final class GetSteps {
  private static final String ALONE = "CamelCaldavAlone";
  private static final String LOOK = "CamelCaldavLook";
  private final Requests requests = new Requests();

  /** An object that a first GET did not give. */
  private static final class Look {
    private final CalendarObject first;
    private Boolean there;
    private Failure lostCalendar;
    private Member now;
    private GetProof proof;

    /** Whether GET gave another version than the listing names. */
    private boolean isOther;

    Look(CalendarObject first) {
      this.first = first;
      this.now = first.member();
    }

    boolean hasChanged() {
      return now.version() != first.member().version();
    }
  }

  /** One object that GET did not give, on its way by multiget. */
  private static final class Alone {
    private final GetProof before;
    private final CalendarObject first;
    private final Object taker;
    private byte[] bytes;

    /** {@code taker} is the endpoint that objects went to before. */
    Alone(GetProof before, CalendarObject first, Object taker) {
      this.before = before;
      this.first = first;
      this.taker = taker;
    }
  }

  /** Begins to read a member by itself: what was read before on the exchange says nothing of it. */
  public void begin(Exchange exchange) {
    exchange.removeProperty(Multiget.PROPERTY);
    exchange.removeProperty(ALONE);
    exchange.removeProperty(LOOK);
  }

  /** Asks for one object by GET, and for the proof that the answer is this object. */
  public void get(
      Exchange exchange,
      @Body Member member,
      @ExchangeProperty(Multiget.PROPERTY) Multiget multiget,
      @ExchangeProperty(ALONE) Alone alone,
      @ExchangeProperty(LOOK) Look look,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    requests.get(exchange.getMessage(), member);
    exchange.getMessage().setHeader(CaldavConstants.MEMBER, member);
    ServerWord word = ServerProfile.of(account).word();
    word.digests().asks(member);
    byte[] said = multiget == null ? null : multiget.said(member);
    GetProof before = alone == null ? null : alone.before;
    exchange
        .getMessage()
        .setHeader(
            CaldavConstants.PROOF,
            new GetProof(member, version(member, look), word, said, multiget != null, before));
  }

  private static GetProof.Version version(Member member, Look look) {
    if (look == null || look.now != member || !look.isOther) {
      return GetProof.Version.LISTED;
    }
    return look.hasChanged() ? GetProof.Version.CHANGED : GetProof.Version.SAME;
  }

  /** The object that GET gave. */
  public CalendarObject got(
      Exchange exchange, @Body InputStream answer, @Header(CaldavConstants.MEMBER) Member member)
      throws IOException {
    GetProof proof = GetProof.of(exchange.getMessage());
    try (InputStream in = answer) {
      if (proof.strength() == GetProof.Strength.NONE) {
        throw Failure.incomplete("the answer of the server was not looked at");
      }
      return new CalendarObject(
          member,
          in == null ? new byte[0] : in.readAllBytes(),
          null,
          proof.isConfirmed() || proof.isNewer());
    }
  }

  /** The object that could not be read, with the server's own words. */
  public CalendarObject failed(Exchange exchange, @Header(CaldavConstants.MEMBER) Member member) {
    GetProof.of(exchange.getMessage()).givenUp();
    return new CalendarObject(member, null, failure(exchange));
  }

  /** Whether to look whether the object is there as it was listed: after a 404, or other bytes. */
  public boolean deservesAnother(Exchange exchange, @Body CalendarObject object) {
    Look look = new Look(object);
    GetProof proof = GetProof.of(exchange.getMessage());
    look.isOther = proof != null && proof.mustLook();
    exchange.setProperty(LOOK, look);
    return object.failure() != null && isDoubtful(object.failure());
  }

  private static boolean isDoubtful(Failure failure) {
    return failure.kind() == Failure.Kind.INCOMPLETE || failure.isNotThere();
  }

  /** Asks in another way whether it is there: GET by its URL is broken on some servers. */
  public void askWhether(Exchange exchange, @ExchangeProperty(LOOK) Look look) {
    requests.member(exchange.getMessage(), look.first.member());
  }

  /** Learns whether it is there, and which version. */
  public void learnWhether(@Body InputStream answer, @ExchangeProperty(LOOK) Look look)
      throws IOException {
    Member listed = look.first.member();
    for (DavResponse found : MultistatusReader.all(answer, "PROPFIND " + listed.url())) {
      if (found.status() < 400) {
        look.there = true;
        Member now = Member.of(listed.calendar(), found);
        look.now =
            now.hasVersion()
                ? new Member(
                    listed.calendar(), listed.href(), now.etag(), now.length(), now.lastModified())
                : listed;
      }
    }
    look.there = Boolean.TRUE.equals(look.there);
  }

  /** Learns from a refusal; one that is no 404 says nothing. */
  public void learnRefusal(Exchange exchange, @ExchangeProperty(LOOK) Look look) {
    look.there = isNotThere(failure(exchange)) ? Boolean.FALSE : null;
  }

  /** Whether the object is twice not there: then its calendar must be, or nothing is known. */
  public boolean seemsGone(@ExchangeProperty(LOOK) Look look) {
    return Boolean.FALSE.equals(look.there) && look.first.failure().isNotThere();
  }

  /** Asks whether the calendar is there: one that is lost with all its objects deleted none. */
  public void askCalendar(Exchange exchange, @ExchangeProperty(LOOK) Look look) {
    requests.describe(exchange.getMessage(), look.first.member().calendar().url());
  }

  /** Learns that the calendar is there, or is listed and is not. */
  public void learnCalendar(@Body InputStream answer, @ExchangeProperty(LOOK) Look look)
      throws IOException {
    Calendar calendar = look.first.member().calendar();
    List<DavResponse> found = MultistatusReader.all(answer, "PROPFIND " + calendar.url());
    if (found.stream().allMatch(response -> response.status() >= 400)) {
      look.lostCalendar = lost(calendar, "the server does not list it");
    }
  }

  /** Learns from a refusal; one that is neither a 404 nor a broken answer says nothing. */
  public void learnNoCalendar(Exchange exchange, @ExchangeProperty(LOOK) Look look) {
    Failure failure = failure(exchange);
    if (failure.isNotThere() || failure.status() / 100 != 4) {
      look.lostCalendar = lost(look.first.member().calendar(), failure.getMessage());
    }
  }

  private static Failure lost(Calendar calendar, String why) {
    return new Failure(
        Failure.Kind.SERVER,
        "calendar " + calendar.label() + " cannot be found any more since it was listed: " + why);
  }

  /** Whether another GET may do better: it is there after all, or in another version. */
  public boolean mayBeThere(@ExchangeProperty(LOOK) Look look) {
    return isNotThere(look.first.failure())
        ? !Boolean.FALSE.equals(look.there)
        : look.hasChanged() || look.isOther;
  }

  /** The object to ask for once more, as it is now. */
  public Member again(@ExchangeProperty(LOOK) Look look) {
    return look.now;
  }

  /** The object as it was read at last; one that is twice not there was deleted meanwhile. */
  public CalendarObject concluded(
      @Body Object body,
      @ExchangeProperty(LOOK) Look look,
      @ExchangeProperty(Multiget.PROPERTY) Multiget multiget,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    CalendarObject object = body instanceof CalendarObject again ? again : look.first;
    if (multiget != null) {
      multiget.note(object.failure());
    }
    Member listed = look.first.member(); // what the caller knows it by
    return object.failure() == null
        ? new CalendarObject(listed, object.bytes(), null, object.confirmed())
        : new CalendarObject(listed, null, meaning(object.failure(), look, account));
  }

  /**
   * Notes that the object is not there, or was not given as it was listed.
   *
   * @throws Failure what was caught, when it means something else
   */
  public void notThere(Exchange exchange, @Header(CaldavConstants.MEMBER) Member member)
      throws Failure {
    Failure failure = failure(exchange);
    if (!isDoubtful(failure)) {
      throw failure;
    }
    Look look = new Look(new CalendarObject(member, null, failure));
    look.proof = GetProof.of(exchange.getMessage());
    look.proof.givenUp();
    look.isOther = look.proof.mustLook();
    exchange.setProperty(LOOK, look);
  }

  /** Fails when it is twice not there. */
  public Member requireThere(
      @ExchangeProperty(LOOK) Look look, @ExchangeProperty(CaldavConstants.ACCOUNT) Account account)
      throws Failure {
    if (Boolean.FALSE.equals(look.there)) {
      throw meaning(look.first.failure(), look, account);
    }
    return look.now;
  }

  /**
   * The object could not be read a second time either.
   *
   * @throws Failure unless another way to ask may do better
   */
  public void failedAgain(
      Exchange exchange,
      @ExchangeProperty(LOOK) Look look,
      @ExchangeProperty(CaldavConstants.ACCOUNT) Account account)
      throws Failure {
    Failure failure = failure(exchange);
    if (failure.kind() != Failure.Kind.INCOMPLETE) {
      throw meaning(failure, look, account);
    }
    GetProof.of(exchange.getMessage()).givenUp();
    exchange.getMessage().setBody(null);
  }

  /** The object alone, to be asked for by multiget. */
  public List<Member> alone(Exchange exchange, @ExchangeProperty(LOOK) Look look) {
    exchange.setProperty(
        ALONE, new Alone(look.proof, look.first, exchange.getProperty(CaldavConstants.FETCH_TO)));
    return List.of(look.first.member());
  }

  /** Objects go again where they went before. */
  public void restoreTaker(Exchange exchange, @ExchangeProperty(ALONE) Alone alone) {
    exchange.setProperty(CaldavConstants.FETCH_TO, alone.taker);
  }

  /** Keeps what multiget gave, proved by the server's word or by what GET gave beside it. */
  public void fetched(@Body byte[] bytes, @ExchangeProperty(ALONE) Alone alone) {
    alone.bytes = bytes;
  }

  /**
   * The bytes of the object that was asked for by multiget.
   *
   * @throws Failure what GET said of it, when multiget did no better
   */
  public byte[] requireFetched(@ExchangeProperty(ALONE) Alone alone) throws Failure {
    if (alone.bytes == null) {
      throw alone.first.failure();
    }
    return alone.bytes;
  }

  private static Failure meaning(Failure failure, Look look, Account account) {
    if (!isNotThere(failure) || !isNotThere(look.first.failure())) {
      return failure;
    }
    if (Boolean.TRUE.equals(look.there)) {
      return new Failure(
          Failure.Kind.SERVER, "the server lists it and does not give it: " + failure.getMessage());
    }
    if (look.lostCalendar != null) {
      return look.lostCalendar;
    }
    ServerProfile.of(account)
        .listings()
        .forget(account.options().origin(), look.first.member().calendar());
    return new Failure(
        Failure.Kind.GONE,
        "gone from the server since it was listed (asked twice): " + failure.getMessage(),
        failure);
  }

  private static boolean isNotThere(Failure failure) {
    return failure.isNotThere();
  }

  private static Failure failure(Exchange exchange) {
    return Failures.ofCaught(exchange);
  }
}
