package caldavbackup.text;

import java.util.regex.Pattern;

/** A text as one word of a POSIX shell. */
public final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  /** What would move the cursor, turn the direction of the text, or be seen by nobody. */
  private static final Pattern UNSHOWN =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029\\p{Cs}\\p{Co}\\p{Cn}]");

  private ShellWord() {}

  /** The text, in quotes when it needs them. */
  public static String of(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** Whether a person sees all that is in the text, and may paste it into a terminal. */
  public static boolean isShown(String text) {
    return !UNSHOWN.matcher(text).find();
  }
}
