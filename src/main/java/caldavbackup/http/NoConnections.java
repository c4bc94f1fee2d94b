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
 * In place of the connection pool that camel-http would make for itself, and load the system's
 * certificates for, at every start: each account has its own ({@link AccountHttpClient}).
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
    // there is nothing to close
  }

  @Override
  public void close(CloseMode mode) {
    // there is nothing to close
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("connections are the account's own");
  }
}
