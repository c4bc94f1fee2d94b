package caldavbackup.text;

import java.util.regex.Pattern;

/** A text as one argument of a POSIX shell. */
public final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  /** Characters that move the cursor, change the text direction, or are invisible. */
  private static final Pattern UNSHOWN =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029\\p{Cs}\\p{Co}\\p{Cn}]");

  private ShellWord() {}

  /** Returns the text, quoted if necessary. */
  public static String of(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** Returns whether all of the text is visible, so that it is safe to paste into a terminal. */
  public static boolean isShown(String text) {
    return !UNSHOWN.matcher(text).find();
  }
}
