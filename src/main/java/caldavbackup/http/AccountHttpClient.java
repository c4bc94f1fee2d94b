package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.Observers;
import caldavbackup.options.Include;
import caldavbackup.options.Secret;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;

/**
 * The HTTP client of the single camel-http endpoint of the routes. It sends each request over the
 * connections of the account on its exchange. It supports the WebDAV methods that camel-http lacks,
 * and sends the URL exactly as the server wrote it.
 *
 * <p>It sends only the headers that the routes set for this purpose, and no other header of the
 * exchange. Camel supplies the exchange in the HTTP context if the endpoint has an activity
 * listener ({@link ExchangeInContext}).
 */
public final class AccountHttpClient extends CloseableHttpClient {
  private static final String EXCHANGE = "org.apache.camel.Exchange";

  /**
   * Headers that ask the server to send no mail about a write: RFC 6638 section 8.1, Nextcloud,
   * Cyrus and OX in this order. Servers ignore the ones they do not know; none changes the stored
   * bytes.
   */
  private static final Map<String, String> QUIET =
      Map.of(
          "Schedule-Reply",
          "F",
          "x-nc-scheduling",
          "false",
          "Scheduling-Enabled",
          "F",
          "Scheduling",
          "none");

  private static final String TYPE_ONLY =
      "<propfind xmlns=\"DAV:\"><prop><resourcetype/></prop></propfind>";

  @Override
  protected CloseableHttpResponse doExecute(
      HttpHost target, ClassicHttpRequest camel, HttpContext context) throws IOException {
    Exchange exchange = (Exchange) context.getAttribute(EXCHANGE);
    Account account = Account.of(exchange);
    Message message = exchange.getMessage();
    String url = message.getHeader(CaldavConstants.URL, String.class);
    BasicClassicHttpRequest request = request(message, url, camel.getEntity());
    if (isWrite(request.getMethod()) && !account.options().notifyGuests()) {
      QUIET.forEach(request::setHeader);
    }
    if (account.options().include().contains(Include.SUBSCRIPTIONS)) {
      request.setHeader(
          "X-NC-CalDAV-Webcal-Caching", "On"); // Nextcloud then returns its copy of their events
    }
    Run run = Run.of(exchange);
    run.reach().require();
    HttpHost host = hostOf(url);
    if (exchange.getProperty(CaldavConstants.TOKEN) instanceof Secret token
        && account.mayHaveCredentials(host)) {
      request.setHeader("Authorization", "Bearer " + token.reveal());
    }
    CloseableHttpResponse response = observed(exchange, account, host, request, run);
    run.answered(request.getMethod(), url, response.getCode());
    String doubtful = run.end().doubtful();
    if (doubtful != null
        && isShutOut(account, run, doubtful, request.getFirstHeader("Authorization"))) {
      run.end().shutOut();
    }
    exchange.setProperty(CaldavConstants.ANSWER, HttpAnswer.of(url, response));
    boolean isStreamed = message.getHeader(CaldavConstants.STREAMED, false, Boolean.class);
    if (response.getCode() / 100 == 2 && isWrite(request.getMethod())) {
      readQuietly(response);
    } else if (response.getCode() / 100 == 2 && !isStreamed) {
      readWhole(response);
    }
    return response;
  }

