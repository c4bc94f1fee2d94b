package caldavbackup.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.http.Failures;
import caldavbackup.restore.write.UidConflictsTest;
import caldavbackup.text.Failure;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreEndTest {
  private final RestoreEnd end = new RestoreEnd();

  @ParameterizedTest
  @CsvSource({
    "507, '', true",
    "403, <d:error><d:quota-not-exceeded/></d:error>, true",
    "401, '', true",
    "407, '', true",
    "403, '', false",
    "413, '', false",
    "500, '', false"
  })
  void a_full_account_and_a_refused_sign_in_are_the_end(int status, String body, boolean is) {
    assertThat(end.isMetBy(UidConflictsTest.failure(status, body))).isEqualTo(is);
    assertThat(end.cause() != null).isEqualTo(is);
  }

  @Test
  void a_full_account_can_still_be_read_and_a_closed_one_cannot() {
    end.isMetBy(UidConflictsTest.failure(507, ""));
    assertThat(end.isDeaf()).isFalse();
    RestoreEnd closed = new RestoreEnd();
    closed.isMetBy(UidConflictsTest.failure(401, ""));
    assertThat(closed.isDeaf()).isTrue();
  }

  @Test
  void a_server_that_is_gone_is_the_end() {
    assertThat(end.isMetBy(Failures.of(new ConnectException("refused")))).isTrue();
    assertThat(new RestoreEnd().isMetBy(Failures.of(new UnknownHostException("h")))).isTrue();
  }

  @Test
  void connections_that_break_again_and_again_are_the_end_unless_something_went_well_between() {
    Failure broken = Failures.of(new SocketException("reset"));
    for (int i = 0; i < 30; i++) {
      assertThat(end.isMetBy(broken)).isFalse();
      if (i % 9 == 8) {
        end.wentWell();
      }
    }
    for (int i = 0; i < 6; i++) {
      assertThat(end.isMetBy(broken)).isFalse();
    }
    assertThat(end.isMetBy(broken)).isTrue();
  }

  @Test
  void the_first_cause_counts_and_what_follows_from_it_is_part_of_it() {
    end.isMetBy(UidConflictsTest.failure(507, "full"));
    String cause = end.cause();
    end.isMetBy(UidConflictsTest.failure(401, ""));
    assertThat(end.cause()).isEqualTo(cause).contains("full");
    assertThatThrownBy(end::require)
        .isInstanceOfSatisfying(Failure.class, next -> assertThat(end.isMetBy(next)).isTrue());
    assertThat(RestoreEnd.isIn(end.notRestored())).isTrue();
    assertThat(RestoreEnd.isIn(end.notReadBack())).isTrue();
  }
}
