package caldavbackup.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Problems of one run, those with one cause together. */
class ProblemsTest {
  @TempDir Path folder;
  private Path file;
  private Problems problems;
  private final List<String> lines = new ArrayList<>();

  private final Progress progress =
      new Progress() {
        @Override
        public void object(String calendar, ObjectKind kind, Outcome outcome) {
          lines.add("a file");
        }

        @Override
        public void problem(String path, String sentence) {
          lines.add(path + ": " + sentence);
        }
      };

  @BeforeEach
  void start() {
    file = folder.resolve("problems");
    problems = new Problems(file);
  }

  @Test
  void what_differs_only_in_numbers_and_in_the_servers_words_is_one_cause() {
    problems.add("/w/a.ics", "the server returned 5 bytes (expected: 9) instead of the object");
    problems.add("/w/b.ics", "the server returned 7 bytes (expected: 8) instead of the object");
    problems.add("/w/c.ics", "the server answered (503 Busy: try later)");
    problems.add("/w/d.ics", "the server answered (503)");
    problems.add("/w/e.ics", "the server answered (500)");
    problems.tell(progress, null);
    assertThat(lines)
        .containsExactly(
            "w/a.ics, w/b.ics: the server returned 5 bytes (expected: 9) instead of the object",
            "w/c.ics, w/d.ics: the server answered (503 Busy: try later)",
            "w/e.ics: the server answered (500)");
    assertThat(problems.count()).isEqualTo(5);
    assertThat(file).doesNotExist();
  }

  @Test
  void programs_get_each_path() {
    Progress programs =
        new Progress() {
          @Override
          public void object(String calendar, ObjectKind kind, Outcome outcome) {
            lines.add("a file");
          }

          @Override
          public void problem(String path, String sentence) {
            lines.add(path + ": " + sentence);
          }

          @Override
          public boolean isForPrograms() {
            return true;
          }
        };
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      problems.add("/w/" + i + ".ics", "the server answers " + "abcdefghij".charAt(i % 10));
    }
    for (char c : "abcdefghij".toCharArray()) {
      for (int i = c - 'a'; i < 30; i += 10) {
        all.add("/w/" + i + ".ics: the server answers " + c);
      }
    }
    problems.tell(programs, null);
    assertThat(lines).containsExactlyElementsOf(all);
  }

  @Test
  void an_object_is_named_by_the_version_that_the_folder_still_holds() throws Exception {
    Path work = Files.createDirectories(folder.resolve("w"));
    Files.writeString(work.resolve("displayname"), "Work\u001b[2J\n");
    Files.writeString(
        work.resolve("a.ics"),
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Dentist\nDTSTART:20260303T090000\nEND:VEVENT");
    for (String path : List.of("/w/a.ics", "/w/b.ics", "/w/../../etc/passwd.ics")) {
      problems.add(path, "no");
    }
    problems.add("/w/", "cannot be listed");
    problems.tell(progress, null);
    assertThat(lines)
        .containsExactly(
            "Work [2J: \"Dentist\", Tue 2026-03-03 09:00 (w/a.ics); w/b.ics;"
                + " w/../../etc/passwd.ics: no",
            "w/: cannot be listed");
  }

  @Test
  void many_of_one_cause_are_a_count_and_their_paths_are_in_a_file() throws Exception {
    for (int i = 0; i < 50; i++) {
      problems.add("/w/" + i + ".ics", "no");
    }
    problems.tell(progress, null);
    assertThat(lines).containsExactly("w/0.ics and 49 more (" + file + "): no");
    assertThat(Files.readAllLines(file)).hasSize(50).contains("w/49.ics: no");
  }

  @Test
  void a_cause_that_ends_the_run_is_said_once() {
    problems.add("/w/a.ics", "not signed in (401)");
    assertThat(problems.tell(progress, "not signed in (401)"))
        .isEqualTo("; 1 file is missing: w/a.ics");
    assertThat(lines).isEmpty();
  }

  @Test
  void a_full_disk_is_said_once_with_how_many_files_and_the_first() throws Exception {
    Files.createSymbolicLink(file, Path.of("/dev/full"));
    for (int i = 0; i < 50; i++) {
      problems.add("/w/" + i + ".ics", "cannot be written: No space left on device");
    }
    problems.tell(progress, null);
    assertThat(lines)
        .containsExactly("w/0.ics and 49 more: cannot be written: No space left on device");
    lines.clear();
    Files.createSymbolicLink(file, Path.of("/dev/full"));
    assertThat(problems.tell(progress, "/f/state cannot be written: No space left on device"))
        .isEqualTo("; 50 files are missing: w/0.ics and 49 more");
    assertThat(lines).isEmpty();
  }

  @Test
  void a_file_of_problems_that_finds_no_room_is_told_with_another_cause() throws Exception {
    Files.createSymbolicLink(file, Path.of("/dev/full"));
    for (int i = 0; i < 50; i++) {
      problems.add("/w/" + i + ".ics", "no");
    }
    problems.tell(progress, null);
    assertThat(lines)
        .containsExactly(
            "w/0.ics and 49 more (no file lists them all: No space left on device): no");
  }

  @Test
  void the_file_of_an_earlier_run_goes() throws Exception {
    Files.writeString(file, "old");
    problems.tell(progress, null);
    assertThat(file).doesNotExist();
  }
}
