package caldavbackup.changes;

import caldavbackup.text.Failure;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;

/**
 * Bean {@code caldavHanded}, of the split that hands messages to a host: what he does to his
 * exchange stays there. The others go on when he fails, until the run is at its end.
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
    return null; // nothing of his is copied
  }
}
