package caldavbackup.options;

import caldavbackup.text.Failure;
import caldavbackup.text.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Reads the password from the option itself, a file, a command, or the environment. */
final class PasswordSource {
  private PasswordSource() {}

  /**
   * The password, from the given option among {@link Contradictions#PASSWORDS}; null if none is
   * given.
   */
  static Secret read(Map<Option, String> given) throws Failure {
    Option source =
        Contradictions.PASSWORDS.stream().filter(given::containsKey).findFirst().orElse(null);
    if (source == null) {
      return null;
    }
    String value = given.get(source);
    String text =
        switch (source) {
          case PASSWORD_FILE -> firstLineOfFile(value);
          case PASSWORD_COMMAND ->
              PasswordCommand.firstLine(Option.PASSWORD_COMMAND, value, 1, TimeUnit.MINUTES);
          case PASSWORD_ENV -> variable(value);
          default -> value;
        };
    if (text == null || text.isEmpty()) {
      throw Failure.option("option '" + source.key() + "' supplies an empty password");
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
