package caldavbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an interrupted command says. */
class StoppedCommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"backup", "restore"})
  void a_run_that_can_be_continued_says_how(String command) {
    assertThat(CaldavCommand.stopped(command))
        .isEqualTo("caldav: interrupted; run the same command again to continue");
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "completion", "diff", "list", "login", "rehearse", "view"})
  void a_command_that_begins_again_says_nothing(String command) {
    assertThat(CaldavCommand.stopped(command)).isNull();
  }
}
