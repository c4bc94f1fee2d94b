package caldavbackup.changes;

import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Bean {@code caldavHeaders}: the header filter for broker components. Headers that begin with
 * {@code CamelCaldav} pass as text in both directions. All other headers of Camel and of the
 * components are removed. Headers with other names pass, including JMS's header for message groups.
 *
 * <p>Name it at the endpoint: {@code kafka:topic?headerFilterStrategy=#caldavHeaders}.
 */
public final class HostHeaders implements HeaderFilterStrategy {
  private static final String OURS = "camelcaldav";

  /** A broker delivers the messages of a group to one consumer, in order. */
  private static final String GROUP = "jmsxgroup";

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return isFiltered(name, value);
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return isFiltered(name, value);
  }

  private static boolean isFiltered(String name, Object value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith(OURS)) {
      return !isText(value); // an account or a calendar of this process
    }
    return lower.startsWith("camel")
        || lower.startsWith("org.apache.camel.")
        || lower.startsWith("kafka.")
        || lower.startsWith("jms") && !lower.startsWith(GROUP);
  }

  private static boolean isText(Object value) {
    return value instanceof CharSequence
        || value instanceof byte[] // text, as Kafka delivers it
        || value instanceof Number
        || value instanceof Boolean;
  }
}
