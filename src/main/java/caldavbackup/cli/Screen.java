package caldavbackup.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A terminal with a temporary line at its end. Text that is printed to {@link #out} and {@link
 * #err} appears above it. If stderr is not a terminal, there is no such line.
 */
final class Screen implements AutoCloseable {
  /** Set by the launcher if stderr is a terminal. */
  private static final String TERMINAL = "caldav.terminal";

  private static final String ERASE = "\r\u001b[K";

  private final PrintStream realErr;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean isTerminal;
  private String shown; // null for none
  private boolean isAtLineStart = true;
  private boolean isClosed;

  Screen(PrintStream out, PrintStream err, boolean isTerminal) {
    this.isTerminal = isTerminal;
    this.realErr = err;
    this.out = isTerminal ? above(out) : out;
    this.err = isTerminal ? above(err) : err;
  }

  /** Wraps these streams, with a line if the launcher says that stderr is a terminal. */
  static Screen of(PrintStream out, PrintStream err) {
    String term = System.getenv().getOrDefault("TERM", "dumb");
    boolean isTerminal = Boolean.getBoolean(TERMINAL) && !term.equals("dumb") && !term.isEmpty();
    Screen screen = new Screen(out, err, isTerminal);
    if (isTerminal) {
      System.setErr(screen.err); // messages of the logger appear above the line, too
    }
    return screen;
  }

  /** Returns whether a line can be shown. */
  boolean isTerminal() {
    return isTerminal;
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  /** Shows the line in place of the previous one. */
  synchronized void show(String line) {
    if (isTerminal && isAtLineStart && !isClosed && !line.equals(shown)) {
      print((shown == null ? "" : ERASE) + line);
      shown = line;
    }
  }

  private void print(String text) {
    byte[] bytes =
        text.getBytes(StandardCharsets.UTF_8); // the same charset as the text above the line
    realErr.write(bytes, 0, bytes.length);
    realErr.flush();
  }

  /** Removes the line. It can be shown again. */
  synchronized void erase() {
    if (shown != null) {
      print(ERASE);
      shown = null;
    }
  }

  /** Removes the line permanently. */
  @Override
  public synchronized void close() {
    erase();
    isClosed = true;
  }

  private PrintStream above(PrintStream stream) {
    return new PrintStream(new Above(stream), true, StandardCharsets.UTF_8);
  }

  /** Erases the line before anything is written. */
  private final class Above extends OutputStream {
    private final PrintStream stream;

    Above(PrintStream stream) {
      this.stream = stream;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (length > 0) {
        synchronized (Screen.this) {
          erase();
          stream.write(bytes, from, length);
          if (stream.checkError()) { // flushes it
            throw new IOException("the output cannot be written");
          }
          isAtLineStart = bytes[from + length - 1] == '\n';
        }
      }
    }
  }
}
