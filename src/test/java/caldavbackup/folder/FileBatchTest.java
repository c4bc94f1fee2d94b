package caldavbackup.folder;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.backup.SnapshotEntry;
import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileBatchTest {
  private static final Calendar WORK = Calendar.named("https://h/work/", null);
  private static final Calendar HOME = Calendar.named("https://h/home/", null);
  private static final int MIB = 1 << 20;

  private final FileBatch batch = new FileBatch();

  private static SnapshotEntry object(Calendar calendar, int n, long size) {
    Member member = new Member(calendar, "/" + n, null, size, null);
    return new SnapshotEntry("/" + n, false, size, Instant.EPOCH, 0, member);
  }

  private static SnapshotEntry file() {
    return new SnapshotEntry("/work/.color", false, 7, Instant.EPOCH, 0);
  }

  @Test
  void as_many_objects_as_one_multiget_asks_for_are_in_a_batch() {
    int n = 0;
    while (!batch.isFullFor(object(WORK, n, 100))) {
      batch.add(object(WORK, n++, 100));
    }
    assertThat(n).isEqualTo(250);
    assertThat(batch.take()).hasSize(250);
    assertThat(batch.isFullFor(object(WORK, n, 100))).isFalse();
    assertThat(batch.take()).isEmpty();
  }

  @Test
  void objects_of_another_calendar_are_in_another_batch_and_files_beside_them_are_in_any() {
    batch.add(file());
    assertThat(batch.isFullFor(object(WORK, 1, -1))).isFalse();
    batch.add(object(WORK, 1, -1));
    assertThat(batch.isFullFor(file())).isFalse();
    assertThat(batch.isFullFor(object(HOME, 2, -1))).isTrue();
  }

  @Test
  void a_batch_is_full_of_bytes_but_not_of_those_that_are_read_alone() {
    batch.add(object(WORK, 1, 50L * MIB));
    assertThat(FileBatch.isLarge(object(WORK, 1, MIB))).isTrue();
    assertThat(batch.isFullFor(object(WORK, 2, 1))).isFalse();
    batch.add(object(WORK, 2, MIB / 2));
    batch.add(object(WORK, 3, MIB / 2));
    assertThat(batch.isFullFor(object(WORK, 4, 1))).isTrue();
    assertThat(batch.take()).extracting(SnapshotEntry::path).isEqualTo(List.of("/1", "/2", "/3"));
  }
}
