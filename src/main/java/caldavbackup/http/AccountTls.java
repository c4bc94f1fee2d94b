package caldavbackup.http;

import caldavbackup.options.ClientCertificate;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Domains;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.ssl.SSLContextBuilder;
import org.apache.hc.core5.ssl.SSLContexts;

/** The TLS configuration of an account: trusted certificates and the client certificate. */
final class AccountTls implements TlsSocketStrategy {
  private final Options options;
  private TlsSocketStrategy own;
  private TlsSocketStrategy others;

  AccountTls(Options options) {
    this.options = options;
  }

  @Override
  public SSLSocket upgrade(
      Socket socket, String target, int port, Object attachment, HttpContext context)
      throws IOException {
    return strategyFor(target).upgrade(socket, target, port, attachment, context);
  }

  /**
   * Loads certificates before the first request, if it uses TLS. That request reports any fault.
   */
  void prepare() {
    try {
      if (options.location().http().getScheme().equals("https")) {
        own();
      }
    } catch (Failure | RuntimeException e) {
      // the first request reports it
    }
  }

  /**
   * The TLS options apply to the calendar server only. Token servers are always verified and never
   * receive the client certificate.
   */
  private TlsSocketStrategy strategyFor(String host) throws Failure {
    boolean isPlain = !options.noVerify() && options.clientCertificate() == null;
    return isPlain || Domains.together(host, options.location().host()) ? own() : others();
  }

  private synchronized TlsSocketStrategy others() throws Failure {
    others = others == null ? load(false) : others;
    return others;
  }

  /** Created on first use: loading the system's certificates takes time. */
  private synchronized TlsSocketStrategy own() throws Failure {
    own = own == null ? load(true) : own;
    return own;
  }

  private TlsSocketStrategy load(boolean isCalendarServer) throws Failure {
    KeyStore certificate = isCalendarServer ? options.clientCertificate() : null;
    try {
      SSLContextBuilder context = SSLContexts.custom();
      if (certificate != null) {
        context.loadKeyMaterial(certificate, ClientCertificate.INSIDE);
      }
      if (options.noVerify() && isCalendarServer) {
        context.loadTrustMaterial((chain, type) -> true);
        return new DefaultClientTlsStrategy(context.build(), NoopHostnameVerifier.INSTANCE);
      }
      if (!options.caCertificates().isEmpty()) {
        context.loadTrustMaterial(trusted(options.caCertificates()), null);
      } else if (certificate == null) {
        return DefaultClientTlsStrategy.createDefault();
      }
      return new DefaultClientTlsStrategy(context.build());
    } catch (GeneralSecurityException | IOException e) {
      throw Failure.option(
          "option 'tls_ca_file': its certificates cannot be used (" + e.getMessage() + ")");
    }
  }

  private static KeyStore trusted(List<Certificate> more)
      throws GeneralSecurityException, IOException {
    TrustManagerFactory system =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    system.init((KeyStore) null);
    List<Certificate> all = new ArrayList<>(more);
    for (var manager : system.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        all.addAll(List.<X509Certificate>of(x509.getAcceptedIssuers()));
      }
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (Certificate certificate : all) {
      store.setCertificateEntry("ca" + store.size(), certificate);
    }
    return store;
  }
}
