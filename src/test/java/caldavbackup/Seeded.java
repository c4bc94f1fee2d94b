package caldavbackup;

import java.util.Random;

/**
 * Runs a property on random input. A failure names its seed; {@code -Dseed=…} runs that one again.
 */
public final class Seeded {
  /** What must hold whatever the input. */
  public interface Property {
    void check(Random random) throws Exception;
  }

  private Seeded() {}

  public static void times(int runs, Property property) {
    Long again = Long.getLong("seed");
    long first = again == null ? System.nanoTime() : again;
    for (long seed = first; seed < first + (again == null ? runs : 1); seed++) {
      try {
        property.check(new Random(seed));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("with -Dseed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** Text of up to so many characters, mostly from the given ones, else from all of Unicode. */
  public static String text(Random random, int most, String mostly) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(most + 1); n > 0; n--) {
      if (random.nextInt(8) > 0) {
        text.append(mostly.charAt(random.nextInt(mostly.length())));
      } else {
        int c = random.nextInt(Character.MAX_CODE_POINT + 1);
        text.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? c - 0x800 : c);
      }
    }
    return text.toString();
  }
}
