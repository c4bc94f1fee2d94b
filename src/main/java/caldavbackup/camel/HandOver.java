package caldavbackup.camel;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;

/**
 * Bean {@code caldavHandOver}, of every split that hands something to who is not ours: what he does
 * to his exchange, and that he stops it or deals with its failure himself, stays there. Only a
 * failure that he leaves comes back, and ends the split.
 *
 * <p>With {@code stopOnException} alone a split ends, without a failure, as soon as somebody stops
 * his exchange, and takes over what he left on it.
 */
public final class HandOver implements AggregationStrategy {
  /** What was handed over was not taken; the cause is what the taker's route threw. */
  public static final class NotTaken extends RuntimeCamelException {
    NotTaken(Throwable cause) {
      super(cause);
    }

    /** The one in what was thrown; null when there is none. */
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
    return null; // nothing of his is copied
  }
}
