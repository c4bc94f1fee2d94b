package caldavbackup.it;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for 127.0.0.1 that nobody has signed. */
final class SelfSigned {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path store;
  private final Path pem;

  /** Makes one in the given folder, with the JDK's own tool. */
  SelfSigned(Path folder) throws Exception {
    this(folder, "RSA");
  }

  /** The same, with a key of this kind. */
  SelfSigned(Path folder, String algorithm) throws Exception {
    store = folder.resolve("key.p12");
    pem = folder.resolve("certificate.pem");
    keytool("-genkeypair", "-alias", "us", "-keyalg", algorithm, "-dname", "CN=127.0.0.1");
    keytool("-exportcert", "-alias", "us", "-rfc", "-file", pem.toString());
  }

  private void keytool(String command, String... arguments) throws Exception {
    var line =
        new java.util.ArrayList<>(
            java.util.List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), command));
    line.addAll(java.util.List.of(arguments));
    line.addAll(
        java.util.List.of(
            "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", "changeit"));
    if (command.equals("-genkeypair")) {
      line.addAll(java.util.List.of("-ext", "san=ip:127.0.0.1", "-validity", "2"));
    }
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
  }

  /** The certificate, for {@code tls_ca_file}. */
  Path pem() {
    return pem;
  }

  /** Key and certificate as PKCS12. */
  Path store() {
    return store;
  }

  /** The password of {@link #store()}. */
  static String password() {
    return new String(PASSWORD);
  }

  /** The key as PKCS8. */
  PrivateKey key() throws Exception {
    return (PrivateKey) keys().getKey("us", PASSWORD);
  }

  private KeyStore keys() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  /** What a server with this certificate speaks. */
  SSLContext context() throws Exception {
    return context(null);
  }

  /** The same, for clients with that certificate. */
  SSLContext context(SelfSigned client) throws Exception {
    KeyStore keys = keys();
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        factory.getKeyManagers(), client == null ? null : client.trust().getTrustManagers(), null);
    return context;
  }

  private TrustManagerFactory trust() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("us", keys().getCertificate("us"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory;
  }
}
