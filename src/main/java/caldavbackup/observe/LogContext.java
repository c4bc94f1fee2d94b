package caldavbackup.observe;

import caldavbackup.caldav.Calendar;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.webdav.Hrefs;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.MDC;

/**
 * Bean {@code caldavLogContext}: sets account and calendar in the MDC (SLF4J's mapped diagnostic
 * context) while a step processes an exchange with an account, on any thread. The log lines of
 * these routes and of a host's sink then contain them. Afterwards, the previous values of the
 * thread are restored.
 */
public final class LogContext implements CamelContextAware {
  /** MDC key: the account without secrets, {@code user@host/path}. */
  public static final String ACCOUNT = "caldav.account";

  /** MDC key: the path of the calendar on the server, or the name given to a restore. */
  public static final String CALENDAR = "caldav.calendar";

  private CamelContext context;

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
    ExtendedCamelContext extended = context.getCamelContextExtension();
    if (extended.getContextPlugin(Mark.class) == null) { // loaders create a bean more than once
      extended.addContextPlugin(Mark.class, new Mark());
      extended.addInterceptStrategy((any, definition, target, next) -> new Step(target));
    }
  }

  /** Marks a context that already has the steps below. */
  private static final class Mark {}

  private static final class Step extends DelegateAsyncProcessor {
    private Step(Processor target) {
      super(target);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      return exchange.getProperty(CaldavConstants.ACCOUNT) instanceof Account account
          ? process(exchange, account, callback)
          : super.process(exchange, callback);
    }

    private boolean process(Exchange exchange, Account account, AsyncCallback callback) {
      Entries before = Entries.ofThread();
      new Entries(account.options().origin(), calendar(exchange)).toThread();
      Thread thread = Thread.currentThread();
      boolean[] isInside = {true};
      try {
        return super.process(
            exchange,
            isSync -> {
              if (isInside[0] && Thread.currentThread() == thread) {
                before.toThread(); // the rest belongs to another step
              }
              callback.done(isSync);
            });
      } finally {
        isInside[0] = false;
        before.toThread();
      }
    }
  }

  private record Entries(String account, String calendar) {
    static Entries ofThread() {
      return new Entries(MDC.get(ACCOUNT), MDC.get(CALENDAR));
    }

    void toThread() {
      put(ACCOUNT, account);
      put(CALENDAR, calendar);
    }

    private static void put(String key, String value) {
      if (value == null) {
        MDC.remove(key);
      } else {
        MDC.put(key, value);
      }
    }
  }

  private static String calendar(Exchange exchange) {
    Message message = exchange.getMessage();
    Object calendar = message.getHeader(CaldavConstants.CALENDAR);
    Object found = calendar instanceof Calendar ? calendar : message.getBody();
    if (found instanceof Calendar known) {
      return Hrefs.path(known.url());
    }
    Object href = message.getHeader(CaldavConstants.CALENDAR_HREF);
    return href instanceof String text ? text : calendar instanceof String name ? name : null;
  }
}
