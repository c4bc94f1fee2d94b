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
