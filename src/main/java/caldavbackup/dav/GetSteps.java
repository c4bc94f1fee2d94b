package caldavbackup.dav;

import caldavbackup.account.Account;
import caldavbackup.account.Caldav;
import caldavbackup.account.Failure;
import caldavbackup.account.Failures;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/**
 * Bean {@code caldavGet}: the steps of {@code direct:caldav-get} and {@code direct:caldav-stream}.
 */
public final class GetSteps {
  private static final String LOOK = "CamelCaldavLook";
  private final Requests requests = new Requests();

  /** An object that a first GET did not give. */
  private static final class Look {
    private final CalendarObject first;
    private Boolean there;

    Look(CalendarObject first) {
      this.first = first;
    }
  }

  /** Asks for one object by GET. */
  public void get(Exchange exchange, @Body Member member) {
    exchange.getMessage().setHeader(Caldav.MEMBER, member);
    requests.get(exchange.getMessage(), member);
  }

  /** The object that GET gave. */
  public CalendarObject got(@Body InputStream answer, @Header(Caldav.MEMBER) Member member)
      throws IOException {
    try (InputStream in = answer) {
      return new CalendarObject(member, in == null ? new byte[0] : in.readAllBytes(), null);
    }
  }

  /** The object that could not be read, with the server's own words. */
  public CalendarObject failed(Exchange exchange, @Header(Caldav.MEMBER) Member member) {
    return new CalendarObject(member, null, failure(exchange));
  }

  /** Whether to ask once more: an answer that broke, or a 404. */
  public boolean deservesAnother(Exchange exchange, @Body CalendarObject object) {
    exchange.setProperty(LOOK, new Look(object));
    Failure failure = object.failure();
    return failure != null && (failure.kind() == Failure.Kind.INCOMPLETE || isNotThere(failure));
  }

  /** Whether the server said that the object is not there. */
  public boolean wasNotThere(@ExchangeProperty(LOOK) Look look) {
    return isNotThere(look.first.failure());
  }

  /** Asks in another way whether it is there: GET by its URL is broken on some servers. */
  public void askWhether(Exchange exchange, @ExchangeProperty(LOOK) Look look) {
    requests.member(exchange.getMessage(), look.first.member());
  }

  /** Learns whether it is there. */
  public void learnWhether(@Body InputStream answer, @ExchangeProperty(LOOK) Look look)
      throws IOException {
    String what = "PROPFIND " + look.first.member().url();
    look.there =
        MultistatusReader.all(answer, what).stream().anyMatch(found -> found.status() < 400);
  }

  /** Learns from a refusal; one that is no 404 says nothing. */
  public void learnRefusal(Exchange exchange, @ExchangeProperty(LOOK) Look look) {
    look.there = isNotThere(failure(exchange)) ? Boolean.FALSE : null;
  }

  /** Whether another GET may do better. */
  public boolean mayBeThere(@ExchangeProperty(LOOK) Look look) {
    return !Boolean.FALSE.equals(look.there);
  }

  /** The object to ask for once more. */
  public Member again(@ExchangeProperty(LOOK) Look look) {
    return look.first.member();
  }

  /** The object as it was read at last; one that is twice not there was deleted meanwhile. */
  public CalendarObject concluded(
      @Body Object body,
      @ExchangeProperty(LOOK) Look look,
      @ExchangeProperty(Multiget.PROPERTY) Multiget multiget,
      @ExchangeProperty(Caldav.ACCOUNT) Account account) {
    CalendarObject object = body instanceof CalendarObject again ? again : look.first;
    if (multiget != null) {
      multiget.note(object.failure());
    }
    return object.failure() == null
        ? object
        : new CalendarObject(object.member(), null, meaning(object.failure(), look, account));
  }

  /**
   * Notes that the object is not there.
   *
   * @throws Failure what was caught, when it means something else
   */
  public void notThere(Exchange exchange, @Header(Caldav.MEMBER) Member member) throws Failure {
    Failure failure = failure(exchange);
    if (!isNotThere(failure)) {
      throw failure;
    }
    exchange.setProperty(LOOK, new Look(new CalendarObject(member, null, failure)));
  }

  /** Fails when it is twice not there. */
  public Member requireThere(
      @ExchangeProperty(LOOK) Look look, @ExchangeProperty(Caldav.ACCOUNT) Account account)
      throws Failure {
    if (!mayBeThere(look)) {
      throw meaning(look.first.failure(), look, account);
    }
    return look.first.member();
  }

  /** The object could not be read a second time either. */
  public void failedAgain(
      Exchange exchange,
      @ExchangeProperty(LOOK) Look look,
      @ExchangeProperty(Caldav.ACCOUNT) Account account)
      throws Failure {
    throw meaning(failure(exchange), look, account);
  }

  private static Failure meaning(Failure failure, Look look, Account account) {
    if (!isNotThere(failure) || !isNotThere(look.first.failure())) {
      return failure;
    }
    if (Boolean.TRUE.equals(look.there)) {
      return new Failure(
          Failure.Kind.SERVER, "the server lists it and does not give it: " + failure.getMessage());
    }
    KeptListings.of(account).forget(account.options().origin(), look.first.member().calendar());
    return new Failure(
        Failure.Kind.GONE,
        "gone from the server since it was listed (asked twice): " + failure.getMessage(),
        failure);
  }

  private static boolean isNotThere(Failure failure) {
    return failure.isNotThere();
  }

  private static Failure failure(Exchange exchange) {
    return Failures.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
  }
}
