package caldavbackup.caldav;

import caldavbackup.webdav.PullIterator;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/** Reads the result of {@code direct:caldav-list}. */
public final class Members {
  private Members() {}

  /**
   * Passes each member of the listing in the body to the consumer, and closes the listing, even if
   * it is incomplete.
   */
  public static void forEach(Exchange exchange, Consumer<Member> taker) throws IOException {
    try (PullIterator<?> batches = exchange.getMessage().getBody(PullIterator.class)) {
      while (batches.hasNext()) {
        ((List<?>) batches.next()).forEach(member -> taker.accept((Member) member));
      }
    }
  }
}
