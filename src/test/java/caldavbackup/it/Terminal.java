package caldavbackup.it;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command of the launcher with somebody before it who reads and types. */
final class Terminal implements Closeable {
  private final Process process;
  private final Path out;
  private final Path err;

  Terminal(Path folder, List<String> words, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>(List.of(PluginProcess.launcher()));
    command.addAll(words);
    out = Files.createTempFile(folder, "terminal", ".out");
    err = Files.createTempFile(folder, "terminal", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    for (String desktop : List.of("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")) {
      builder.environment().remove(desktop);
    }
    builder.environment().putAll(environment);
    process = builder.start();
  }

  /** Waits until this was printed, and gives its first group. */
  String read(String regex) throws Exception {
    Pattern pattern = Pattern.compile(regex);
    Await.until(
        regex + " is printed",
        () -> {
          if (!process.isAlive() && !pattern.matcher(said()).find()) {
            throw new AssertionError("it ended: " + said() + errors());
          }
          return pattern.matcher(said()).find();
        });
    Matcher matcher = pattern.matcher(said());
    return matcher.find() ? matcher.group(1) : null;
  }

  void type(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Waits for its end. */
  PluginProcess.Run end() throws Exception {
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new AssertionError("it did not end: " + said() + errors());
    }
    return new PluginProcess.Run(process.exitValue(), said(), errors());
  }

  private String said() throws IOException {
    return Files.readString(out);
  }

  private String errors() throws IOException {
    return Files.readString(err);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
