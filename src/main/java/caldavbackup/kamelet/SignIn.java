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
 * The first step of every Kamelet: loads the routes that the Kamelet calls, those that the
 * application has not loaded, and puts the account on the exchange. The account is a named one, or
 * has the options of the Kamelet, or is named by the message.
 *
 * <p>An empty value of a property is none.
 */
public final class SignIn implements Processor {
  private final Map<String, Object> credentials = new TreeMap<>();
  private final Map<String, String> wishes = new TreeMap<>();
  private String routes;
  private String account = "";
  private boolean fromMessage;
  private volatile boolean isLoaded;

  /** The route file that the Kamelet calls; those that it needs are loaded too. */
  public void setRoutes(String file) {
    routes = file;
  }

  /** The name of an account. */
  public void setAccount(String name) {
    account = name;
  }

  /** The location of an account without a name. */
  public void setServer(String location) {
    put(credentials, Option.LOCATION, location);
  }

  /** The user of an account without a name. */
  public void setUsername(String name) {
    put(credentials, Option.USERNAME, name);
  }

  /** The password of an account without a name. */
  public void setPassword(String password) {
    put(credentials, Option.PASSWORD, password);
  }

  /** Which calendars; goes before what a named account says. */
  public void setCalendars(String globs) {
    put(wishes, Option.CALENDARS, globs);
  }

  /** What to do with objects that are there; goes before what a named account says. */
  public void setConflict(String policy) {
    put(wishes, Option.CONFLICT, policy);
  }

  /** Whether to write nothing; false leaves it to the account. */
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
   * Puts the account on the exchange.
   *
   * @throws Failure of kind OPTION when the properties or the message name no account, or two, or
   *     an option is wrong
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
        throw Failure.option("property 'account' or 'server' is missing: it says whose calendars");
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
