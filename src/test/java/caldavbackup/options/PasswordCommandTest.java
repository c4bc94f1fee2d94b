package caldavbackup.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.text.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PasswordCommandTest {
  @TempDir Path folder;
  private Path gate;

  /** Whoever reads it waits until something is written to it. */
  @BeforeEach
  void makeGate() throws Exception {
    gate = folder.resolve("gate");
    assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor()).isZero();
  }

  @Test
  void a_password_is_the_first_line_that_a_command_prints() throws Failure {
    assertThat(run("printf 'geh\\303\\251im\\nmore\\n'; seq 100000")).isEqualTo("gehéim");
  }

  @Test
  void what_a_command_leaves_running_is_not_waited_for() throws Exception {
    try {
      // the counting gives the reader the time to wait for more
      assertThat(run("cat '" + gate + "' & echo geheim; seq 300000 > /dev/null"))
          .isEqualTo("geheim");
    } finally {
      open();
    }
  }

  @Test
  void a_command_that_does_not_end_in_its_time_is_ended() {
    assertThatThrownBy(
            () ->
                PasswordCommand.firstLine(
                    Option.PASSWORD_COMMAND,
                    "echo geheim; cat '" + gate + "'; true",
                    1,
                    TimeUnit.NANOSECONDS))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("'password_command': the command did not end")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void a_command_gets_no_terminal_to_ask_at() throws Failure {
    assertThat(run("read -r line || echo nobody")).isEqualTo("nobody");
  }

  @Test
  void a_command_that_prints_nothing_gives_nothing() throws Failure {
    assertThat(run("true")).isNull();
  }

  @Test
  void a_command_that_fails_gives_no_password_whatever_it_printed() {
    assertThatThrownBy(() -> run("echo geheim; exit 3"))
        .hasMessageContaining("exit code 3")
        .hasMessageNotContaining("geheim");
    assertThatThrownBy(() -> run("no-such-command-here")).hasMessageContaining("exit code 127");
  }

  private void open() throws IOException {
    try (OutputStream out = Files.newOutputStream(gate)) {
      out.write('\n');
    }
  }

  private static String run(String command) throws Failure {
    return PasswordCommand.firstLine(Option.PASSWORD_COMMAND, command, 1, TimeUnit.MINUTES);
  }
}
