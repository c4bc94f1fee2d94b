package caldavbackup.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The output of a command in UTF-8, and why it could not be written. */
final class Stdout extends PrintStream {
  private final Watched watched;

  /** Writes to this stream. */
  Stdout(OutputStream out) {
    this(new Watched(out));
  }

  private Stdout(Watched watched) {
    super(watched, true, StandardCharsets.UTF_8);
    this.watched = watched;
  }

  /**
   * The exit code, after the last line was printed. Says on {@code err} why the output is
   * incomplete. A reader that wants no more, such as {@code head}, is not an error to mention.
   *
   * @param code the exit code of the command
   * @param failed the exit code when the output is incomplete
   */
  int exitCode(int code, int failed, PrintStream err) {
    if (!checkError()) {
      return code;
    }
    String reason = watched.failure == null ? null : watched.failure.getMessage();
    if (reason == null || !reason.contains("Broken pipe")) {
      err.println("caldav: stdout cannot be written" + (reason == null ? "" : ": " + reason));
    }
    return Math.max(code, failed);
  }

  /** Keeps the first failure, which a PrintStream swallows. */
  private static final class Watched extends FilterOutputStream {
    private volatile IOException failure;

    Watched(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
        if (out instanceof PrintStream stream && stream.checkError()) {
          throw new IOException();
        }
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        throw e;
      }
    }
  }
}
