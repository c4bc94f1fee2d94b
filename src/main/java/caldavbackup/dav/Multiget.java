package caldavbackup.dav;

import caldavbackup.account.Caldav;
import caldavbackup.account.Failure;
import caldavbackup.account.Failures;
import caldavbackup.account.Hrefs;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/** One calendar-multiget under way: who was asked for, and who is still owed. */
public final class Multiget {
  /** Exchange property: the multiget under way. */
  static final String PROPERTY = "CamelCaldavMultiget";

  private final Map<String, Member> owed = new LinkedHashMap<>();
  private final Set<Member> large = new HashSet<>();

  /**
   * What the server said of one member.
   *
   * @param data calendar-data, its line ends folded to LF
   * @param etag of this data, or null
   * @param length of the stored data, or -1
   */
  record Answer(Member member, String data, String etag, long length) {}

  private Multiget(List<Member> members) {
    members.forEach(member -> owed.put(member.href(), member));
  }

  /** The member that a response speaks of with its data; null when it has none or nobody asked. */
  Answer answered(DavResponse response) {
    Member member = find(response.href());
    Element data = response.properties().get(Names.CALENDAR_DATA);
    if (member == null || data == null) {
      return null;
    }
    if (data.isCut()) {
      large.add(member);
      return null;
    }
    Member now = Member.of(member.calendar(), response);
    return new Answer(
        member, data.text(), now.etag(), now.length() >= 0 ? now.length() : member.length());
  }

  private Member find(String href) {
    Member member = owed.get(href);
    if (member != null) {
      return member;
    }
    for (Member candidate : owed.values()) { // the server wrote the href another way
      if (Hrefs.same(candidate.url(), Hrefs.resolve(candidate.calendar().url(), href))) {
        return candidate;
      }
    }
    return null;
  }

  private void delivered(Member member) {
    owed.remove(member.href());
  }

  /** Bean {@code caldavFetch}: the steps of {@code direct:caldav-fetch}. */
  public static final class Steps {
    private final Requests requests = new Requests();

    /** Notes who is asked for. */
    public void begin(Exchange exchange, @Body List<Member> members) {
      exchange.setProperty(PROPERTY, new Multiget(members));
    }

    /** Asks for all of them by one multiget. */
    public void multiget(Exchange exchange, @ExchangeProperty(PROPERTY) Multiget multiget) {
      requests.multiget(exchange.getMessage(), List.copyOf(multiget.owed.values()));
    }

    /** The proved object in an answer; null when it must be read by GET. */
    public CalendarObject exact(
        @Body Answer answer, @ExchangeProperty(PROPERTY) Multiget multiget) {
      byte[] bytes = ExactBytes.proved(answer.data(), answer.etag(), answer.length());
      if (bytes == null) {
        return null;
      }
      multiget.delivered(answer.member());
      return new CalendarObject(answer.member(), bytes, null);
    }

    /** Whether asking for each object alone may do better: not when nobody is let in any more. */
    public boolean mayBeOneObjectsFault(Exchange exchange) {
      Failure.Kind kind =
          Failures.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)).kind();
      return kind != Failure.Kind.SIGN_IN && kind != Failure.Kind.CANCELLED;
    }

    /**
     * Those that the server left out, answered without data, or whose bytes nothing proved.
     *
     * @param leaveLarge whether the caller reads large ones itself, as streams
     */
    public List<Member> owed(
        @ExchangeProperty(PROPERTY) Multiget multiget,
        @ExchangeProperty(Caldav.LEAVE_LARGE) Boolean leaveLarge) {
      return multiget.owed.values().stream()
          .filter(member -> !Boolean.TRUE.equals(leaveLarge) || !multiget.large.contains(member))
          .toList();
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
      Failure failure =
          Failures.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
      String why = failure.getMessage();
      return new CalendarObject(
          member,
          null,
          failure.status() == 404 ? "gone from the server since it was listed: " + why : why);
    }

    /** Puts an object on the message as the routes' callers see it. */
    public void describe(Exchange exchange, @Body CalendarObject object) {
      var message = exchange.getMessage();
      message.removeHeaders("CamelCaldav*");
      message.setHeader(Caldav.MEMBER, object.member());
      message.setHeader(Caldav.CALENDAR, object.member().calendar());
      message.setHeader(Caldav.HREF, object.member().href());
      message.setHeader(Caldav.ETAG, object.member().etag());
      message.setHeader(Caldav.NAME, object.member().name());
      message.setHeader(Caldav.ERROR, object.error());
      message.setBody(object.bytes());
    }
  }
}
