package caldavbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.RunProgress.Phase;
import caldavbackup.text.Columns;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusLineTest {
  private static RunStatus.Snapshot snapshot(Phase phase, String calendar, Duration wait) {
    return new RunStatus.Snapshot(
        phase,
        calendar,
        300,
        1200,
        3,
        3,
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        wait,
        1,
        wait,
        2);
  }

  @Test
  void a_wide_terminal_shows_all_that_is_known() {
    assertThat(StatusLine.of(snapshot(Phase.READING, "work", Duration.ofSeconds(12)), 160))
        .isEqualTo(
            "reading work  [#####...............]  300/1200  the server asked to wait 12 s"
                + "  2 retries  30 s left  30/s  3 of 3 calendars listed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"work", "日本語カレンダー日本語カレンダー", "a\u001b[2Jb\r\n\u202ec", "x\uD83C\uDF89", ""})
  void no_line_is_wider_than_the_terminal_nor_moves_the_cursor(String calendar) {
    for (Phase phase : Phase.values()) {
      for (int width = 1; width < 140; width++) {
        String line = StatusLine.of(snapshot(phase, calendar, Duration.ofSeconds(1)), width);
        assertThat(Columns.width(line)).as(line).isLessThanOrEqualTo(Math.max(1, width - 1));
        assertThat(line).doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
      }
    }
  }

  @Test
  void a_narrow_terminal_keeps_the_count_and_the_wait() {
    assertThat(
            StatusLine.of(
                snapshot(
                    Phase.WRITING,
                    "a name that is longer than there is room",
                    Duration.ofSeconds(1)),
                60))
        .startsWith("writing a name")
        .endsWith("…  300/1200  the server asked to wait 1 s");
    assertThat(StatusLine.of(snapshot(Phase.WRITING, "work", Duration.ZERO), 30))
        .contains("300/1200");
  }

  @Test
  void what_is_not_known_yet_is_not_shown() {
    RunStatus status = new RunStatus(() -> 0L);
    assertThat(StatusLine.of(status.snapshot(), 80)).isEqualTo("looking for calendars");
    status.calendars(2);
    status.turn(Phase.LISTING, "work");
    assertThat(StatusLine.of(status.snapshot(), 80))
        .isEqualTo("listing work  0 of 2 calendars listed");
  }
}
