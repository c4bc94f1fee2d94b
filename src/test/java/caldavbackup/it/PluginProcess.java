package caldavbackup.it;

import caldavbackup.plakar.StreamBridge;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The launcher as a process of its own, spoken to as Plakar speaks to it. */
public final class PluginProcess implements AutoCloseable {
  private final Process process;
  private final Path stderr;
  private ManagedChannel channel;

  private PluginProcess(Process process, Path stderr) {
    this.process = process;
    this.stderr = stderr;
  }

  static String launcher() {
    return Path.of(System.getenv().getOrDefault("CALDAV_LAUNCHER", "bin/caldav"))
        .toAbsolutePath()
        .toString();
  }

  /** Starts {@code importer} or {@code exporter}. */
  static PluginProcess start(String connector, String... javaOptions) throws IOException {
    return start(Map.of("CALDAV_JAVA_OPTS", String.join(" ", javaOptions)), connector);
  }

  /** Starts it with this in its environment. */
  static PluginProcess start(Map<String, String> environment, String connector) throws IOException {
    Path stderr = Files.createTempFile("caldav-it", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(launcher(), connector).redirectError(stderr.toFile());
    builder.environment().putAll(environment);
    return new PluginProcess(builder.start(), stderr);
  }

  /** The one channel over its stdin and stdout. */
  synchronized ManagedChannel channel() {
    if (channel == null) {
      channel = StreamBridge.channel(process.getInputStream(), process.getOutputStream());
    }
    return channel;
  }

  Process process() {
    return process;
  }

  String stderr() throws IOException {
    return Files.readString(stderr);
  }

  /** Ends its input, as Plakar's end does, and waits for it. */
  int endInput() throws Exception {
    process.getOutputStream().close();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new AssertionError("the plugin still runs after the end of its input");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.shutdownNow();
    }
    process.destroyForcibly();
    Files.deleteIfExists(stderr);
  }

  /** What a command of the launcher said, and how it ended. */
  public record Run(int exit, String out, String err) {}

  /** Runs a command of the launcher to its end. */
  public static Run run(List<String> arguments, Map<String, String> environment) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher()));
    command.addAll(arguments);
    Path out = Files.createTempFile("caldav-it", ".out");
    Path err = Files.createTempFile("caldav-it", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end");
    }
    Run run = new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    Files.delete(out);
    Files.delete(err);
    return run;
  }

  public static Run run(String... arguments) throws Exception {
    return run(List.of(arguments), Map.of());
  }
}
