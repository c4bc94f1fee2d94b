package caldavbackup.http;

import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Handler;

/**
 * Bean {@code caldavAccounts}: supplies the account that a host's route sets on its exchange. All
 * beans of this class in a CamelContext share their accounts.
 *
 * <p>Safe for use by several threads.
 */
public final class Accounts implements CamelContextAware {
  private final NamedAccounts named;
  private CamelContext context;
  private SharedAccounts shared;

  /** Supplies accounts that the properties of the CamelContext configure. */
  public Accounts() {
    this(Map.of());
  }

  /**
   * Supplies accounts that the application configures.
   *
   * @param named the options of each account, by its name; other names are looked up in the
   *     properties of the CamelContext
   */
  public Accounts(Map<String, ? extends Map<String, String>> named) {
    this.named = new NamedAccounts(named);
  }

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  /**
   * The account with these options. Equal options yield the same account while it is in use, and
   * for {@code caldav.account.idle} afterwards. Options are equal if their values are, including
   * the contents of password files, commands and certificate files, which are read on each call.
   *
   * @param options the names and values of backup and restore options, as docs/options.md lists
   *     them; null values are ignored
   * @throws Failure of kind OPTION with one sentence that names the option at fault
   */
  @Handler
  public Account of(@Body Map<String, Object> options) throws Failure {
    if (options == null) {
      throw Failure.option("option 'location' is missing: the options of the account are null");
    }
    Map<String, String> texts = new TreeMap<>();
    options.forEach(
        (key, value) -> {
          if (value != null) {
            texts.put(key, String.valueOf(value));
          }
        });
    return shared().account(Options.forBoth(texts));
  }

  /**
   * The account with this name; otherwise like {@link #of}. Its options are the properties {@code
   * caldav.accounts.NAME.OPTION} of the CamelContext. Option names may be written like {@code
   * password_file}, {@code password-file} or {@code passwordFile}.
   *
   * @throws Failure of kind OPTION when no property names the account, or one of its options is
   *     unknown, invalid or cannot be resolved
   */
  public Account named(String name) throws Failure {
    return named(name, Map.of());
  }

  /**
   * The account with this name, with some options replaced.
   *
   * @param others options that override those of the properties
   * @throws Failure like {@link #named(String)}
   */
  public Account named(String name, Map<String, String> others) throws Failure {
    Map<String, String> options = new TreeMap<>(named.options(name, context));
    options.putAll(others);
    try {
      return shared().account(Options.forBoth(options));
    } catch (Failure e) {
      throw new Failure(
          e.kind(), "account '" + name + "': " + e.getMessage(), e.getCause(), e.status());
    }
  }

  /**
   * The sorted names that {@link #named} accepts, without those in property sources that cannot be
   * listed.
   */
  public Set<String> names() {
    return named.names(context);
  }

  private synchronized SharedAccounts shared() throws Failure {
    if (shared == null) {
      shared = context == null ? new SharedAccounts() : SharedAccounts.of(context);
    }
    return shared;
  }
}
