package caldavbackup.http;

import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Replaces the connection pool that camel-http would otherwise create at each start, together with
 * the system's certificates. Each account has its own connections ({@link AccountHttpClient}).
 */
public final class NoConnections implements HttpClientConnectionManager {
  @Override
  public LeaseRequest lease(String id, HttpRoute route, Timeout timeout, Object state) {
    throw unused();
  }

  @Override
  public void release(ConnectionEndpoint endpoint, Object state, TimeValue keepAlive) {
    throw unused();
  }

  @Override
  public void connect(ConnectionEndpoint endpoint, TimeValue timeout, HttpContext context) {
    throw unused();
  }

  @Override
  public void upgrade(ConnectionEndpoint endpoint, HttpContext context) {
    throw unused();
  }

  @Override
  public void close() {
    // nothing to close
  }

  @Override
  public void close(CloseMode mode) {
    // nothing to close
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("each account has its own connections");
  }
}
