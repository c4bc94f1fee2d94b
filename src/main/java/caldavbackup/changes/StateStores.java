package caldavbackup.changes;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.StateRepository;

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
  static StateRepository<String, String> of(Exchange exchange) throws Failure {
    CamelContext context = exchange.getContext();
    Object said = exchange.getProperty(CaldavConstants.STATE);
    if (said == null) {
      said = context.resolvePropertyPlaceholders("{{caldav.state:}}");
    }
    if (said instanceof String name) {
      if (name.isBlank()) {
        return null;
      }
      said = context.getRegistry().lookupByName(name.startsWith("#") ? name.substring(1) : name);
      if (said == null) {
        throw Failure.option("the registry has no state store named '" + name + "'");
      }
    }
    if (!(said instanceof StateRepository<?, ?>)) {
      throw Failure.option(
          "the state store is a " + said.getClass().getName() + ", which is not a StateRepository");
    }
    return started(context, said);
  }

  @SuppressWarnings("unchecked") // its keys and values are texts; otherwise its use fails
  private static StateRepository<String, String> started(CamelContext context, Object store)
      throws Failure {
    try {
      if (!context.hasService(store)) {
        context.addService(store, true, true); // stops with the context
      }
    } catch (Exception e) {
      throw States.failed("opened", e);
    }
    return (StateRepository<String, String>) store;
  }
}
