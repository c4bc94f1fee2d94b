package caldavbackup.observe;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.text.Failure;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * The readiness check of one account. A call returns the last result at once. If the result is
 * older than {@code caldav.health.interval}, one new check of the account starts in the background.
 */
final class AccountCheck implements HealthCheck {
  private final AccountHealth health;
  private final String name;
  private final AtomicBoolean isUnderWay = new AtomicBoolean();
  private volatile Result last;
  private volatile long lastAt;
  private volatile boolean enabled = true;

  AccountCheck(AccountHealth health, String name) {
    this.health = health;
    this.name = name;
  }

  @Override
  public String getId() {
    return "caldav-" + name;
  }

  @Override
  public String getGroup() {
    return "caldav";
  }

  @Override
  public boolean isEnabled() {
    return enabled;
  }

  @Override
  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }

  /** False: an application is alive even if a calendar server is not. */
  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  public Result call(Map<String, Object> options) {
    Result known = last;
    boolean isDue = known == null || System.nanoTime() - lastAt >= health.interval().toNanos();
    if (isDue && isUnderWay.compareAndSet(false, true)) {
      try {
        health.later(this::look);
      } catch (RuntimeException e) { // the context is stopping
        isUnderWay.set(false);
      }
    }
    return known != null
        ? known
        : HealthCheckResultBuilder.on(this)
            .state(HealthCheckRegistry.get(health.getCamelContext()).getInitialState())
            .message("the account was not checked yet")
            .build();
  }

  private void look() {
    HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this).detail(CHECK_ID, getId());
    try {
      Account account = health.accounts().named(name);
      result.detail("account", account.options().origin());
      Exchange done =
          health
              .template()
              .send(
                  "direct:caldav-discover",
                  exchange -> exchange.setProperty(CaldavConstants.ACCOUNT, account));
      if (done.getException() != null) {
        throw done.getException();
      }
      result.detail("calendars", done.getMessage().getBody(Collection.class).size()).up();
    } catch (Exception e) {
      Failure failure = Failures.of(e);
      result
          .detail("kind", failure.kind().name().toLowerCase(Locale.ROOT))
          .message(failure.getMessage()) // without the exception: a stack trace adds nothing
          .down();
      if (failure.status() != 0) {
        result.detail(HTTP_RESPONSE_CODE, failure.status());
      }
    } finally {
      last = result.build();
      lastAt = System.nanoTime();
      isUnderWay.set(false);
    }
  }
}
