package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.Routes;
import caldavbackup.text.Failure;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** The routes, used for one account. */
public record AccountRoutes(Routes routes, Account account) {
  /**
   * Sends one message through a route and waits for its end.
   *
   * @param properties exchange properties beside the account
   * @return the exchange as the route left it
   * @throws Failure in one sentence, whatever went wrong
   */
  public Exchange send(String endpoint, Object body, Map<String, Object> properties)
      throws Failure {
    Map<String, Object> all = new HashMap<>(properties);
    all.put(CaldavConstants.ACCOUNT, account);
    try {
      return routes.send(endpoint, body, all);
    } catch (Exception | Error e) { // the caller has a person to tell
      throw Failures.of(e);
    }
  }
}
