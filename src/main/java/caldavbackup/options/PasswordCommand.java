package caldavbackup.options;

import caldavbackup.text.Failure;
import caldavbackup.text.Reason;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Runs the command of an option such as {@code password_command}. The secret is the first line of
 * its output.
 */
final class PasswordCommand {
  private PasswordCommand() {}

  /**
   * Runs the command.
   *
   * @param option the option that contains the command
   * @param most the maximum duration
   * @param unit the unit of this duration
   * @return the first line of its output; null when there is none
   * @throws Failure when the command cannot be started, fails, or does not end
   */
  static String firstLine(Option option, String command, long most, TimeUnit unit) throws Failure {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", command) // the user reads its error messages
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      CompletableFuture<String> line = firstLine(process.getInputStream());
      if (!process.waitFor(most, unit)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw Failure.option(
            "option '"
                + option.key()
                + "': the command did not end within "
                + unit.toSeconds(most)
                + " s");
      }
      if (process.exitValue() != 0) {
        throw Failure.option(
            "option '"
                + option.key()
                + "': the command ended with exit code "
                + process.exitValue());
      }
      return line.get();
    } catch (Failure e) {
      throw e;
    } catch (IOException e) {
      throw Failure.option(
          "option '" + option.key() + "': the command cannot be run (" + Reason.of(e) + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Failure.Kind.CANCELLED, "interrupted while '" + option.key() + "' ran");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a line is only ever completed", e);
    }
  }

  /**
   * The first line, as soon as it is complete: a process that the command starts, for example an
   * agent, may keep its output open. The rest is read so that the command does not block.
   */
  private static CompletableFuture<String> firstLine(InputStream output) {
    CompletableFuture<String> line = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try (var reader =
                  new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
                line.complete(reader.readLine());
                reader.transferTo(Writer.nullWriter());
              } catch (IOException e) {
                line.complete(null);
              }
            },
            "caldav password_command");
    thread.setDaemon(true);
    thread.start();
    return line;
  }
}
