package caldavbackup.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Where a password comes from: the option itself, a file, or a command. */
final class PasswordSource {
  private PasswordSource() {}

  /** The password, from the one option that gives it; null when none does. */
  static Secret read(Map<Option, String> given) throws Failure {
    List<Option> sources =
        List.of(Option.PASSWORD, Option.PASSWORD_FILE, Option.PASSWORD_COMMAND).stream()
            .filter(given::containsKey)
            .toList();
    if (sources.isEmpty()) {
      return null;
    }
    if (sources.size() > 1) {
      throw Failure.option(
          "options '"
              + sources.get(0).key()
              + "' and '"
              + sources.get(1).key()
              + "' exclude each other");
    }
    String value = given.get(sources.get(0));
    String text =
        switch (sources.get(0)) {
          case PASSWORD_FILE -> firstLineOfFile(value);
          case PASSWORD_COMMAND -> firstLineOfCommand(value);
          default -> value;
        };
    if (text == null || text.isEmpty()) {
      throw Failure.option("option '" + sources.get(0).key() + "' gives an empty password");
    }
    return new Secret(text);
  }

  private static String firstLineOfFile(String file) throws Failure {
    try {
      return Files.readString(Path.of(file)).lines().findFirst().orElse(null);
    } catch (IOException | RuntimeException e) {
      throw Failure.option(
          "option 'password_file': " + file + " cannot be read (" + Failures.reason(e) + ")");
    }
  }

  private static String firstLineOfCommand(String command) throws Failure {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String line =
          new String(process.getInputStream().readAllBytes()).lines().findFirst().orElse(null);
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw Failure.option("option 'password_command': the command did not end within a minute");
      }
      if (process.exitValue() != 0) {
        throw Failure.option(
            "option 'password_command': the command ended with exit code " + process.exitValue());
      }
      return line;
    } catch (Failure e) {
      throw e;
    } catch (IOException e) {
      throw Failure.option(
          "option 'password_command': the command cannot be run (" + Failures.reason(e) + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Failure.Kind.CANCELLED, "interrupted while 'password_command' ran");
    }
  }
}
