package caldavbackup.observe;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.HttpAnswer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.TagConstants;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;

/**
 * Describes requests in the traces of an application with camel-telemetry, which finds this class
 * as a service. A span has the method as name, the URL without query, the status and the account.
 * Without this class, all requests would be {@code POST http://caldav.invalid}.
 */
public final class RequestSpans extends AbstractSpanDecorator {
  @Override
  public String getComponent() {
    return "caldav-http";
  }

  @Override
  public String getComponentClassName() {
    return getClass().getName(); // not for Camel's own component of that class
  }

  @Override
  public String getOperationName(Exchange exchange, Endpoint endpoint) {
    return exchange.getMessage().getHeader(CaldavConstants.METHOD, "GET", String.class);
  }

  @Override
  public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
    super.beforeTracingEvent(span, exchange, endpoint);
    span.setTag(TagConstants.HTTP_METHOD, getOperationName(exchange, endpoint));
    String url = exchange.getMessage().getHeader(CaldavConstants.URL, String.class);
    if (url != null) {
      span.setTag(TagConstants.HTTP_URL, url.replaceFirst("[?#].*", ""));
    }
    Account account = exchange.getProperty(CaldavConstants.ACCOUNT, Account.class);
    if (account != null) {
      span.setTag(LogContext.ACCOUNT, account.options().origin());
    }
  }

  @Override
  public void afterTracingEvent(Span span, Exchange exchange) {
    super.afterTracingEvent(span, exchange);
    if (exchange.getException() instanceof HttpOperationFailedException failed) {
      span.setTag(TagConstants.HTTP_STATUS, String.valueOf(failed.getStatusCode()));
    } else if (exchange.getProperty(CaldavConstants.ANSWER) instanceof HttpAnswer answer) {
      span.setTag(TagConstants.HTTP_STATUS, String.valueOf(answer.status()));
    }
  }
}
