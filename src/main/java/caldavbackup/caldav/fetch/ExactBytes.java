package caldavbackup.caldav.fetch;

import caldavbackup.caldav.EtagDigest;
import caldavbackup.caldav.profile.ByteProof;
import caldavbackup.caldav.profile.ByteProof.LineEnds;
import caldavbackup.caldav.profile.ByteProof.Word;
import java.nio.charset.StandardCharsets;

/**
 * Reconstructs the stored bytes of an object from its text in a multistatus, if they can be proved.
 *
 * <p>XML normalizes each line end to LF (XML 1.0, section 2.11), so the text may differ from the
 * result of GET. The text, as it is or with CRLF restored, is <em>proved</em> if the server's ETag
 * is a digest of exactly these bytes. With CRLF restored, it is also proved if its length equals
 * the stored length. Without, the length cannot distinguish LF from CR.
 */
public final class ExactBytes {
  private static final char REPLACEMENT = '\uFFFD';

  private ExactBytes() {}

  /**
   * Bytes that the server's own data prove to be the stored ones.
   *
   * @param kind the basis of the proof; {@link ByteProof} knows whether it is reliable on this
   *     server
   */
  record Proof(byte[] bytes, ByteProof.Kind kind) {}

  /**
   * The stored bytes.
   *
   * @param text calendar-data as parsed
   * @param etag the ETag in the same response, or null
   * @param length getcontentlength in the same response; -1 when unknown
   * @return null when nothing proves them, so that GET is needed
   */
  static Proof proved(String text, String etag, long length) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    if (text.indexOf('\r') >= 0) {
      return EtagDigest.is(etag, plain) ? proof(plain, LineEnds.KEPT, Word.DIGEST) : null;
    }
    byte[] restored = withReturns(plain);
    if (EtagDigest.is(etag, restored)) {
      return proof(restored, LineEnds.RESTORED, Word.DIGEST);
    }
    if (EtagDigest.is(etag, plain)) {
      return proof(plain, LineEnds.LF, Word.DIGEST);
    }
    // a replacement character can have the length of the bytes that it replaced
    return restored.length == length && text.indexOf(REPLACEMENT) < 0
        ? proof(restored, LineEnds.RESTORED, Word.LENGTH)
        : null;
  }

  private static Proof proof(byte[] bytes, LineEnds lineEnds, Word word) {
    return new Proof(bytes, new ByteProof.Kind(lineEnds, word));
  }

  private static byte[] withReturns(byte[] text) {
    int lines = 0;
    for (byte b : text) {
      lines += b == '\n' ? 1 : 0;
    }
    byte[] out = new byte[text.length + lines];
    int at = 0;
    for (byte b : text) {
      if (b == '\n') {
        out[at++] = '\r';
      }
      out[at++] = b;
    }
    return out;
  }
}
