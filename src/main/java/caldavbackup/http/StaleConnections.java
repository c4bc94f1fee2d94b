package caldavbackup.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.HttpRequestRetryStrategy;
import org.apache.hc.core5.http.ConnectionReuseStrategy;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.TimeValue;

/**
 * Repeats a request at once if the reused connection turns out to be closed: SOGo and others close
 * each connection after an answer without announcing it. For such servers, connections are no
 * longer reused. The route retries all other failures.
 */
final class StaleConnections implements HttpRequestRetryStrategy, ConnectionReuseStrategy {
  /**
   * After this many closed connections without an answer on a reused one, the server is assumed to
   * close them all.
   */
  private static final int MAX_STALE = 2;

  private final int connections;
  private final AtomicInteger staleInARow = new AtomicInteger();

  /** Allows for this many consecutive stale connections. */
  StaleConnections(int connections) {
    this.connections = connections;
  }

  @Override
  public boolean retryRequest(
      HttpRequest request, IOException failure, int attempts, HttpContext context) {
    if (!isStale(failure, context)) {
      return false;
    }
    staleInARow.incrementAndGet();
    return attempts <= connections;
  }

  @Override
  public boolean keepAlive(HttpRequest request, HttpResponse response, HttpContext context) {
    if (answersBefore(context) > 1) {
      staleInARow.set(0);
    }
    return staleInARow.get() < MAX_STALE
        && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
  }

  /**
   * A request with a body may fail while it is written, any request while it waits for the answer.
   */
  private static boolean isStale(IOException failure, HttpContext context) {
    boolean broke =
        failure instanceof NoHttpResponseException
            || failure instanceof SocketException && !(failure instanceof ConnectException);
    return broke && answersBefore(context) > 0;
  }

  /** The number of answers received on the connection of the request. */
  private static long answersBefore(HttpContext context) {
    EndpointDetails details = HttpCoreContext.cast(context).getEndpointDetails();
    return details == null ? 0 : details.getResponseCount();
  }

  @Override
  public boolean retryRequest(HttpResponse response, int attempts, HttpContext context) {
    return false;
  }

  @Override
  public TimeValue getRetryInterval(
      HttpRequest request, IOException failure, int attempts, HttpContext context) {
    return TimeValue.ZERO_MILLISECONDS;
  }

  @Override
  public TimeValue getRetryInterval(HttpResponse response, int attempts, HttpContext context) {
    return TimeValue.ZERO_MILLISECONDS;
  }
}
