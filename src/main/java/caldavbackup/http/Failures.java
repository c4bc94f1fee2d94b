package caldavbackup.http;

import caldavbackup.text.Failure;
import caldavbackup.text.Shown;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Converts exceptions of routes to one sentence that a user can act on. */
public final class Failures {
  private static final Pattern TAGS = Pattern.compile("<[^>]*>");
  private static final Pattern CONDITION =
      Pattern.compile("<(?:\\w+:)?error\\b[^>]*>\\s*<(?:\\w+:)?([\\w-]+)", Pattern.DOTALL);

  /**
   * TLS alerts of a server that does not accept the client's certificate (RFC 8446, section 6.2).
   */
  private static final Pattern CLIENT_CERTIFICATE =
      Pattern.compile(
          "Received fatal alert: (?:\\w*certificate\\w*|unknown_ca|access_denied|handshake_failure)");

  /** Messages of TLS about an interrupted connection. */
  private static final Pattern BROKEN =
      Pattern.compile("shut down incorrectly|Broken pipe|Connection reset|closed");

  private static final int EXCERPT = 200;

  private Failures() {}

  /** The exception caught by a {@code doCatch} of a route, or by an error handler. */
  public static Throwable caught(Exchange exchange) {
    return exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
  }

  /** The caught exception as one sentence. */
  public static Failure ofCaught(Exchange exchange) {
    return of(caught(exchange));
  }

  /**
   * Prepares the exchange for another request. The error handler has marked the failed one as
   * handled and its retries as exhausted. Otherwise the caller's error handler would ignore later
   * failures, and ours the next request.
   */
  public static void forget(Exchange exchange) {
    exchange.getExchangeExtension().setFailureHandled(false);
    exchange.getExchangeExtension().setErrorHandlerHandled(null);
    exchange.getExchangeExtension().setRedeliveryExhausted(false);
  }

  /**
   * The failure in the chain of causes; otherwise a new one that describes the exception in plain
   * words.
   */
  public static Failure of(Throwable thrown) {
    return of(thrown, UnaryOperator.identity());
  }

  /**
   * The same, with secrets masked before the server's text is shortened: half a secret must not
   * appear.
   */
  static Failure of(Throwable thrown, UnaryOperator<String> mask) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      Failure known = known(t, mask);
      if (known != null) {
        return known;
      }
    }
    String text =
        thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
    return new Failure(
        Failure.Kind.INTERNAL,
        "unexpected " + thrown.getClass().getSimpleName() + ": " + oneLine(text),
        thrown);
  }

  private static Failure known(Throwable t, UnaryOperator<String> mask) {
    if (t instanceof Failure failure) {
      return failure;
    }
    if (t instanceof HttpOperationFailedException http) {
      return ofStatus(http, words(http, mask));
    }
    if (t instanceof OutOfMemoryError) {
      return new Failure(
          Failure.Kind.INTERNAL, "out of memory: set CALDAV_JAVA_OPTS=-Xmx500m to allow more", t);
    }
    if (t instanceof UnknownHostException) {
      return server("the host " + t.getMessage().replaceAll(":.*", "") + " is unknown", t);
    }
    if (t instanceof SSLException
        && String.valueOf(t.getMessage()).startsWith("Unsupported or unrecognized SSL message")) {
      return server(
          "the server does not use TLS on this port: write caldav+http:// if plain HTTP is"
              + " intended",
          t);
    }
    if (t instanceof SSLException && CLIENT_CERTIFICATE.matcher(innermost(t)).find()) {
      return server(
          "the server requires a client certificate that it trusts ("
              + innermost(t)
              + "): give it as tls_cert and tls_key",
          t);
    }
    if (t instanceof SSLException && BROKEN.matcher(innermost(t)).find()) {
      return new Failure(
          Failure.Kind.INCOMPLETE, "the connection broke: " + oneLine(t.getMessage()), t);
    }
    if (t instanceof SSLException) {
      return server(
          "the server's TLS certificate cannot be verified ("
              + innermost(t)
              + "): check the host name, or give the certificate of its authority as tls_ca_file",
          t);
    }
    if (t instanceof ConnectException || t instanceof NoRouteToHostException) {
      return server("the server cannot be reached: " + oneLine(t.getMessage()), t);
    }
    if (t instanceof InterruptedIOException) {
      return server("the server did not answer within io_timeout", t);
    }
    if (isBroken(t)) {
      return new Failure(
          Failure.Kind.INCOMPLETE, "the connection broke: " + oneLine(t.getMessage()), t);
    }
    return null;
  }

  /** No answer, or an incomplete one. */
  private static boolean isBroken(Throwable t) {
    return t instanceof SocketException
        || t instanceof NoHttpResponseException
        || t instanceof ConnectionClosedException
        || t instanceof MessageConstraintException
        || t instanceof MalformedChunkCodingException
        || t instanceof EOFException
        || t instanceof ZipException;
  }

  /** The message of the deepest cause. Those above often repeat class names only. */
  private static String innermost(Throwable t) {
    Throwable deepest = t;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return oneLine(deepest.getMessage());
  }

  private static Failure ofStatus(HttpOperationFailedException http, String said) {
    int status = http.getStatusCode();
    return switch (status) {
      case 401 ->
          new Failure(
              Failure.Kind.SIGN_IN, "the server requires another sign-in" + said, http, status);
      case 403 ->
          new Failure(
              Failure.Kind.FORBIDDEN, "the server refuses the request" + said, http, status);
      case 404, 410 ->
          new Failure(Failure.Kind.SERVER, "not found on the server" + said, http, status);
      case 407 ->
          new Failure(
              Failure.Kind.SIGN_IN,
              "the proxy refuses the request: check proxy_username and proxy_password" + said,
              http,
              status);
      default -> new Failure(Failure.Kind.SERVER, "the server answered" + said, http, status);
    };
  }

  /** {@code " (404 Not Found: text of the server)"}. */
  static String words(HttpOperationFailedException http, UnaryOperator<String> mask) {
    StringBuilder said = new StringBuilder(" (").append(http.getStatusCode());
    if (http.getStatusText() != null && !http.getStatusText().isBlank()) {
      said.append(' ').append(http.getStatusText());
    }
    String body = http.getResponseBody();
    if (body != null && !body.isBlank()) {
      Matcher condition = CONDITION.matcher(body);
      String text =
          oneLine(
              TAGS.matcher(body.replaceAll("(?s)<(head|style|script)\\b.*?</\\1>", " "))
                  .replaceAll(" "));
      String own =
          withoutStatus(
              mask.apply(
                  condition.find()
                      ? condition.group(1) + (text.isEmpty() ? "" : ": " + text)
                      : text),
              http);
      if (!own.isEmpty()) {
        said.append(": ").append(own.length() > EXCERPT ? own.substring(0, EXCERPT) + "…" : own);
      }
    }
    return said.append(')').toString();
  }

  /** Without the status in front, which is told already: many bodies only repeat it. */
  private static String withoutStatus(String own, HttpOperationFailedException http) {
    String status = http.getStatusText();
    if (status == null || status.isBlank()) {
      return own;
    }
    String told = "(?:" + http.getStatusCode() + "\\W+)?" + Pattern.quote(status.strip());
    return own.replaceFirst(
        "(?i)^(?:" + told + "(?:\\s*[.:;,!-]+\\s*|\\s*$|\\s+(?=" + told + ")))+", "");
  }

  private static Failure server(String sentence, Throwable cause) {
    return new Failure(Failure.Kind.SERVER, sentence, cause);
  }

  private static String oneLine(String text) {
    return text == null ? "no reason given" : Shown.of(text);
  }
}
