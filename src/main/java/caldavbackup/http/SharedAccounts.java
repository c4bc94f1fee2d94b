package caldavbackup.http;

import caldavbackup.options.Durations;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The accounts of one CamelContext, one for each set of options, and the limits that they share.
 *
 * <p>An account is held while it has active requests, and for the idle time after the last one.
 * Then its connections are closed, and it is removed once no caller references it; until then, the
 * same options yield the same account. When the context stops, all accounts end.
 *
 * <p>Safe for use by several threads. Its only thread runs while an account is held.
 */
final class SharedAccounts extends ServiceSupport {
  /** Property placeholder: how long an unused account stays open. */
  static final String IDLE = "caldav.account.idle";

  /**
   * Property placeholder: the maximum number of simultaneous requests to one host; 0 for no limit.
   */
  static final String PER_HOST = "caldav.per-host";

  private static final Duration DEFAULT_IDLE = Duration.ofMinutes(5);
  private static final long LEAST_PAUSE = 10;
  private static final int SECONDS_WITHOUT_WORK = 1;

  private final long idle;
  private final HostLimits limits;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Set<Account> held = ConcurrentHashMap.newKeySet();
  private final ReferenceQueue<Account> forgotten = new ReferenceQueue<>();
  private ScheduledThreadPoolExecutor timer;
  private ScheduledFuture<?> next;
  private boolean ended;

  /** An account that callers may still reference. */
  private static final class Known extends WeakReference<Account> {
    private final String key;

    private Known(String key, Account account, ReferenceQueue<Account> queue) {
      super(account, queue);
      this.key = key;
    }
  }

  /**
   * Creates an independent registry.
   *
   * @param idle how long an unused account is held
   * @param perHost the maximum number of simultaneous requests to one host; 0 for no limit
   */
  SharedAccounts(Duration idle, int perHost) {
    this.idle = idle.toMillis();
    this.limits = new HostLimits(perHost);
  }

  /** Creates a registry outside of a CamelContext, without limits. */
  SharedAccounts() {
    this(DEFAULT_IDLE, 0);
  }

  /**
   * The registry of a context, created on first use.
   *
   * @throws Failure of kind OPTION when one of its properties is invalid
   */
  static SharedAccounts of(CamelContext context) throws Failure {
    synchronized (context) {
      SharedAccounts accounts = context.hasService(SharedAccounts.class);
      if (accounts == null) {
        accounts = new SharedAccounts(duration(context, IDLE, "5m"), perHost(context));
        try {
          context.addService(accounts, true, true);
        } catch (Exception e) {
          throw Failures.of(e);
        }
      }
      return accounts;
    }
  }

  /** A property that is a duration, with a unit ({@code 30s}, {@code 5m}) or in milliseconds. */
  static Duration duration(CamelContext context, String property, String fallback) throws Failure {
    String text = context.resolvePropertyPlaceholders("{{" + property + ":" + fallback + "}}");
    boolean isMillis = text.strip().matches("\\d{1,12}");
    Duration time =
        isMillis ? Duration.ofMillis(Long.parseLong(text.strip())) : Durations.parse(text.strip());
    if (time == null) {
      throw Failure.option(
          "property '" + property + "' must be a duration like 30s or 5m, not '" + text + "'");
    }
    return time;
  }

  private static int perHost(CamelContext context) throws Failure {
    String text = context.resolvePropertyPlaceholders("{{" + PER_HOST + ":0}}").strip();
    if (!text.matches("\\d{1,6}")) {
      throw Failure.option(
          "property '" + PER_HOST + "' must be a number, 0 for no limit, not '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  /**
   * The account with these options.
   *
   * @throws Failure of kind CANCELLED when the context was stopped
   */
  Account account(Options options) throws Failure {
    purge();
    Account[] found = new Account[1];
    known.compute(
        options.fingerprint(),
        (key, before) -> {
          found[0] = before == null ? null : before.get();
          if (found[0] == null) {
            found[0] = new Account(options, this);
            return new Known(key, found[0], forgotten);
          }
          return before;
        });
    found[0].touch();
    return found[0];
  }

  private void purge() {
    for (Reference<?> one = forgotten.poll(); one != null; one = forgotten.poll()) {
      Known gone = (Known) one;
      known.remove(gone.key, gone);
    }
  }

  /** The limits that all accounts share. */
  HostLimits limits() {
    return limits;
  }

  /**
   * Holds an account that is in use, until it is idle.
   *
   * @throws Failure of kind CANCELLED when the context was stopped
   */
  void hold(Account account) throws Failure {
    if (held.add(account)) {
      schedule();
    }
  }

  /** Releases an account that is not in use. Only its callers reference it then. */
  void release(Account account) {
    held.remove(account);
    synchronized (this) {
      if (held.isEmpty() && next != null) {
        next.cancel(false);
        next = null;
      }
    }
  }

  private synchronized void schedule() throws Failure {
    if (ended) {
      held.clear();
      throw AccountConnections.closed();
    }
    if (timer == null) {
      timer = newTimer();
    }
    sweepLater();
  }

  private static ScheduledThreadPoolExecutor newTimer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "caldav accounts");
              thread.setDaemon(true);
              return thread;
            });
    timer.setKeepAliveTime(SECONDS_WITHOUT_WORK, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  private void sweep() {
    synchronized (this) {
      next = null;
    }
    try {
      for (Account account : held) {
        account.closeIfIdle(idle);
      }
      purge();
    } finally {
      synchronized (this) {
        if (!held.isEmpty() && !ended) {
          sweepLater();
        }
      }
    }
  }

  private void sweepLater() {
    if (next == null) {
      next = timer.schedule(this::sweep, Math.max(LEAST_PAUSE, idle / 2), TimeUnit.MILLISECONDS);
    }
  }

  /** The number of held accounts. */
  int held() {
    return held.size();
  }

  /** The number of known accounts: held ones, and those that callers still reference. */
  int known() {
    purge();
    return known.size();
  }

  @Override
  protected void doStop() {
    synchronized (this) {
      ended = true;
      if (timer != null) {
        timer.shutdownNow();
      }
    }
    for (Known one : known.values()) {
      Account account = one.get();
      if (account != null) {
        account.end();
      }
    }
    held.clear();
    known.clear();
  }
}
