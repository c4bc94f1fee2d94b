package caldavbackup.caldav.profile;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether the data that an account's server reports about the bytes of objects are correct.
 * DAViCal, for example, reports digest and length of a text with LF but sends it with CRLF.
 *
 * <p>One object of each kind is read in both ways to find out. Until then, proofs of that kind are
 * not used.
 */
public final class ByteProof {
  /** The line ends of the proved bytes. */
  public enum LineEnds {
    /** CRLF, restored, because XML normalizes it to LF. */
    RESTORED,
    /** LF, unchanged. */
    LF,
    /** The text itself contains CR, unchanged. */
    KEPT
  }

  /** The basis of the proof. */
  public enum Word {
    DIGEST,
    LENGTH
  }

  /** The kind of an object's proof. */
  public record Kind(LineEnds lineEnds, Word word) {}

  /** Two objects may have changed between the two requests. If more differ, the proof is wrong. */
  private static final int MAX_DIFFERENT = 2;

  private final Map<Kind, Boolean> verdicts = new HashMap<>();
  private final Map<Kind, Integer> different = new HashMap<>();
  private final Map<Kind, Integer> alone = new HashMap<>();

  ByteProof() {}

  /** Returns whether this kind was not verified yet. */
  public synchronized boolean isUnknown(Kind kind) {
    return !verdicts.containsKey(kind);
  }

  /** Returns whether this kind was verified. */
  public synchronized boolean holds(Kind kind) {
    return Boolean.TRUE.equals(verdicts.get(kind));
  }

  /** Compares proved bytes with the result of GET. */
  public synchronized void judge(Kind kind, byte[] proved, byte[] got) {
    if (Arrays.equals(proved, got)) {
      verdicts.putIfAbsent(kind, true);
    } else if (different.merge(kind, 1, Integer::sum) >= MAX_DIFFERENT) {
      verdicts.put(kind, false);
    }
  }

  /**
   * Notes that GET returned nothing to compare, or nothing that is confirmed. Only the server's
   * data remain. If this happens again, the kind counts as verified.
   */
  public synchronized void standsAlone(Kind kind) {
    if (alone.merge(kind, 1, Integer::sum) >= MAX_DIFFERENT) {
      verdicts.putIfAbsent(kind, true);
    }
  }
}
