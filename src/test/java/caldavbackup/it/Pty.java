package caldavbackup.it;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command of the launcher on a terminal of its own. */
final class Pty {
  /** What ends the line at the bottom of the screen. */
  static final String ERASE = "\r\u001b[K";

  private static final String PYTHON =
      """
      import fcntl, os, pty, struct, sys, termios
      pid, terminal = pty.fork()
      if pid == 0:
          fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
          os.environ["TERM"] = "xterm"
          os.execvp(sys.argv[2], sys.argv[2:])
      while True:
          try:
              some = os.read(terminal, 65536)
          except OSError:
              break
          if not some:
              break
          sys.stdout.buffer.write(some)
      sys.stdout.buffer.flush()
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
      """;

  private Pty() {}

  /** Runs it to its end on a terminal so many columns wide; all that the terminal got is out. */
  static PluginProcess.Run run(int columns, List<String> words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ServerProcess.program("python"),
                "-c",
                PYTHON,
                String.valueOf(columns),
                PluginProcess.launcher()));
    command.addAll(words);
    Path out = Files.createTempFile("caldav-pty", ".out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end");
    }
    String seen = Files.readString(out, StandardCharsets.UTF_8);
    Files.delete(out);
    return new PluginProcess.Run(process.exitValue(), seen, "");
  }

  /** What stays on the screen: each line without what was erased of it. */
  static List<String> left(String seen) {
    return Stream.of(seen.replace("\r\n", "\n").split("\n"))
        .map(line -> line.replaceFirst("(?s)^.*\\r\u001b\\[K", ""))
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
