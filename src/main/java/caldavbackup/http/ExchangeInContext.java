package caldavbackup.http;

import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;

/**
 * An empty listener. camel-http puts the exchange into the HTTP context only if the endpoint has a
 * listener.
 */
public final class ExchangeInContext implements HttpActivityListener {
  @Override
  public void onRequestSubmitted(
      Object source, Exchange exchange, HttpHost host, HttpRequest request, HttpEntity entity) {
    // only the context is needed
  }

  @Override
  public void onResponseReceived(
      Object source,
      Exchange exchange,
      HttpHost host,
      HttpResponse response,
      HttpEntity entity,
      long elapsed) {
    // only the context is needed
  }
}
