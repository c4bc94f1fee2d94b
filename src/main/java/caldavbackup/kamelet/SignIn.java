package caldavbackup.kamelet;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.RouteFiles;
import caldavbackup.http.Account;
import caldavbackup.http.Accounts;
import caldavbackup.options.Option;
import caldavbackup.text.Failure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The first step of each Kamelet: loads the routes that the Kamelet calls, unless the application
 * has loaded them, and sets the account of the exchange. The account is named by a property,
 * configured by properties, or named by the message.
 *
 * <p>An empty property means none.
 */
public final class SignIn implements Processor {
  private final Map<String, Object> credentials = new TreeMap<>();
  private final Map<String, String> wishes = new TreeMap<>();
  private String routes;
  private String account = "";
  private boolean fromMessage;
  private volatile boolean isLoaded;

  /** The route file that the Kamelet calls. The files that it needs are loaded, too. */
  public void setRoutes(String file) {
    routes = file;
  }

  /** The name of an account. */
  public void setAccount(String name) {
    account = name;
  }

  /** The location of an unnamed account. */
  public void setServer(String location) {
    put(credentials, Option.LOCATION, location);
  }

  /** The user of an unnamed account. */
  public void setUsername(String name) {
    put(credentials, Option.USERNAME, name);
  }

  /** The password of an unnamed account. */
  public void setPassword(String password) {
    put(credentials, Option.PASSWORD, password);
  }

  /** The calendars; overrides the option of a named account. */
  public void setCalendars(String globs) {
    put(wishes, Option.CALENDARS, globs);
  }

  /** What to do with existing objects; overrides the option of a named account. */
  public void setConflict(String policy) {
    put(wishes, Option.CONFLICT, policy);
  }

  /** Whether to write nothing; false leaves the choice to the account. */
  public void setDryRun(boolean isDry) {
    put(wishes, Option.DRY_RUN, isDry ? "true" : "");
  }

  /** Whether the message may name the account. */
  public void setFromMessage(boolean isAsked) {
    fromMessage = isAsked;
  }

  private static void put(Map<String, ? super String> options, Option option, String value) {
    if (value != null && !value.isBlank()) {
      options.put(option.key(), value);
    }
  }

  /**
   * Sets the account of the exchange.
   *
   * @throws Failure of kind OPTION when the properties or the message name no account or two, or an
   *     option is invalid
   */
  @Override
  public void process(Exchange exchange) throws Exception {
    if (!isLoaded) {
      exchange.getContext().addRoutes(new RouteFiles(List.of(routes)));
      isLoaded = true;
    }
    exchange.setProperty(CaldavConstants.ACCOUNT, account(exchange));
  }

  private Account account(Exchange exchange) throws Failure {
    Accounts accounts = accounts(exchange.getContext());
    if (!account.isBlank()) {
      if (!credentials.isEmpty()) {
        throw Failure.option(
            "property 'account' names an account: leave out '"
                + String.join("', '", properties())
                + "'");
      }
      return accounts.named(account, wishes);
    }
    if (!credentials.isEmpty() || !fromMessage) {
      if (!credentials.containsKey(Option.LOCATION.key())) {
        throw Failure.option("property 'account' or 'server' is missing: it names the account");
      }
      Map<String, Object> options = new TreeMap<>(credentials);
      options.putAll(wishes);
      return accounts.of(options);
    }
    return AskedAccount.of(exchange).in(accounts, wishes);
  }

  private List<String> properties() {
    String location = Option.LOCATION.key();
    return credentials.keySet().stream().map(key -> key.equals(location) ? "server" : key).toList();
  }

  private static Accounts accounts(CamelContext context) {
    return context.getRegistry().lookupByNameAndType("caldavAccounts", Accounts.class);
  }
}
