package caldavbackup.text;

import java.util.Collection;
import java.util.Locale;

/** Finds the name that the user most likely meant. */
public final class Nearest {
  /** A shorter prefix matches too many names. */
  private static final int SHORTEST_START = 3;

  private Nearest() {}

  /**
   * The name whose edit distance from the word is at most a third of the word's length, or that
   * starts with the word.
   *
   * @return null if there is none
   */
  public static String of(String word, Collection<String> names) {
    String lower = word.toLowerCase(Locale.ROOT).replace('-', '_');
    String nearest = null;
    int least = Math.max(1, lower.length() / 3) + 1;
    for (String name : names) {
      int distance = distance(lower, name);
      if (distance < least) {
        least = distance;
        nearest = name;
      }
    }
    return nearest != null || lower.length() < SHORTEST_START
        ? nearest
        : names.stream().filter(name -> name.startsWith(lower)).findFirst().orElse(null);
  }

  /** The Damerau-Levenshtein distance (optimal string alignment). */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean isSame = a.charAt(i - 1) == b.charAt(j - 1);
        int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        least = Math.min(least, cost[i - 1][j - 1] + (isSame ? 0 : 1));
        boolean isSwapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        cost[i][j] = isSwapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
      }
    }
    return cost[a.length()][b.length()];
  }
}
