package caldavbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @Test
  void the_help_says_what_picocli_says_of_the_same_commands() throws IOException {
    assertThat(Help.answer(new String[] {"--help"}))
        .isEqualTo(CaldavCommand.usage())
        .isEqualTo(Help.answer(new String[] {"-h"}))
        .isEqualTo(Help.answer(new String[0]));
  }

  @Test
  void the_version_is_the_one_that_the_build_wrote() throws IOException {
    assertThat(Help.answer(new String[] {"--version"})).matches("caldav \\d+\\.\\d+\\.\\d+.*\\R");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"backup --help", "--help backup", "--version --help", "importer", "--halp", ""})
  void everything_else_is_left_to_the_command_line(String words) throws IOException {
    assertThat(Help.answer(words.split(" "))).isNull();
  }
}
