package caldavbackup.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.text.Failure;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private long now = Long.MAX_VALUE - 5; // the clock may turn over
  private final CircuitBreaker reach = new CircuitBreaker(PATIENCE, () -> now, false);

  @Test
  void a_server_that_went_away_is_not_waited_for_again_until_it_answers() {
    reach.answered();
    assertThat(reach.isThere()).isTrue();
    reach.failed(new ConnectException());
    assertThat(reach.isThere()).isFalse();
    reach.answered();
    assertThat(reach.isThere()).isTrue();
  }

  @Test
  void a_server_that_is_silent_three_times_in_a_row_is_left_alone_for_a_while() {
    for (int i = 0; i < 2; i++) {
      reach.failed(new SocketTimeoutException());
      assertThatCode(reach::require).doesNotThrowAnyException();
    }
    reach.failed(new SocketTimeoutException());
    assertThatThrownBy(reach::require)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("did not answer within io_timeout 3 times in a row");
    now += PATIENCE.toNanos();
    assertThatCode(reach::require).doesNotThrowAnyException();
  }

  @Test
  void an_answer_in_between_begins_the_count_anew() {
    for (int i = 0; i < 9; i++) {
      reach.failed(new SocketTimeoutException());
      reach.failed(new SocketTimeoutException());
      reach.answered();
    }
    assertThatCode(reach::require).doesNotThrowAnyException();
  }

  @Test
  void a_wait_is_said_once_however_many_requests_share_it() {
    Duration wait = Duration.ofSeconds(30);
    assertThat(reach.isWorthSaying(wait)).isTrue();
    now += Duration.ofMillis(10).toNanos();
    assertThat(reach.isWorthSaying(wait)).isFalse();
    now += wait.toNanos();
    assertThat(reach.isWorthSaying(wait)).isTrue();
  }
}
