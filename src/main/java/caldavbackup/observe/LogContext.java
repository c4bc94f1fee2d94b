package caldavbackup.observe;

import caldavbackup.caldav.Calendar;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.webdav.Hrefs;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.NamedRoute;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.MDC;

/**
 * Bean {@code caldavLogContext}: puts account and calendar into the MDC (SLF4J's mapped diagnostic
 * context) while a step of our routes is at work, on whatever thread that is. What the thread had
 * there before is there again when the step is over.
 */
public final class LogContext implements CamelContextAware {
  /** MDC key: the account without secrets, {@code user@host/path}. */
  public static final String ACCOUNT = "caldav.account";

  /** MDC key: the path of the calendar at the server, or the name that a restore was given. */
  public static final String CALENDAR = "caldav.calendar";

  private static final String OURS = "caldav-";

  private CamelContext context;

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
    InterceptStrategy strategy =
        (any, definition, target, next) -> isOurs(definition) ? new Step(target) : target;
    context.getCamelContextExtension().addInterceptStrategy(strategy);
  }

  private static boolean isOurs(NamedNode definition) {
    for (NamedNode node = definition; node != null; node = node.getParent()) {
      if (node instanceof NamedRoute route) {
        return route.getRouteId() != null && route.getRouteId().startsWith(OURS);
      }
    }
    return false;
  }

  private static final class Step extends DelegateAsyncProcessor {
    private Step(Processor target) {
      super(target);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      Account account = exchange.getProperty(CaldavConstants.ACCOUNT, Account.class);
      if (account == null) {
        return super.process(exchange, callback);
      }
      Thread thread = Thread.currentThread();
      String accountBefore = MDC.get(ACCOUNT);
      String calendarBefore = MDC.get(CALENDAR);
      put(ACCOUNT, account.options().origin());
      put(CALENDAR, calendar(exchange));
      Runnable restore =
          () -> {
            put(ACCOUNT, accountBefore);
            put(CALENDAR, calendarBefore);
          };
      try {
        return super.process(
            exchange,
            isSync -> {
              if (Thread.currentThread() == thread) {
                restore.run(); // what follows may be a step of the host's
              }
              callback.done(isSync);
            });
      } finally {
        restore.run();
      }
    }
  }

  private static String calendar(Exchange exchange) {
    Message message = exchange.getMessage();
    if (message.getHeader(CaldavConstants.CALENDAR) instanceof Calendar calendar) {
      return Hrefs.path(calendar.url());
    }
    if (message.getBody() instanceof Calendar calendar) {
      return Hrefs.path(calendar.url());
    }
    String href = message.getHeader(CaldavConstants.CALENDAR_HREF, String.class);
    return href != null ? href : message.getHeader(CaldavConstants.CALENDAR, String.class);
  }

  private static void put(String key, String value) {
    if (value == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }
}
