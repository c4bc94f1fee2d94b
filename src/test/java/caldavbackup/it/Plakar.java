package caldavbackup.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The real plakar with a home, a repository and packages of its own, and without any Java that it
 * could find by itself.
 */
final class Plakar implements AutoCloseable {
  private final String program;
  private final Path home;

  /** What a run said and how it ended. */
  record Run(int exit, String output) {}

  private Plakar(String program) throws IOException {
    this.program = program;
    home = Files.createTempDirectory("pk"); // short: a socket's path is limited
  }

  /**
   * The plakar named in PLAKAR or on PATH, with the package of the build installed and an empty
   * repository.
   */
  static Plakar withOurPackage(Path ptar) throws Exception {
    Plakar plakar = new Plakar(program().orElseThrow());
    plakar.ok("-disable-security-check");
    plakar.ok("pkg", "add", ptar.toString());
    plakar.ok("create", "-plaintext");
    return plakar;
  }

  static Optional<String> program() {
    String named = System.getenv("PLAKAR");
    if (named != null && !named.isEmpty()) {
      return Optional.of(named);
    }
    for (String directory : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(directory, "plakar"))) {
        return Optional.of(Path.of(directory, "plakar").toString());
      }
    }
    return Optional.empty();
  }

  /** Runs it and wants exit code 0. */
  String ok(String... arguments) throws Exception {
    Run run = run(arguments);
    if (run.exit() != 0) {
      throw new AssertionError(
          "plakar " + String.join(" ", arguments) + ": exit " + run.exit() + "\n" + run.output());
    }
    return run.output();
  }

  Run run(String... arguments) throws Exception {
    Path output = Files.createTempFile(home, "out", "");
    Process process = start(output, arguments);
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(
          "plakar " + String.join(" ", arguments) + " did not end:\n" + Files.readString(output));
    }
    return new Run(
        process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
  }

  /** Starts it; all that it says goes into the file. */
  Process start(Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment());
    return builder.redirectOutput(output.toFile()).start();
  }

  /** Variables that keep all of its files in its home. */
  Map<String, String> environment() throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", "/nothing");
    environment.put("HOME", home.resolve("h").toString());
    environment.put("USER", "tester");
    environment.put("TERM", "dumb");
    environment.put("XDG_CONFIG_HOME", home.resolve("c").toString());
    environment.put("XDG_CACHE_HOME", home.resolve("k").toString());
    environment.put("XDG_DATA_HOME", home.resolve("d").toString());
    environment.put("TMPDIR", Files.createDirectories(home.resolve("t")).toString());
    environment.put("PLAKAR_REPOSITORY", "fs:" + home.resolve("repo"));
    return environment;
  }

  /** Where restored folders may go. */
  Path home() {
    return home;
  }

  @Override
  public void close() throws IOException {
    // its cache daemon ends by itself when nobody asks it for five seconds; until then it may still
    // write
    ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .arguments()
                    .map(a -> String.join(" ", a).contains(home.toString()))
                    .orElse(false))
        .forEach(process -> process.destroy());
    try (var files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
