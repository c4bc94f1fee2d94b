package caldavbackup.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.ics",
        "",
        "two words",
        "it's",
        "$(touch x)",
        "`x`",
        "a\\b",
        "!!",
        "~",
        "#a",
        "é",
        "''",
        "-n",
        "a;b&c|d>e*"
      })
  void a_shell_reads_the_word_as_it_was(String text) throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", "printf '<%s>' " + ShellWord.of(text)).start();

    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("<" + text + ">");
  }

  @Test
  void what_nobody_sees_is_not_for_a_command_that_is_pasted() {
    assertThat(ShellWord.isShown("Müller's 予定.ics")).isTrue();
    assertThat(ShellWord.isShown("a\nb")).isFalse();
    assertThat(ShellWord.isShown("a\u001bb")).isFalse();
    assertThat(ShellWord.isShown("a\u202eb")).isFalse();
  }
}
