package caldavbackup.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.folder.FileState.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderStateTest {
  private static final String ME = "alice@h/";
  private static final Version ONE = new Version(Long.MIN_VALUE, 1767348000, 42);

  @TempDir Path folder;

  @Test
  void a_new_folder_holds_nothing() throws Exception {
    FolderState state = FolderState.open(folder, ME);
    assertThat(state.gone()).isEmpty();
    assertThat(state.isUnchanged("/w/a.ics", ONE, file("a.ics"))).isFalse();
    assertThat(folder.resolve(StateFile.NAME)).doesNotExist();
  }

  @Test
  void what_was_saved_is_known_to_the_next_run() throws Exception {
    String odd = "/w/ü \"quoted\"\nline\t%.ics";
    save(odd, "/w/b.ics");
    FolderState next = FolderState.open(folder, ME);
    assertThat(next.isUnchanged(odd, ONE, file("a.ics"))).isTrue();
    assertThat(next.isUnchanged("/w/c.ics", ONE, file("a.ics"))).isFalse();
    assertThat(next.gone()).containsExactly("/w/b.ics", odd);
  }

  @Test
  void a_file_is_changed_when_anything_of_its_version_is_or_when_it_is_not_there()
      throws Exception {
    save("/w/a.ics");
    FolderState next = FolderState.open(folder, ME);
    Path there = file("a.ics");
    assertThat(next.isUnchanged("/w/a.ics", ONE, there)).isTrue();
    for (Version other :
        List.of(
            new Version(1, ONE.seconds(), ONE.size()),
            new Version(ONE.ino(), 1, ONE.size()),
            new Version(ONE.ino(), ONE.seconds(), -1))) {
      assertThat(next.isUnchanged("/w/a.ics", other, there)).isFalse();
    }
    assertThat(next.isUnchanged("/w/a.ics", ONE, folder.resolve("none"))).isFalse();
    assertThat(next.isUnchanged("/w/a.ics", ONE, folder)).isFalse();
  }

  @Test
  void a_state_that_stands_there_already_is_not_written_again() throws Exception {
    save("/w/a.ics", "/w/b.ics");
    Path file = folder.resolve(StateFile.NAME);
    Object before = Files.readAttributes(file, "unix:ino").get("ino");
    FolderState same = FolderState.open(folder, ME);
    same.begin();
    same.stays("/w/a.ics", null);
    same.stays("/w/b.ics", null);
    same.save(true);
    assertThat(Files.readAttributes(file, "unix:ino").get("ino")).isEqualTo(before);

    FolderState less = FolderState.open(folder, ME);
    less.stays("/w/b.ics", null);
    less.save(true);
    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void a_state_that_finds_no_room_leaves_the_one_before_and_nothing_else() throws Exception {
    save("/w/a.ics");
    Path file = folder.resolve(StateFile.NAME);
    String before = Files.readString(file);
    Files.createSymbolicLink(folder.resolve(StateFile.NAME + ".tmp"), Path.of("/dev/full"));
    FolderState next = FolderState.open(folder, ME);
    next.wrote("/w/b.ics", new FileState(ONE, 1, Proof.LENGTH, null));
    assertThatThrownBy(() -> next.save(true))
        .isInstanceOf(FolderException.class)
        .hasMessage(file + " cannot be written: No space left on device");
    assertThat(Files.readString(file)).isEqualTo(before);
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void a_line_that_finds_no_room_says_so() throws Exception {
    FolderState full = FolderState.open(folder, ME);
    Files.createSymbolicLink(folder.resolve(StateFile.NAME), Path.of("/dev/full"));
    full.begin();
    assertThatThrownBy(() -> full.wrote("/w/a.ics", new FileState(ONE, 7, Proof.LENGTH, null)))
        .hasMessageContaining("cannot be written: No space left on device");
    full.close();
  }

  @Test
  void one_run_at_a_time_writes_to_a_folder() throws Exception {
    save("/w/a.ics");
    FolderState one = FolderState.open(folder, ME);
    FolderState other = FolderState.open(folder, ME);
    one.begin();
    assertThatThrownBy(other::begin)
        .isInstanceOf(FolderException.class)
        .hasMessage("another backup into " + folder + " is running; wait until it ends");
    one.stays("/w/a.ics", null);
    one.save(true);
    other.begin();
    other.close();
    try (var left = Files.list(folder)) {
      assertThat(left)
          .extracting(file -> file.getFileName().toString())
          .contains(StateFile.NAME)
          .noneMatch(name -> name.endsWith(".lock"));
    }
  }

  @Test
  void what_a_killed_run_added_is_put_in_order_by_the_next() throws Exception {
    save("/w/b.ics");
    FolderState killed = FolderState.open(folder, ME);
    killed.begin();
    killed.wrote("/w/b.ics", new FileState(ONE, 7, Proof.LENGTH, null));
    killed.close();
    FolderState next = FolderState.open(folder, ME);
    next.stays("/w/b.ics", null);
    next.save(true);
    assertThat(Files.readAllLines(folder.resolve(StateFile.NAME))).hasSize(2);
  }

  @Test
  void only_what_earlier_runs_wrote_and_this_one_did_not_see_is_gone() throws Exception {
    save("/w/b.ics", "/w/a.ics", "/w/c.ics");
    FolderState next = FolderState.open(folder, ME);
    next.wrote("/w/b.ics", new FileState(ONE, 1, Proof.LENGTH, null));
    next.wrote("/w/new.ics", new FileState(ONE, 1, Proof.LENGTH, null));
    assertThat(next.gone()).containsExactly("/w/a.ics", "/w/c.ics");
    next.save(true);
    assertThat(FolderState.open(folder, ME).gone()).containsExactly("/w/b.ics", "/w/new.ics");
  }

  @Test
  void a_file_that_could_not_be_read_stays_and_is_read_again() throws Exception {
    save("/w/a.ics");
    FolderState failed = FolderState.open(folder, ME);
    failed.keepsOld("/w/a.ics");
    assertThat(failed.gone()).isEmpty();
    failed.save(true);
    FolderState next = FolderState.open(folder, ME);
    assertThat(next.gone()).containsExactly("/w/a.ics");
    assertThat(next.isUnchanged("/w/a.ics", ONE, file("a.ics"))).isFalse();
  }

  @Test
  void what_a_run_left_out_or_did_not_come_to_stays_known() throws Exception {
    save("/a/1.ics", "/b/2.ics", "/c/3.ics");
    FolderState filtered = FolderState.open(folder, ME);
    filtered.wrote("/b/2.ics", new FileState(new Version(9, 9, 9), -1, Proof.LENGTH, null));
    filtered.keepUnseen("/a/1.ics");
    assertThat(filtered.gone()).containsExactly("/c/3.ics");
    filtered.keepUnseen();
    assertThat(filtered.gone()).isEmpty();
    filtered.save(true);
    FolderState next = FolderState.open(folder, ME);
    assertThat(next.isUnchanged("/a/1.ics", ONE, file("x"))).isTrue();
    assertThat(next.isUnchanged("/b/2.ics", ONE, file("x"))).isFalse();
    assertThat(next.isUnchanged("/b/2.ics", new Version(9, 9, 9), file("x"))).isTrue();
    assertThat(next.isUnchanged("/c/3.ics", ONE, file("x"))).isTrue();
  }

  @Test
  void the_backup_of_another_account_is_not_touched() throws Exception {
    save("/w/a.ics");
    assertThatThrownBy(() -> FolderState.open(folder, "bob@h/"))
        .isInstanceOf(FolderException.class)
        .hasMessageContaining(ME)
        .hasMessageContaining("correct LOCATION, or choose another folder");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "not json\n",
        "{\"origin\":\"alice@h/\"}\n{\"path\":\"/w/a.ics\",\"ino\":\n{\"path\":\"/w/b.ics\"}",
        "[]\n"
      })
  void a_state_that_cannot_be_read_is_named_and_stays_as_it_is(String content) throws Exception {
    Path file = Files.writeString(folder.resolve(StateFile.NAME), content);
    assertThatThrownBy(() -> FolderState.open(folder, ME))
        .isInstanceOf(FolderException.class)
        .hasMessageContaining("is damaged (line ")
        .hasMessageContaining("back up into a new folder");
    assertThat(file).hasContent(content.strip().isEmpty() ? content : content.strip());
  }

  @Test
  void what_a_run_wrote_before_it_was_killed_is_known_and_a_line_cut_off_is_not() throws Exception {
    save("/w/a.ics");
    FolderState killed = FolderState.open(folder, ME);
    killed.begin();
    killed.wrote("/w/b.ics", new FileState(ONE, 1, Proof.LENGTH, null));
    killed.close(); // its lock goes with its process
    Path file = folder.resolve(StateFile.NAME);
    String whole = Files.readString(file);
    for (int end = whole.indexOf('\n') + 1; end <= whole.length(); end++) {
      Files.writeString(file, whole.substring(0, end));
      FolderState next = FolderState.open(folder, ME);
      assertThat(next.gone()).isSubsetOf("/w/a.ics", "/w/b.ics");
      next.begin(); // and is killed, too
      next.wrote("/w/c.ics", new FileState(ONE, 1, Proof.LENGTH, null));
      next.close();
      assertThat(FolderState.open(folder, ME).gone()).contains("/w/c.ics").containsAll(next.gone());
    }
    assertThat(FolderState.open(folder, ME).gone())
        .containsExactly("/w/a.ics", "/w/b.ics", "/w/c.ics");
  }

  @Test
  void a_file_that_was_cut_off_is_read_again() throws Exception {
    save("/w/a.ics");
    FolderState next = FolderState.open(folder, ME);
    assertThat(next.isUnchanged("/w/a.ics", ONE, Files.writeString(folder.resolve("a"), "xy")))
        .isFalse();
    assertThat(next.isUnchanged("/w/a.ics", ONE, Files.writeString(folder.resolve("a"), "")))
        .isFalse();
  }

  @Test
  void a_folder_of_other_files_is_not_touched() throws Exception {
    file("mine.txt");
    assertThatThrownBy(() -> FolderState.open(folder, ME))
        .isInstanceOf(FolderException.class)
        .hasMessageContaining("is not empty and does not contain a backup");
    assertThatThrownBy(() -> FolderState.open(folder.resolve("mine.txt"), ME))
        .isInstanceOf(FolderException.class)
        .hasMessageContaining("a file exists at this path");
  }

  @Test
  void a_save_that_fails_leaves_the_state_from_before() throws Exception {
    save("/w/a.ics");
    FolderState next = FolderState.open(folder, ME);
    next.wrote("/w/b.ics", new FileState(ONE, 1, Proof.LENGTH, null));
    Files.createDirectory(folder.resolve(StateFile.NAME + ".tmp"));
    assertThatThrownBy(() -> next.save(true))
        .isInstanceOf(FolderException.class)
        .hasMessageContaining("cannot be written");
    assertThat(FolderState.open(folder, ME).gone()).containsExactly("/w/a.ics");
  }

  @Test
  void a_save_leaves_nothing_but_the_state() throws Exception {
    save("/w/a.ics");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve(StateFile.NAME));
    }
  }

  private void save(String... paths) throws Exception {
    FolderState state = FolderState.open(folder, ME);
    for (String path : paths) {
      state.wrote(path, new FileState(ONE, 1, Proof.LENGTH, null));
    }
    state.save(true);
  }

  private Path file(String name) throws IOException {
    return Files.writeString(folder.resolve(name), "x");
  }

  @Test
  void what_could_not_be_read_is_still_of_its_kind_and_a_gap() throws Exception {
    FolderState first = FolderState.open(folder, ME);
    first.begin();
    first.wrote("/w/t.ics", new FileState(ONE, 42, Proof.LENGTH, ObjectKind.TASK));
    first.save(true);
    for (int run = 0; run < 2; run++) {
      FolderState next = FolderState.open(folder, ME);
      assertThat(next.kind("/w/t.ics")).isEqualTo(ObjectKind.TASK);
      next.begin();
      next.keepsOld("/w/t.ics");
      next.save(true);
    }
    assertThat(FolderState.open(folder, ME).kind("/w/t.ics")).isEqualTo(ObjectKind.TASK);
    assertThat(Gaps.of(folder)).containsEntry("/w/t.ics", "the last backup could not read it");
  }

  @Test
  void the_kind_of_a_file_that_cannot_be_read_is_not_known() throws Exception {
    assertThat(ObjectKind.of(folder.resolve("none.ics"))).isNull();
    assertThat(ObjectKind.of(file("a.ics"))).isEqualTo(ObjectKind.OTHER);
  }
}
