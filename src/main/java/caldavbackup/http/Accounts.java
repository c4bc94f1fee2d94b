package caldavbackup.http;

import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Handler;

/**
 * Bean {@code caldavAccounts}: gives the account that a host's route puts on its exchange. All
 * beans of this class in a CamelContext share their accounts.
 *
 * <p>Safe for use by several threads.
 */
public final class Accounts implements CamelContextAware {
  private final NamedAccounts named;
  private CamelContext context;
  private SharedAccounts shared;

  /** Accounts that the properties of the CamelContext name. */
  public Accounts() {
    this(Map.of());
  }

  /**
   * Accounts that the application names.
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
   * The account with these options: the same as before while it is in use, or was used within
   * {@code caldav.account.idle}. Options are the same when their values are, those included that
   * come from a password file, a command or a certificate file, which are read each time.
   *
   * @param options option names and values as README.md lists them, those of a backup and those of
   *     a restore; null values are left out
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
   * The account of this name; otherwise like {@link #of}. Its options are the properties {@code
   * caldav.accounts.NAME.OPTION} of the CamelContext, where {@code password_file} may also be
   * written {@code password-file} or {@code passwordFile}.
   *
   * @throws Failure of kind OPTION when no property names the account, or an option of it is
   *     unknown, wrong or cannot be resolved
   */
  public Account named(String name) throws Failure {
    Map<String, String> options = named.options(name, context);
    try {
      return shared().account(Options.forBoth(options));
    } catch (Failure e) {
      throw new Failure(
          e.kind(), "account '" + name + "': " + e.getMessage(), e.getCause(), e.status());
    }
  }

  private synchronized SharedAccounts shared() throws Failure {
    if (shared == null) {
      shared = context == null ? new SharedAccounts() : SharedAccounts.of(context);
    }
    return shared;
  }
}
