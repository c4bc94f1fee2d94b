package caldavbackup.caldav;

import caldavbackup.webdav.PullIterator;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/** What {@code direct:caldav-list} gives. */
public final class Members {
  private Members() {}

  /** Takes each member of the listing in the body, and closes the listing, complete or not. */
  public static void forEach(Exchange exchange, Consumer<Member> taker) throws IOException {
    try (PullIterator<?> batches = exchange.getMessage().getBody(PullIterator.class)) {
      while (batches.hasNext()) {
        ((List<?>) batches.next()).forEach(member -> taker.accept((Member) member));
      }
    }
  }
}
