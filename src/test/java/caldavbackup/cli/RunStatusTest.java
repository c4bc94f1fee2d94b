package caldavbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.RunProgress.Phase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunStatusTest {
  private final AtomicLong clock = new AtomicLong(-5); // nanoTime may be negative
  private final RunStatus status = new RunStatus(clock::get);

  private void pass(long millis) {
    clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void a_backup_shows_what_is_read_while_the_next_calendar_is_listed() {
    status.calendars(2);
    status.turn(Phase.LISTING, "work");
    status.expect(Phase.READING, "work", 10);
    status.done(Phase.READING, "work", 4);
    status.finish(Phase.LISTING, "work");
    status.turn(Phase.LISTING, "home");
    RunStatus.Snapshot now = status.snapshot();
    assertThat(now.phase()).isEqualTo(Phase.READING);
    assertThat(now.calendar()).isEqualTo("work");
    assertThat(now.done()).isEqualTo(4);
    assertThat(now.total()).isEqualTo(10);
    assertThat(now.listed()).isEqualTo(1);
    assertThat(now.fraction()).isEqualTo(0.2); // the other calendar may have as many
    status.done(Phase.READING, "work", 6);
    status.turn(Phase.LISTING, "home");
    assertThat(status.snapshot().phase()).isEqualTo(Phase.LISTING);
  }

  @Test
  void a_number_that_is_told_again_replaces_the_one_before() {
    status.expect(Phase.READING, "work", 100);
    status.expect(Phase.READING, "work", 90);
    status.expect(Phase.READING, "home", 5);
    assertThat(status.snapshot().total()).isEqualTo(95);
  }

  @Test
  void no_more_is_done_than_there_is() {
    status.expect(Phase.PLANNING, "work", 10);
    status.turn(Phase.PLANNING, "work");
    status.done(Phase.PLANNING, "work", 25);
    status.finish(Phase.PLANNING, "work");
    assertThat(status.snapshot().done()).isEqualTo(10);
    assertThat(status.snapshot().fraction()).isEqualTo(1);
  }

  @Test
  void rate_and_time_left_are_those_of_the_phase() {
    pass(60_000);
    status.expect(Phase.WRITING, "work", 100);
    status.turn(Phase.WRITING, "work");
    pass(500);
    status.done(Phase.WRITING, "work", 20);
    assertThat(status.snapshot().left()).as("too early to say").isNull();
    pass(9500);
    assertThat(status.snapshot().rate()).isEqualTo(2);
    assertThat(status.snapshot().left()).isEqualTo(Duration.ofSeconds(40));
    assertThat(status.snapshot().elapsed()).isEqualTo(Duration.ofSeconds(70));
  }

  @Test
  void the_longest_of_several_waits_is_shown_until_it_is_over() {
    status.waits(Duration.ofSeconds(12));
    status.waits(Duration.ofSeconds(3));
    assertThat(status.snapshot().pause()).isEqualTo(Duration.ofSeconds(12));
    assertThat(status.snapshot().waits()).isEqualTo(2);
    assertThat(status.snapshot().waited()).isEqualTo(Duration.ofSeconds(15));
    pass(12_000);
    assertThat(status.snapshot().pause()).isZero();
    status.waits(Duration.ofSeconds(1));
    assertThat(status.snapshot().pause()).isEqualTo(Duration.ofSeconds(1));
  }
}
