package caldavbackup.http;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Ends a request of a conversation while its exchange continues. camel-http would release an answer
 * and its request only when the exchange is complete, but one exchange may send thousands of
 * requests.
 */
final class RequestEnd {
  private RequestEnd() {}

  /**
   * Marks the start of the synchronizations that camel-http adds for a request. Those before it
   * belong to the host.
   */
  private static final class Begin extends SynchronizationAdapter {}

  /** Marks the start of a request. */
  static void begin(Exchange exchange) {
    UnitOfWork work = exchange.getUnitOfWork();
    if (work != null) {
      work.addSynchronization(new Begin());
    }
  }

  /** Ends a request that was answered or has failed: closes its answer and those of its retries. */
  static void end(Exchange exchange) {
    UnitOfWork work = exchange.getUnitOfWork();
    if (work == null) {
      return;
    }
    List<Synchronization> ended = new ArrayList<>();
    work.handoverSynchronization(
        null,
        one -> {
          boolean isOfHttp = one.getClass().getPackage().equals(HttpComponent.class.getPackage());
          if (one instanceof Begin || isOfHttp && !ended.isEmpty()) {
            ended.add(one);
          }
          return false; // keeps all of them
        });
    for (Synchronization one : ended) {
      work.removeSynchronization(one);
      one.onComplete(exchange);
    }
  }
}
