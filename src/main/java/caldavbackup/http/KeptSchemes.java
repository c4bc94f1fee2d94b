package caldavbackup.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.auth.AuthCache;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.AuthScheme;
import org.apache.hc.client5.http.auth.AuthStateCacheable;
import org.apache.hc.client5.http.auth.AuthenticationException;
import org.apache.hc.client5.http.auth.MalformedChallengeException;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.auth.DigestScheme;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * The authentication schemes of an account's hosts, kept so that requests authenticate without a
 * challenge. HttpClient's own cache keeps a copy of a Digest for each folder and restarts its nonce
 * count; here each host has one, and the count continues.
 */
final class KeptSchemes implements AuthCache {
  private final Map<String, AuthScheme> schemes = new ConcurrentHashMap<>();
  private final Set<String> digestOnly = ConcurrentHashMap.newKeySet();

  @Override
  public void put(HttpHost host, AuthScheme scheme) {
    schemes.put(key(host), scheme);
    if (scheme instanceof KeptDigest) {
      digestOnly.add(key(host));
    }
  }

  @Override
  public AuthScheme get(HttpHost host) {
    return schemes.get(key(host));
  }

  /** Handles a challenge: a Digest takes the new nonce from it and stays. */
  @Override
  public void remove(HttpHost host) {
    schemes.computeIfPresent(
        key(host), (key, scheme) -> scheme instanceof KeptDigest ? scheme : null);
  }

  @Override
  public void clear() {
    schemes.clear();
  }

  /** Removes the Digest of a host that no longer accepts it; true if there was one. */
  boolean forgetDigest(HttpHost host) {
    return schemes.get(key(host)) instanceof KeptDigest digest && schemes.remove(key(host), digest);
  }

  /** Returns whether the host requires Digest. It must not receive the password in clear again. */
  boolean wantsDigest(HttpHost host) {
    return digestOnly.contains(key(host));
  }

  /** Sets the nonce for the next request, if the last answer named one (RFC 7616, section 3.5). */
  void next(HttpHost host, String nonce) {
    if (nonce != null && schemes.get(key(host)) instanceof KeptDigest digest) {
      digest.next(nonce);
    }
  }

  static String key(HttpHost host) {
    return host.getSchemeName()
        + "://"
        + host.getHostName().toLowerCase(java.util.Locale.ROOT)
        + ":"
        + DefaultSchemePortResolver.INSTANCE.resolve(host);
  }

  /** HttpClient's Digest, made safe for parallel requests. */
  @AuthStateCacheable
  static final class KeptDigest extends DigestScheme {
    private static final long serialVersionUID = 1L;
    private String nextNonce;

    private synchronized void next(String nonce) {
      nextNonce = nonce;
    }

    @Override
    public synchronized void processChallenge(AuthChallenge challenge, HttpContext context)
        throws MalformedChallengeException {
      nextNonce = null;
      super.processChallenge(challenge, context);
    }

    @Override
    public synchronized boolean isChallengeComplete() {
      return super.isChallengeComplete();
    }

    @Override
    public synchronized String generateAuthResponse(
        HttpHost host, HttpRequest request, HttpContext context) throws AuthenticationException {
      if (nextNonce != null) {
        NextNonce.use(nextNonce, HttpClientContext.cast(context));
        nextNonce = null;
      }
      return super.generateAuthResponse(host, request, context);
    }
  }

  /** HttpClient's Basic, made safe for parallel requests. */
  @AuthStateCacheable
  static final class KeptBasic extends BasicScheme {
    private static final long serialVersionUID = 1L;

    KeptBasic() {
      super(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void processChallenge(AuthChallenge challenge, HttpContext context)
        throws MalformedChallengeException {
      super.processChallenge(challenge, context);
    }

    @Override
    public synchronized String generateAuthResponse(
        HttpHost host, HttpRequest request, HttpContext context) throws AuthenticationException {
      return super.generateAuthResponse(host, request, context);
    }
  }
}
