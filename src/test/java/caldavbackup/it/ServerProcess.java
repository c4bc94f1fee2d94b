package caldavbackup.it;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.opentest4j.TestAbortedException;

/**
 * A real server as a process of its own, with all its state in a folder that goes with it. It knows
 * the users alice and bob; a user's password is the name with {@code -pw}.
 */
abstract class ServerProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final int FIRST_PORT = 15_000;
  private static final int PORTS = 16_000;
  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));
  private static final int UNAVAILABLE = 69; // EX_UNAVAILABLE of sysexits.h

  final Path folder;
  final int port;
  final Map<String, String> environment = new HashMap<>();
  private Process process;
  private List<String> startedBy;

  ServerProcess(String name) throws IOException {
    folder = Files.createTempDirectory("caldav-it-" + name);
    port = freePort();
  }

  /**
   * A port on which nothing listens. It is below those that the system gives to connections, and
   * counted from a random one: several processes run test classes at the same time.
   */
  static int freePort() throws IOException {
    while (true) {
      int port = FIRST_PORT + NEXT_PORT.getAndIncrement() % PORTS;
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (BindException e) {
        // the next one
      }
    }
  }

  /** Where the calendars of this user are. */
  abstract String home(String user);

  /** The principal of this user. */
  abstract String principal(String user);

  /** Paths that are nobody's and lead a client that signs in to its own calendars. */
  List<String> entries() {
    return List.of("/", "/.well-known/caldav");
  }

  /** Whether GET gives the very bytes of the PUT, those of plain text at least. */
  boolean keepsBytes() {
    return false;
  }

  /** Everybody to whom it has sent a mail, in order. */
  List<String> mailed() {
    return List.of();
  }

  /** Whether an object of this name can be had again at all. */
  boolean canServe(String name) {
    return true;
  }

  /** Whether GET gives the very bytes that are stored, which ETag and length speak of. */
  boolean servesWhatIsStored() {
    return true;
  }

  /** Speaks to the server as this user, without any of our code. */
  DavClient client(String user) {
    return new DavClient(url(), user, user + "-pw");
  }

  /** Options that sign this user in. */
  List<String> signIn(String user) {
    return List.of("username=" + user, "password=" + user + "-pw");
  }

  /** The account of this user. */
  Side side(String user) {
    return new Side(client(user), home(user), location(), signIn(user));
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

  /** Starts a server that serves as soon as it listens. */
  void start(List<String> command) throws IOException {
    start(command, this::answers);
  }

  /**
   * Starts a server by its script in {@code tools/servers}.
   *
   * @throws TestAbortedException with one sentence when it cannot run on this machine
   */
  void startScript(String name, int... morePorts) throws IOException {
    List<String> command = new ArrayList<>(List.of("tools/servers/" + name, folder.toString()));
    command.add(String.valueOf(port));
    IntStream.of(morePorts).mapToObj(String::valueOf).forEach(command::add);
    start(command, () -> log().lines().anyMatch(line -> line.endsWith("ready"))); // see common.sh
  }

  private void start(List<String> command, BooleanSupplier serves) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
    builder.environment().putAll(environment);
    process = builder.start();
    startedBy = command;
    await(serves);
  }

  /** Ends it at once, in the midst of whatever it does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts one that serves as soon as it listens once more, in the place of the one that ended. */
  void startAgain() throws IOException {
    start(startedBy);
  }

  /** Waits until it listens again. */
  void awaitAnswers() {
    await(this::answers);
  }

  private void await(BooleanSupplier serves) {
    Instant deadline = Instant.now().plus(START);
    while (!serves.getAsBoolean()) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        String said = log().strip();
        boolean unavailable = !process.isAlive() && process.exitValue() == UNAVAILABLE;
        close();
        if (unavailable) {
          throw new TestAbortedException(said);
        }
        throw new IllegalStateException("the server does not serve: " + said);
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
