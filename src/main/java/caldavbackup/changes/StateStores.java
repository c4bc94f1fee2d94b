package caldavbackup.changes;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.StateRepository;

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
        throw Failure.option("the registry has no store of states named '" + name + "'");
      }
    }
    if (!(said instanceof StateRepository<?, ?>)) {
      throw Failure.option(
          "the store of states is a "
              + said.getClass().getName()
              + ", which is no StateRepository");
    }
    return started(context, said);
  }

  @SuppressWarnings("unchecked") // of texts, as its keys and values are: else it fails when used
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
