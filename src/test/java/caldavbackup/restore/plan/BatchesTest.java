package caldavbackup.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static final int MIB = 1 << 20;

  @Test
  void a_hundred_at_a_time() {
    assertThat(Batches.of(Collections.nCopies(250, "x")))
        .extracting(List::size)
        .containsExactly(100, 100, 50);
    assertThat(Batches.of(List.of())).isEmpty();
  }

  @Test
  void no_more_bytes_than_there_is_room_for_and_what_is_larger_comes_alone() {
    assertThat(Batches.of(List.of(1, 2, 1, 1, 9, 1, -1), one -> (long) one * MIB))
        .containsExactly(List.of(1, 2, 1), List.of(1), List.of(9), List.of(1, -1));
  }
}
