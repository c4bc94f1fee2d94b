package caldavbackup.options;

import caldavbackup.text.Failure;
import caldavbackup.text.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Where a password comes from: the option itself, a file, a command, or the environment. */
final class PasswordSource {
  private PasswordSource() {}

  /** The password, from the one option that gives it; null when none does. */
  static Secret read(Map<Option, String> given) throws Failure {
    List<Option> sources =
        List.of(Option.PASSWORD, Option.PASSWORD_FILE, Option.PASSWORD_COMMAND, Option.PASSWORD_ENV)
            .stream()
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
          case PASSWORD_COMMAND ->
              PasswordCommand.firstLine(Option.PASSWORD_COMMAND, value, 1, TimeUnit.MINUTES);
          case PASSWORD_ENV -> variable(value);
          default -> value;
        };
    if (text == null || text.isEmpty()) {
      throw Failure.option("option '" + sources.get(0).key() + "' gives an empty password");
    }
    return new Secret(text);
  }

  private static String variable(String name) throws Failure {
    String value = System.getenv(name);
    if (value == null) {
      throw Failure.option("option 'password_env': the environment has no variable '" + name + "'");
    }
    return value;
  }

  private static String firstLineOfFile(String file) throws Failure {
    try {
      return Files.readString(Path.of(file)).lines().findFirst().orElse(null);
    } catch (IOException | RuntimeException e) {
      throw Failure.option(
          "option 'password_file': " + file + " cannot be read (" + Reason.of(e) + ")");
    }
  }
}
