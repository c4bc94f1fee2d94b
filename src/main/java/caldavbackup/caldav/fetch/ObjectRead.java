package caldavbackup.caldav.fetch;

import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.http.Account;
import caldavbackup.http.Conversation;
import caldavbackup.http.WholeBody;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Reads one member: by GET, and if that fails, by multiget. */
public final class ObjectRead implements Conversation {
  /** The body at the end. */
  private enum Result {
    /** The {@link CalendarObject}, read by GET only; it contains its failure. */
    OBJECT,
    /**
     * The data: {@code byte[]}, or an {@code InputStream} for a large object, valid until the
     * exchange is complete.
     */
    DATA
  }

  private final Member member;
  private final Account account;
  private final Result result;
  private final ObjectGet get;
  private Fetch fetch;

  private ObjectRead(Member member, Account account, Result result) {
    this.member = member;
    this.account = account;
    this.result = result;
    this.get =
        new ObjectGet(
            member, account, new ObjectGet.Terms(null, false, result == Result.DATA, null));
  }

  /**
   * The body becomes the object, which contains its failure if GET fails. The conversation fails if
   * the run has ended.
   */
  public static ObjectRead object(Member member, Account account) {
    return new ObjectRead(member, account, Result.OBJECT);
  }

  /**
   * The body becomes the data of the object: {@code byte[]}, or an {@code InputStream} for a large
   * object, valid until the exchange is complete. The conversation fails if both GET and multiget
   * fail.
   */
  public static ObjectRead data(Member member, Account account) {
    return new ObjectRead(member, account, Result.DATA);
  }

  @Override
  public boolean ask(Exchange exchange) throws IOException {
    if (fetch == null) {
      if (get.ask(exchange)) {
        return true;
      }
      if (result == Result.OBJECT) {
        exchange.getMessage().setBody(get.result());
        return false;
      }
      if (!get.isForMultiget()) {
        exchange.getMessage().setBody(data(get.result(), exchange));
        return false;
      }
      fetch = Fetch.after(get, member, account);
    }
    if (fetch.ask(exchange)) {
      return true;
    }
    List<?> objects = exchange.getMessage().getBody(List.class);
    CalendarObject object = (CalendarObject) objects.get(0);
    if (object.data() == null) { // the failure of the first GET is the most informative one
      throw object.isGone() || object.failure().endsAll() ? object.failure() : get.firstFailure();
    }
    exchange.getMessage().setBody(data(object, exchange));
    return false;
  }

  private static Object data(CalendarObject object, Exchange exchange) throws IOException {
    WholeBody data = object.data();
    if (data == null) {
      throw object.failure();
    }
    if (data.isInMemory()) {
      return data.bytes();
    }
    exchange.getExchangeExtension().addOnCompletion(new ReleaseAtEnd(object));
    return data;
  }

  private static final class ReleaseAtEnd extends SynchronizationAdapter {
    private final CalendarObject object;

    ReleaseAtEnd(CalendarObject object) {
      this.object = object;
    }

    @Override
    public void onDone(Exchange exchange) {
      CalendarObject.release(List.of(object));
    }
  }

  @Override
  public void learn(Exchange exchange) throws IOException {
    if (fetch == null) {
      get.learn(exchange);
    } else {
      fetch.learn(exchange);
    }
  }

  @Override
  public void failed(Exchange exchange, Failure failure) throws Failure {
    if (failure.endsRun()) {
      throw failure;
    }
    if (fetch == null) {
      get.failed(failure);
    } else {
      fetch.failed(exchange, failure);
    }
  }

  @Override
  public long pause(Exchange exchange) {
    return fetch == null ? 0 : fetch.pause(exchange);
  }
}
