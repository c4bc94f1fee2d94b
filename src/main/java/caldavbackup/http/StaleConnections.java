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
 * Sends a request once more, at once, when the kept connection that it went out on turns out to be
 * closed: SOGo and others close each connection after its answer without saying so. Where that is
 * the rule, connections are not kept any longer. Everything else is for the route to repeat.
 */
final class StaleConnections implements HttpRequestRetryStrategy, ConnectionReuseStrategy {
  /** A server that closed so many kept ones, and answered on none between, closes them all. */
  private static final int MAX_STALE = 2;

  private final int connections;
  private final AtomicInteger staleInARow = new AtomicInteger();

  /** As many connections may be stale, one after the other. */
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
   * A request with a body may break while it is written, any may break while its answer is awaited.
   */
  private static boolean isStale(IOException failure, HttpContext context) {
    boolean broke =
        failure instanceof NoHttpResponseException
            || failure instanceof SocketException && !(failure instanceof ConnectException);
    return broke && answersBefore(context) > 0;
  }

  /** How many answers have come over the request's connection. */
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
