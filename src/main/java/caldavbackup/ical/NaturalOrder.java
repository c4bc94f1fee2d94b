package caldavbackup.ical;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Orders file names as people do: numbers by value, extensions last. */
final class NaturalOrder {
  private static final Pattern TOKEN = Pattern.compile("\\d{1,40}|\\D+");

  private NaturalOrder() {}

  static int compare(String one, String other) {
    Matcher mine = TOKEN.matcher(stem(one));
    Matcher theirs = TOKEN.matcher(stem(other));
    while (true) {
      boolean more = mine.find();
      if (!theirs.find()) {
        return more ? 1 : one.compareTo(other);
      }
      if (!more) {
        return -1;
      }
      int order = compareTokens(mine.group(), theirs.group());
      if (order != 0) {
        return order;
      }
    }
  }

  private static int compareTokens(String one, String other) {
    boolean areNumbers = Character.isDigit(one.charAt(0)) && Character.isDigit(other.charAt(0));
    return areNumbers
        ? new BigInteger(one).compareTo(new BigInteger(other))
        : one.compareToIgnoreCase(other);
  }

  private static String stem(String file) {
    int dot = file.lastIndexOf('.');
    return dot > file.lastIndexOf('/') ? file.substring(0, dot) : file;
  }
}
