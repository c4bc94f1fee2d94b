package caldavbackup.changes;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.states.Store;
import caldavbackup.text.Failure;
import org.apache.camel.Exchange;

/** Finds the state store that an exchange names. */
final class StateStores {
  private StateStores() {}

  /**
   * The store in property {@code CamelCaldavState}, or with that name in the registry; otherwise
   * the store that the property placeholder {@code caldav.state} names.
   *
   * @return a started store, or null when none is named
   * @throws Failure when no store has that name, or it does not start
   */
  static Store of(Exchange exchange) throws Failure {
    Object said = exchange.getProperty(CaldavConstants.STATE);
    return said == null
        ? Store.named(exchange.getContext(), "caldav.state", "state")
        : Store.of(exchange.getContext(), said, "state");
  }
}
