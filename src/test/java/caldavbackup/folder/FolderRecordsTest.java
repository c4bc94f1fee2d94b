package caldavbackup.folder;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.restore.plan.RestoreFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRecordsTest {
  @TempDir Path folder;

  @Test
  void a_directory_comes_before_what_is_in_it_and_gaps_come_last() throws Exception {
    Files.createDirectories(folder.resolve("b/c"));
    Files.writeString(folder.resolve("b/c/x.ics"), "x");
    Files.writeString(folder.resolve("b/y.ics"), "y");
    Files.createDirectory(folder.resolve("a"));
    Files.writeString(folder.resolve("z.txt"), "");
    Files.writeString(folder.resolve(StateFile.NAME), "ours");
    Files.writeString(folder.resolve("b/half.tmp"), "of another program");
    assertThat(records(Map.of("/b/lost.ics", "never read")))
        .containsExactly(
            "/ dir",
            "/a dir",
            "/b dir",
            "/b/c dir",
            "/b/c/x.ics = x",
            "/b/y.ics = y",
            "/z.txt = ",
            "/b/lost.ics ! never read");
  }

  @Test
  void what_cannot_be_read_is_a_record_with_its_reason() throws Exception {
    Files.createDirectory(folder.resolve("a"));
    Files.createSymbolicLink(folder.resolve("a/loop"), folder);
    Files.createSymbolicLink(folder.resolve("a/lost"), folder.resolve("nowhere"));
    Files.createSymbolicLink(folder.resolve("a/null"), Path.of("/dev/null"));
    assertThat(records(Map.of()))
        .containsExactly(
            "/ dir",
            "/a dir",
            "/a/loop dir",
            "/a/loop ! not read: a link to a folder that contains it",
            "/a/lost ! not read: a broken link",
            "/a/null ! not read: neither a file nor a folder");
  }

  @Test
  void a_file_that_the_backup_does_not_name_is_stray() throws Exception {
    Files.createDirectory(folder.resolve("work"));
    for (String name : List.of("kept", "stray", "gone")) {
      Files.writeString(folder.resolve("work/" + name + ".ics"), name);
    }
    assertThat(strays()).isEmpty();
    Files.writeString(folder.resolve(StateFile.NAME), "{\"origin\":\"alice@h/\"}\n");
    FolderState state = FolderState.open(folder, "alice@h/");
    state.begin();
    FileState.Version version = new FileState.Version(1, 1767348000, 42);
    state.wrote("/work/kept.ics", new FileState(version, 1, Proof.LENGTH, null));
    state.wasGone("/work/gone.ics");
    state.save(true);
    assertThat(strays()).containsExactly("/work/gone.ics", "/work/stray.ics");
  }

  private List<String> strays() throws FolderException {
    List<String> paths = new ArrayList<>();
    FolderRecords.of(folder)
        .forEachRemaining(
            file -> {
              if (file.isStray()) {
                paths.add(file.path());
              }
            });
    return paths;
  }

  @Test
  void a_folder_that_is_linked_twice_beside_itself_is_read_twice() throws Exception {
    Files.createDirectory(folder.resolve("a"));
    Files.writeString(folder.resolve("a/x.ics"), "x");
    Files.createSymbolicLink(folder.resolve("b"), folder.resolve("a"));
    assertThat(records(Map.of()))
        .containsExactly("/ dir", "/a dir", "/a/x.ics = x", "/b dir", "/b/x.ics = x");
  }

  private List<String> records(Map<String, String> gaps) {
    List<String> all = new ArrayList<>();
    new FolderRecords(folder, gaps).forEachRemaining(record -> all.add(text(record)));
    return all;
  }

  private static String text(RestoreFile record) {
    if (record.error() != null) {
      return record.path() + " ! " + record.error();
    }
    return record.path()
        + (record.directory()
            ? " dir"
            : " = " + new String(record.bytes(), StandardCharsets.UTF_8));
  }
}
