package caldavbackup.cli;

import java.io.PrintStream;

/**
 * One command of the command line. {@link CommandHelp} describes its arguments; {@link
 * CaldavCommand} names its class.
 */
interface Command {
  /** Exit code: everything was done and verified. */
  int DONE = 0;

  /** Exit code: something was not done. */
  int FAILED = 1;

  /** Exit code: the command line or an option is wrong. */
  int USAGE = 2;

  /** What is said of a command that ran out of memory. */
  String NO_MEMORY =
      "this takes more memory than the program may use: ask for fewer days or calendars, or set"
          + " CALDAV_JAVA_OPTS=-Xmx1g";

  /**
   * Runs the command.
   *
   * @param words the arguments after the name of the command
   * @return the exit code
   * @throws Exception a failure that ends the command; its message is printed as one line on {@code
   *     err}
   */
  int run(Words words, PrintStream out, PrintStream err) throws Exception;
}
