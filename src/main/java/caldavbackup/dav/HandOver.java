package caldavbackup.dav;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Bean {@code caldavHandOver}: whoever is handed something gets it on an exchange of its own. What
 * he does to that exchange, and that he stops it or deals with its failure himself, is his; only a
 * failure that he leaves comes back.
 */
public final class HandOver implements AggregationStrategy {
  @Override
  public Exchange aggregate(Exchange ours, Exchange his) {
    return ours;
  }
}
