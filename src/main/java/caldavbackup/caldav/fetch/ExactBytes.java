package caldavbackup.caldav.fetch;

import caldavbackup.caldav.EtagDigest;
import caldavbackup.caldav.profile.ByteProof;
import caldavbackup.caldav.profile.ByteProof.LineEnds;
import caldavbackup.caldav.profile.ByteProof.Word;
import java.nio.charset.StandardCharsets;

/**
 * Gives an object's stored bytes back from its text in a multistatus, or nothing.
 *
 * <p>XML folds every line end to LF (XML 1.0, section 2.11), so the text may not be what GET gives.
 * With CRLF put back, or as it came, it is <em>proved</em> to be when the server's ETag is a digest
 * of just these bytes. With CRLF put back it also is when its length is the stored length to the
 * byte; as it came that would not tell LF from CR.
 */
public final class ExactBytes {
  private static final char REPLACEMENT = '\uFFFD';

  private ExactBytes() {}

  /**
   * Bytes that the server's own word proves to be the stored ones.
   *
   * @param kind what the proof rests on; {@link ByteProof} tells what it is worth here
   */
  record Proof(byte[] bytes, ByteProof.Kind kind) {}

  /**
   * The stored bytes.
   *
   * @param text calendar-data as parsed
   * @param etag the ETag beside it, or null
   * @param length getcontentlength beside it, -1 when unknown
   * @return null when nothing proves them: then only GET does
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
    // a replaced byte sequence can have the length of what it replaced
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