  private static CloseableHttpResponse observed(
      Exchange exchange, Account account, HttpHost host, ClassicHttpRequest request, Run run)
      throws IOException {
    long begin = System.nanoTime();
    int status = 0;
    try {
      CloseableHttpResponse response = account.send(host, request, run);
      status = response.getCode();
      return response;
    } finally {
      Observers.of(exchange.getContext())
          .request(
              account.options().origin(),
              request.getMethod(),
              status,
              Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  /**
   * Returns whether the server refuses even a resource that it returned earlier in this run. This
   * is the only request that bypasses the door: it decides about the run, is not retried, and needs
   * only a status.
   */
  private static boolean isShutOut(Account account, Run run, String url, Header token) {
    BasicClassicHttpRequest request =
        new BasicClassicHttpRequest("PROPFIND", hostOf(url), Hrefs.requestTarget(url));
    request.setHeader("Depth", "0");
    request.setEntity(new StringEntity(TYPE_ONLY, ContentType.APPLICATION_XML));
    if (token != null && account.mayHaveCredentials(hostOf(url))) {
      request.setHeader(token);
    }
    try (CloseableHttpResponse response = account.send(hostOf(url), request, run)) {
      run.answered("PROPFIND", url, response.getCode());
      return response.getCode() == 403;
    } catch (IOException e) {
      return false; // the next request decides
    }
  }

  /**
   * Reads the body to its end while a retry is still possible.
   *
   * @throws Failure of kind INCOMPLETE when the body breaks off
   */
  private static void readWhole(CloseableHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return;
    }
    try {
      WholeBody body = wholeBody(entity);
      response.removeHeaders("Content-Encoding"); // the body is decompressed
      response.setEntity(new InputStreamEntity(body, body.length(), null));
    } catch (IOException e) {
      closeQuietly(response);
      Failure failure = Failures.of(e);
      throw failure.kind() == Failure.Kind.INCOMPLETE ? failure : e;
    }
  }

  private static WholeBody wholeBody(HttpEntity entity) throws IOException {
    InputStream in = entity.getContent();
    if (in instanceof SpooledAnswer spooled && entity.getContentEncoding() == null) {
      return spooled.whole();
    }
    try (in) {
      return WholeBody.read(in, entity.getContentEncoding());
    }
  }

  /** Only the status of a write matters: a body that breaks off is no reason to repeat it. */
  private static void readQuietly(CloseableHttpResponse response) {
    try {
      readWhole(response);
    } catch (IOException e) {
      closeQuietly(response);
      response.setEntity(new InputStreamEntity(WholeBody.EMPTY, 0, null));
    }
  }

  private static void closeQuietly(CloseableHttpResponse response) {
    try {
      response.close();
    } catch (IOException e) {
      // the connection is already broken
    }
  }

  private static BasicClassicHttpRequest request(Message message, String url, HttpEntity body) {
    String method = message.getHeader(CaldavConstants.METHOD, "GET", String.class);
    BasicClassicHttpRequest request =
        new BasicClassicHttpRequest(method, hostOf(url), Hrefs.requestTarget(url));
    if (body != null && body.getContentLength() > 0) {
      request.setEntity(
          body); // with Content-Length: some servers do not read chunked bodies and then cut their
      // answer
    }
    setIfGiven(
        request, "Content-Type", message.getHeader(CaldavConstants.CONTENT_TYPE, String.class));
    setIfGiven(request, "Depth", message.getHeader(CaldavConstants.DEPTH, String.class));
    setIfGiven(
        request, "If-None-Match", message.getHeader(CaldavConstants.IF_NONE_MATCH, String.class));
    setIfGiven(request, "If-Match", message.getHeader(CaldavConstants.IF_MATCH, String.class));
    request.setHeader("Accept-Encoding", "identity");
    if (method.equals("GET") || method.equals("REPORT")) {
      request.setHeader("CalDAV-Timezones", "T"); // RFC 7809: otherwise a server may omit VTIMEZONE
    }
    return request;
  }

  /** Returns whether a request with this method changes an object. */
  static boolean isWrite(String method) {
    return "PUT".equals(method) || "DELETE".equals(method);
  }

  private static HttpHost hostOf(String url) {
    try {
      return HttpHost.create(Hrefs.root(url));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL: " + url, e);
    }
  }

  private static void setIfGiven(ClassicHttpRequest request, String name, String value) {
    if (value != null) {
      request.setHeader(name, value);
    }
  }

  @Override
  public void close() {
    // accounts close their own connections
  }

  @Override
  public void close(CloseMode mode) {
    // accounts close their own connections
  }
}
