package caldavbackup.http;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Ends a request of a conversation while its exchange goes on. camel-http closes an answer, and
 * lets go of it and of its request, when the exchange is done; but one exchange may send thousands.
 */
final class RequestEnd {
  private RequestEnd() {}

  /** Stands before what camel-http adds for the request: what a host left there is not ours. */
  private static final class Begin extends SynchronizationAdapter {}

  /** A request is about to be sent. */
  static void begin(Exchange exchange) {
    UnitOfWork work = exchange.getUnitOfWork();
    if (work != null) {
      work.addSynchronization(new Begin());
    }
  }

  /** Its answer was dealt with, or did not come: closes it and all those before it was repeated. */
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
          return false; // none is handed over
        });
    for (Synchronization one : ended) {
      work.removeSynchronization(one);
      one.onComplete(exchange);
    }
  }
}
