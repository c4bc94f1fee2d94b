package caldavbackup.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "30s,PT30S",
    "2m,PT2M",
    "1h30m,PT1H30M",
    "500ms,PT0.5S",
    "1m1ms,PT1M0.001S",
    "30m1h,PT1H30M",
    "0s1ms,PT0.001S",
    "999999999h,PT999999999H"
  })
  void a_duration_is_the_sum_of_its_parts(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0s",
        "0h0ms",
        "30",
        "s",
        "-1s",
        "1.5h",
        "1 m",
        " 1m",
        "1m ",
        "1d",
        "1M",
        "1m30",
        "1000000000s",
        "\u0661s"
      })
  void anything_else_is_none(String text) {
    assertThat(Durations.parse(text)).isNull();
  }
}
