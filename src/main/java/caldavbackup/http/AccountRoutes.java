package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.Routes;
import caldavbackup.text.Failure;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** The routes, bound to one account. */
public record AccountRoutes(Routes routes, Account account) {
  /**
   * Sends one message through a route and waits for the result.
   *
   * @param properties exchange properties in addition to the account
   * @return the exchange as the route left it
   * @throws Failure with one sentence, whatever was thrown
   */
  public Exchange send(String endpoint, Object body, Map<String, Object> properties)
      throws Failure {
    Map<String, Object> all = new HashMap<>(properties);
    all.put(CaldavConstants.ACCOUNT, account);
    try {
      return routes.send(endpoint, body, all);
    } catch (Exception | Error e) { // the caller shows it to a user
      throw Failures.of(e);
    }
  }
}
