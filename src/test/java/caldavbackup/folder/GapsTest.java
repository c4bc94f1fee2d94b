package caldavbackup.folder;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.folder.FileState.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GapsTest {
  private static final Version ONE = new Version(1, 1767348000, 42);

  @TempDir Path folder;

  @Test
  void a_folder_without_a_backup_lacks_nothing() throws Exception {
    Files.createDirectory(folder.resolve("work"));
    assertThat(Gaps.of(folder)).isEmpty();
  }

  @Test
  void a_whole_backup_lacks_nothing_nor_what_was_deleted_while_it_ran() throws Exception {
    backUp(true);
    assertThat(Gaps.of(folder)).containsOnlyKeys("/work/unread.ics");
    Files.writeString(folder.resolve("work/unread.ics"), "of the run before");
    assertThat(Gaps.of(folder)).isEmpty();
  }

  @Test
  void what_could_not_be_read_and_what_is_not_there_any_more_is_told_apart() throws Exception {
    backUp(true);
    Files.delete(folder.resolve("work/a.ics"));
    assertThat(Gaps.of(folder))
        .containsEntry("/work/unread.ics", "the last backup could not read it")
        .containsEntry("/work/a.ics", "this file of the backup is missing from the folder");
  }

  @Test
  void a_backup_that_did_not_list_everything_says_so_until_one_did() throws Exception {
    backUp(false);
    assertThat(Gaps.of(folder)).containsKey("/");
    backUp(true);
    assertThat(Gaps.of(folder)).doesNotContainKey("/");
  }

  private void backUp(boolean complete) throws Exception {
    Files.createDirectories(folder.resolve("work"));
    Files.writeString(folder.resolve("work/a.ics"), "a");
    FolderState state = openState();
    state.begin();
    state.wrote("/work/a.ics", new FileState(ONE, 1, Proof.LENGTH, null));
    state.keepsOld("/work/unread.ics");
    state.wasGone("/work/gone.ics");
    state.save(complete);
  }

  private FolderState openState() throws Exception {
    Path file = folder.resolve(StateFile.NAME);
    if (!Files.exists(file)) {
      Files.writeString(file, "{\"origin\":\"alice@h/\"}\n");
    }
    return FolderState.open(folder, "alice@h/");
  }
}
