package caldavbackup.camel;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;

/**
 * Bean {@code caldavHandOver}, the aggregation strategy of each split that delivers to code outside
 * of this library. Changes by that code to its exchange are discarded, and so is a stop or a
 * handled failure. Only an unhandled failure is propagated, and ends the split.
 *
 * <p>With {@code stopOnException} alone, a split would end without a failure when the receiver
 * stops its exchange, and would copy the content of that exchange.
 */
public final class HandOver implements AggregationStrategy {
  /** The delivered item was not accepted. The cause is the exception of the receiver's route. */
  public static final class NotTaken extends RuntimeCamelException {
    NotTaken(Throwable cause) {
      super(cause);
    }

    /** Returns the {@code NotTaken} in the chain of causes; null if there is none. */
    public static NotTaken in(Throwable thrown) {
      for (Throwable t = thrown; t != null; t = t.getCause()) {
        if (t instanceof NotTaken notTaken) {
          return notTaken;
        }
      }
      return null;
    }
  }

  @Override
  public Exchange aggregate(Exchange before, Exchange his) {
    if (his.getException() != null) {
      throw new NotTaken(his.getException());
    }
    return null; // copies nothing from the receiver's exchange
  }
}
