package caldavbackup.options;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.HexFormat;

/**
 * A digest of everything that was said of an account. It tells accounts apart within this process,
 * and tells nothing of their secrets: it is made with random bytes.
 */
final class Fingerprint {
  private static final byte[] RANDOM = new byte[32];

  static {
    new SecureRandom().nextBytes(RANDOM);
  }

  private final MessageDigest digest;

  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    add(RANDOM);
  }

  void add(String text) {
    add(text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8));
  }

  void add(Secret secret) {
    add(secret == null ? null : secret.reveal());
  }

  void add(Certificate certificate) throws GeneralSecurityException {
    add(certificate.getEncoded());
  }

  /** The key of a client certificate and its chain; null for none. */
  void add(KeyStore store) throws GeneralSecurityException {
    if (store != null) {
      for (String alias : Collections.list(store.aliases())) {
        add(store.getKey(alias, ClientCertificate.INSIDE).getEncoded());
        for (Certificate certificate : store.getCertificateChain(alias)) {
          add(certificate);
        }
      }
    }
  }

  /** What is in a file that is read when it is needed; null for none. */
  void add(Path file) {
    try {
      add(file == null ? new byte[0] : Files.readAllBytes(file));
    } catch (IOException e) {
      add("cannot be read"); // which is said when it is needed
    }
  }

  private void add(byte[] bytes) {
    digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
    digest.update((byte) ':');
    digest.update(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
