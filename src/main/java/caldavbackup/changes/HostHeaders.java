package caldavbackup.changes;

import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Bean {@code caldavHeaders}: which headers a broker's component sends and takes. Headers that
 * begin with {@code CamelCaldav} pass as text, in both directions; those that the components use
 * themselves, all others of Camel's among them, do not. Headers of any other name pass, and JMS's
 * own for the group of a message.
 *
 * <p>Name it at the endpoint: {@code kafka:topic?headerFilterStrategy=#caldavHeaders}.
 */
public final class HostHeaders implements HeaderFilterStrategy {
  private static final String OURS = "camelcaldav";

  /** A broker hands the messages of a group to one consumer, in their order. */
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
        || value instanceof byte[] // text, as Kafka hands it on
        || value instanceof Number
        || value instanceof Boolean;
  }
}
