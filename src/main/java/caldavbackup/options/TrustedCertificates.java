package caldavbackup.options;

import caldavbackup.text.Failure;
import caldavbackup.text.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The option {@code tls_ca_file}: certificates to trust in addition to those of the system. */
final class TrustedCertificates {
  private TrustedCertificates() {}

  /** The certificates in the file; none for null. */
  static List<Certificate> read(String file) throws Failure {
    if (file == null) {
      return List.of();
    }
    try (var in = Files.newInputStream(Path.of(file))) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (all.isEmpty()) {
        throw Failure.option("option 'tls_ca_file': " + file + " contains no certificate");
      }
      return new ArrayList<>(all);
    } catch (CertificateException e) {
      throw Failure.option("option 'tls_ca_file': " + file + " is not a PEM file of certificates");
    } catch (Failure e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw Failure.option(
          "option 'tls_ca_file': " + file + " cannot be read (" + Reason.of(e) + ")");
    }
  }
}
