package caldavbackup.options;

import caldavbackup.text.Failure;
import java.util.concurrent.TimeUnit;

/** Shell commands that print a secret. */
public final class Commands {
  private Commands() {}

  /**
   * Runs one, for a minute at most.
   *
   * @param option the option that names it
   * @return the first line that it prints, or null
   */
  public static String firstLine(Option option, String command) throws Failure {
    return PasswordCommand.firstLine(option, command, 1, TimeUnit.MINUTES);
  }
}
