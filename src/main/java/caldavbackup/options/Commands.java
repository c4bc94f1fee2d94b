package caldavbackup.options;

import caldavbackup.text.Failure;
import java.util.concurrent.TimeUnit;

/** Shell commands that print a secret. */
public final class Commands {
  private Commands() {}

  /**
   * Runs a command for at most one minute.
   *
   * @param option the option that contains the command
   * @return the first line of its output, or null
   * @throws Failure when the command cannot be started, fails, or does not end
   */
  public static String firstLine(Option option, String command) throws Failure {
    return PasswordCommand.firstLine(option, command, 1, TimeUnit.MINUTES);
  }
}
