package caldavbackup.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real server as a process of its own, with all its state in a folder that goes with it. */
abstract class ServerProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  final Path folder;
  final int port;
  private Process process;

  ServerProcess(String name) throws IOException {
    folder = Files.createTempDirectory("caldav-it-" + name);
    try (ServerSocket free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  /** The program of that name in the environment that the build made. */
  static String program(String name) {
    Path venv = Path.of(System.getenv().getOrDefault("CALDAV_VENV", "target/venv"));
    Path program = venv.resolve("bin").resolve(name).toAbsolutePath();
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(
          program + " is missing: make test builds it, or name another in CALDAV_VENV");
    }
    return program.toString();
  }

  void start(List<String> command) throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(logFile().toFile())
            .start();
    Instant deadline = Instant.now().plus(START);
    while (!answers()) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        throw new IllegalStateException("the server did not start: " + log());
      }
      process.onExit().orTimeout(100, TimeUnit.MILLISECONDS).exceptionally(e -> null).join();
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private Path logFile() {
    return folder.resolve("log");
  }

  /** All that the server has logged. */
  String log() {
    try {
      return new String(Files.readAllBytes(logFile()), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where it serves, for our option {@code location}. */
  String location() {
    return "caldav+http://127.0.0.1:" + port + "/";
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
