package caldavbackup.caldav.profile;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether what an account's server says of its objects' bytes is true: DAViCal, for example, tells
 * the digest and the length of a text with LF and serves it with CRLF.
 *
 * <p>Learnt by reading an object of each kind in both ways. Until then no word of that kind is
 * believed.
 */
public final class ByteProof {
  /** Which line ends the bytes have that were proved. */
  public enum LineEnds {
    /** CRLF, put back: XML made them LF. */
    RESTORED,
    /** LF, as they came. */
    LF,
    /** CR was in the text itself, as they came. */
    KEPT
  }

  /** By what they were proved. */
  public enum Word {
    DIGEST,
    LENGTH
  }

  /** What one object's proof rests on. */
  public record Kind(LineEnds lineEnds, Word word) {}

  /**
   * Two objects may have changed between the two readings; a server that lies does so each time.
   */
  private static final int MAX_DIFFERENT = 2;

  private final Map<Kind, Boolean> verdicts = new HashMap<>();
  private final Map<Kind, Integer> different = new HashMap<>();
  private final Map<Kind, Integer> alone = new HashMap<>();

  ByteProof() {}

  /** Whether nothing is known of this kind yet. */
  public synchronized boolean isUnknown(Kind kind) {
    return !verdicts.containsKey(kind);
  }

  /** Whether this kind of proof was found true. */
  public synchronized boolean holds(Kind kind) {
    return Boolean.TRUE.equals(verdicts.get(kind));
  }

  /** Compares what was proved with what GET gives. */
  public synchronized void judge(Kind kind, byte[] proved, byte[] got) {
    if (Arrays.equals(proved, got)) {
      verdicts.putIfAbsent(kind, true);
    } else if (different.merge(kind, 1, Integer::sum) >= MAX_DIFFERENT) {
      verdicts.put(kind, false);
    }
  }

  /**
   * GET gave nothing that could be compared, or what nothing confirms. The server's word is all
   * there is; once that happened again, it is believed without asking for more.
   */
  public synchronized void standsAlone(Kind kind) {
    if (alone.merge(kind, 1, Integer::sum) >= MAX_DIFFERENT) {
      verdicts.putIfAbsent(kind, true);
    }
  }
}
