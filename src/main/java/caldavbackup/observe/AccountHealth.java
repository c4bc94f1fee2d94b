package caldavbackup.observe;

import caldavbackup.http.Accounts;
import caldavbackup.options.Durations;
import caldavbackup.text.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.spi.ThreadPoolProfile;

/**
 * Bean {@code caldavHealth}: a readiness check for each account in properties ({@code
 * caldav.accounts.NAME.…}), with the ID {@code caldav-NAME}, if camel-health is on the class path.
 * A check is up if sign-in and discovery of the account succeed.
 */
public final class AccountHealth implements HealthCheckRepository, CamelContextAware {
  private static final String BEAN = "caldavHealth";
  private static final int THREADS = 4;
  private static final long SECONDS_WITHOUT_WORK = 10;

  private final Map<String, AccountCheck> checks = new ConcurrentHashMap<>();
  private CamelContext context;
  private volatile Accounts accounts;
  private ExecutorService threads;
  private ProducerTemplate template;
  private Duration interval;
  private boolean enabled = true;

  @Override
  public String getId() {
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

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
    try {
      context.addStartupListener((started, alreadyStarted) -> register());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void register() throws Failure {
    HealthCheckRegistry registry = HealthCheckRegistry.get(context);
    Accounts found = context.getRegistry().lookupByNameAndType("caldavAccounts", Accounts.class);
    boolean isBean =
        context.getRegistry().lookupByName(BEAN) == this; // loaders create the bean twice
    if (registry == null || found == null || accounts != null || !isBean) {
      return;
    }
    enabled =
        Boolean.parseBoolean(
            context.resolvePropertyPlaceholders("{{caldav.health.enabled:true}}").strip());
    String time = context.resolvePropertyPlaceholders("{{caldav.health.interval:5m}}").strip();
    interval = Durations.parse(time);
    if (interval == null) {
      throw Failure.option(
          "property 'caldav.health.interval' must be a duration like 30s or 5m, not '"
              + time
              + "'");
    }
    accounts = found;
    registry.register(this);
  }

  /** A check for each named account. */
  @Override
  public Stream<HealthCheck> stream() {
    if (!enabled || accounts == null) {
      return Stream.empty();
    }
    return accounts.names().stream()
        .map(name -> checks.computeIfAbsent(name, one -> new AccountCheck(this, one)));
  }

  /** How long a result is valid. */
  Duration interval() {
    return interval;
  }

  Accounts accounts() {
    return accounts;
  }

  /** A template for the routes of the context. */
  synchronized ProducerTemplate template() {
    if (template == null) {
      template = context.createProducerTemplate();
    }
    return template;
  }

  /** Runs a task on one of a few threads, which end when idle. */
  synchronized void later(Runnable task) {
    if (threads == null) {
      ThreadPoolProfile profile = new ThreadPoolProfile("caldavHealth");
      profile.setPoolSize(THREADS);
      profile.setMaxPoolSize(THREADS);
      profile.setMaxQueueSize(-1);
      profile.setKeepAliveTime(SECONDS_WITHOUT_WORK);
      profile.setAllowCoreThreadTimeOut(true);
      threads = context.getExecutorServiceManager().newThreadPool(this, "caldav health", profile);
    }
    threads.execute(task);
  }
}
