package caldavbackup.restore.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Bean {@code caldavObjectBytes}: converts the endpoint's answer to bytes before its exchange ends.
 * Afterwards a file that it read may be deleted.
 */
public final class ObjectBytes implements Processor {
  /** Exchange property: the expected number of bytes. Reading stops soon after it. */
  static final String LENGTH = "CamelCaldavLength";

  @Override
  public void process(Exchange exchange) throws IOException {
    if (exchange.getMessage().getBody() != null) {
      exchange.getMessage().setBody(read(exchange));
    }
  }

  private static byte[] read(Exchange exchange) throws IOException {
    Object body = exchange.getMessage().getBody();
    if (body instanceof byte[] bytes) {
      return bytes;
    }
    InputStream stream = exchange.getMessage().getBody(InputStream.class);
    if (stream == null) {
      return null;
    }
    int most = exchange.getProperty(LENGTH, Integer.MAX_VALUE - 1, Integer.class);
    try (stream) {
      return stream.readNBytes(most + 1);
    }
  }

  /**
   * Returns why the answer is not the object of the manifest; null if it is.
   *
   * @param bytes null if the endpoint returned none
   */
  static String lack(ManifestObject object, byte[] bytes) {
    if (bytes == null || (bytes.length == 0 && object.length() > 0)) {
      return "its bytes are missing: the endpoint of CamelCaldavRestoreFrom returned none";
    }
    if (bytes.length != object.length()) {
      return "its bytes are not those of the manifest: %s, not %d"
          .formatted(
              bytes.length > object.length() ? "more" : String.valueOf(bytes.length),
              object.length());
    }
    return digest(bytes).equalsIgnoreCase(object.sha256())
        ? null
        : "its bytes are not those of the manifest: their SHA-256 differs";
  }

  /** Returns the SHA-256 of the bytes in hexadecimal digits. */
  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
