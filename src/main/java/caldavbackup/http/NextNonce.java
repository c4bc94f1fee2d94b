package caldavbackup.http;

import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.protocol.NextNonceInterceptor;

/**
 * The nonce that an answer names for the next request (RFC 7616, section 3.5). HttpClient 5.5 reads
 * it. Older versions, such as the one of Camel 4.14, ignore it, and the server then sends a new
 * challenge.
 */
final class NextNonce {
  private static final boolean IS_KNOWN = isKnown();

  private NextNonce() {}

  private static boolean isKnown() {
    try {
      Class.forName(
          "org.apache.hc.client5.http.protocol.NextNonceInterceptor",
          false,
          NextNonce.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Makes the clients of this builder read the nonce. */
  static HttpClientBuilder read(HttpClientBuilder builder) {
    if (IS_KNOWN) {
      builder.addResponseInterceptorLast(new NextNonceInterceptor());
    }
    return builder;
  }

  /** The nonce from the answer in this context; null for none. */
  static String of(HttpClientContext context) {
    return IS_KNOWN ? context.getNextNonce() : null;
  }

  /** Makes the request of this context use a nonce that {@link #of} returned. */
  static void use(String nonce, HttpClientContext context) {
    context.setNextNonce(nonce);
  }
}
