package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Domains;
import caldavbackup.webdav.HrefTarget;
import caldavbackup.webdav.Hrefs;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;

/**
 * Bean {@code caldavRedirects}: directs a request to the address of a redirect, and keeps method
 * and body; false when the answer is not a redirect.
 */
public final class Redirects implements Predicate {
  private static final int MAX_REDIRECTS = 5;
  private static final String BODY = "CamelCaldavRequestBody";
  private static final String FOLLOWING = "CamelCaldavFollowing";
  private static final String COUNT = "CamelCaldavRedirects";

  /** Keeps the body of the request, in case it must be sent again. */
  static void remember(Exchange exchange) {
    exchange.setProperty(BODY, exchange.getMessage().getBody());
    if (exchange.removeProperty(FOLLOWING) == null) {
      exchange.removeProperty(COUNT); // a new request, independent of the one before
    }
  }

  @Override
  public boolean matches(Exchange exchange) {
    try {
      HttpAnswer answer = exchange.getProperty(CaldavConstants.ANSWER, HttpAnswer.class);
      if (answer.redirect()) {
        follow(exchange, answer);
        return true;
      }
      exchange.removeProperty(BODY);
    } catch (IOException | RuntimeException e) {
      exchange.setException(e); // a predicate could only throw it wrapped
    }
    return false;
  }

  /**
   * Directs the request to the new address.
   *
   * @throws Failure after five redirects, for a redirect from HTTPS to plain HTTP, or for one
   *     outside of the location's registrable domain
   */
  private static void follow(Exchange exchange, HttpAnswer answer) throws IOException {
    if (exchange.getMessage().getBody() instanceof InputStream body) {
      body.close();
    }
    int count = exchange.getProperty(COUNT, 0, Integer.class) + 1;
    if (count > MAX_REDIRECTS) {
      throw new Failure(
          Failure.Kind.SERVER, "the server redirects too many times: " + answer.url());
    }
    String next = Hrefs.resolve(answer.url(), answer.location());
    if (answer.url().startsWith("https:") && next.regionMatches(true, 0, "http:", 0, 5)) {
      throw new Failure(
          Failure.Kind.SERVER,
          "the server redirects "
              + answer.url()
              + " to plain HTTP ("
              + Hrefs.shown(next)
              + "): not followed");
    }
    next = withoutFragment(HrefTarget.redirect(answer.url(), answer.location()));
    String home =
        exchange.getProperty(CaldavConstants.ACCOUNT, Account.class).options().location().host();
    if (!Domains.together(Hrefs.host(next), home)) {
      throw new Failure(
          Failure.Kind.SERVER,
          "the server redirects to "
              + Hrefs.root(next)
              + ", outside the domain of "
              + home
              + ": not followed; give caldav://"
              + Hrefs.host(next)
              + "/ as location if your calendars are there");
    }
    exchange.setProperty(COUNT, count);
    exchange.setProperty(FOLLOWING, true);
    exchange.getMessage().setHeader(CaldavConstants.URL, next);
    exchange.getMessage().setBody(exchange.getProperty(BODY));
  }

  /** A fragment is not part of a request (RFC 9110, section 10.2.2). */
  private static String withoutFragment(String url) {
    int mark = url.indexOf('#');
    return mark < 0 ? url : url.substring(0, mark);
  }
}
