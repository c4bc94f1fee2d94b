package caldavbackup.changes;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.states.Store;
import caldavbackup.text.Failure;
import org.apache.camel.Exchange;

/** Finds the store of states that an exchange names. */
final class StateStores {
  private StateStores() {}

  /**
   * The store in property {@code CamelCaldavState}, or of that name in the registry; else the one
   * that the property placeholder {@code caldav.state} names.
   *
   * @return a store that is started, or null when none is named
   * @throws Failure when there is no store of that name, or it does not start
   */
  static Store of(Exchange exchange) throws Failure {
    Object said = exchange.getProperty(CaldavConstants.STATE);
    return said == null
        ? Store.named(exchange.getContext(), "caldav.state", "states")
        : Store.of(exchange.getContext(), said, "states");
  }
}
