package caldavbackup.http;

import caldavbackup.options.Proxies;
import java.net.Authenticator;
import java.net.PasswordAuthentication;

/**
 * Signs in to a SOCKS proxy. The JDK uses one Authenticator per process. This one answers for the
 * account whose request the current thread sends, and delegates all other calls to the previous
 * Authenticator.
 */
final class SocksSignIn extends Authenticator {
  private static final ThreadLocal<Proxies.Proxy> PROXY = new ThreadLocal<>();

  private final Authenticator before;

  private SocksSignIn(Authenticator before) {
    this.before = before;
  }

  /** Allows this thread to sign in to the proxy until {@link #end()}. */
  static void begin(Proxies.Proxy proxy) {
    if (proxy == null || !proxy.isSocks() || proxy.username() == null) {
      return;
    }
    synchronized (SocksSignIn.class) {
      if (!(Authenticator.getDefault() instanceof SocksSignIn)) {
        Authenticator.setDefault(new SocksSignIn(Authenticator.getDefault()));
      }
    }
    PROXY.set(proxy);
  }

  static void end() {
    PROXY.remove();
  }

  @Override
  protected PasswordAuthentication getPasswordAuthentication() {
    Proxies.Proxy proxy = PROXY.get();
    if (proxy != null
        && "SOCKS5".equals(getRequestingProtocol())
        && getRequestingPort() == proxy.port()) {
      return new PasswordAuthentication(proxy.username(), proxy.password().reveal().toCharArray());
    }
    return before == null
        ? null
        : before.requestPasswordAuthenticationInstance(
            getRequestingHost(),
            getRequestingSite(),
            getRequestingPort(),
            getRequestingProtocol(),
            getRequestingPrompt(),
            getRequestingScheme(),
            getRequestingURL(),
            getRequestorType());
  }
}
