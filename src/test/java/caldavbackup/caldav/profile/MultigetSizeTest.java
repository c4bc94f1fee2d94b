package caldavbackup.caldav.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How many objects a server is asked for at a time. */
class MultigetSizeTest {
  private final MultigetSize size = new MultigetSize();

  @Test
  void it_is_many_at_first() {
    assertThat(size.limit()).isEqualTo(250);
  }

  @Test
  void what_was_too_much_is_halved_and_stays_so() {
    size.tooMany(250);
    assertThat(size.limit()).isEqualTo(125);
    size.worked(125);
    assertThat(size.limit()).as("250 were too many a moment ago").isEqualTo(125);
  }

  @Test
  void a_server_that_cuts_short_is_asked_for_no_more_than_it_gives() {
    size.cutShort(100);
    assertThat(size.limit()).isEqualTo(100);
  }

  @Test
  void it_grows_at_once_up_to_what_was_too_much_and_patiently_beyond() {
    size.tooMany(100);
    size.tooMany(20);
    assertThat(size.limit()).isEqualTo(10);
    for (int i = 0; i < 9; i++) {
      size.worked(10);
    }
    assertThat(size.limit()).isEqualTo(10);
    size.worked(10);
    assertThat(size.limit()).isEqualTo(20);
  }

  @Test
  void fewer_than_the_limit_teach_nothing() {
    size.tooMany(4);
    for (int i = 0; i < 100; i++) {
      size.worked(1);
    }
    assertThat(size.limit()).isEqualTo(2);
  }

  @Test
  void it_never_falls_below_one_object_unless_multiget_is_unknown() {
    size.tooMany(1);
    size.cutShort(0);
    assertThat(size.limit()).isEqualTo(1);
    size.unsupported();
    size.worked(0);
    assertThat(size.limit()).isZero();
  }
}
