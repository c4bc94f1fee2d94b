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
 * A digest of all options of an account. It distinguishes accounts within this process. It includes
 * random bytes, so it reveals nothing about secrets.
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

  /** Adds the private key and certificate chain of a client certificate; null adds nothing. */
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

  /** Adds the content of a file that is read later; null for none. */
  void add(Path file) {
    try {
      add(file == null ? new byte[0] : Files.readAllBytes(file));
    } catch (IOException e) {
      add("cannot be read"); // reported when the file is read
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
