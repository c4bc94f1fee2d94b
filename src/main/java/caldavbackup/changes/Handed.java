package caldavbackup.changes;

import caldavbackup.text.Failure;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;

/**
 * Bean {@code caldavHanded}, the aggregation strategy of the split that delivers messages to a
 * host. Changes by the host to its exchange are discarded. After a failure of the host, the split
 * continues until the run ends.
 */
public final class Handed implements AggregationStrategy {
  @Override
  public Exchange aggregate(Exchange before, Exchange his) {
    throw new UnsupportedOperationException("the exchange that was split is needed");
  }

  @Override
  public Exchange aggregate(Exchange before, Exchange his, Exchange ours) {
    DeliveryRun run = DeliveryRun.of(ours);
    if (!run.isOver()) {
      try {
        run.underWay().require();
      } catch (Failure e) {
        throw RuntimeCamelException.wrapRuntimeException(e);
      }
    }
    return null; // copies nothing from the host's exchange
  }
}
