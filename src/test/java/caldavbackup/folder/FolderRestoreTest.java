package caldavbackup.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.restore.plan.RecordResult;
import caldavbackup.restore.plan.RestoreFile;
import caldavbackup.text.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restore of a folder says, of accounts that answer as they please. */
class FolderRestoreTest {
  @TempDir Path folder;
  private final List<String> problems = new ArrayList<>();

  @BeforeEach
  void fill() throws Exception {
    Files.createDirectories(folder.resolve("w"));
    Files.writeString(folder.resolve("w/a.ics"), "a");
    Files.writeString(folder.resolve("w/b.ics"), "b");
  }

  @Test
  void each_record_is_answered_once() {
    assertThatCode(() -> restore(path -> List.of(""), null)).doesNotThrowAnyException();
  }

  @Test
  void a_record_without_an_answer_fails_the_restore() {
    assertThatThrownBy(
            () -> restore(path -> path.endsWith("b.ics") ? List.of() : List.of(""), null))
        .isInstanceOf(FolderException.class)
        .hasMessage("the restore did not report the result of 1 file: /w/b.ics");
  }

  @Test
  void a_record_with_two_answers_fails_the_restore() {
    assertThatThrownBy(
            () -> restore(path -> path.equals("/w") ? List.of("", "") : List.of(""), null))
        .hasMessage("the restore answered twice for /w");
  }

  @Test
  void what_was_told_by_the_record_is_only_counted_at_the_end() {
    assertThatThrownBy(
            () ->
                restore(
                    path ->
                        List.of(path.endsWith("a.ics") ? "3 of 15 events were not restored" : ""),
                    failed(
                        "3 of 15 events were not restored. /tmp/x.txt lists them: /w/a.ics: e1: no")))
        .hasMessage("3 of 15 events were not restored. /tmp/x.txt lists them");
    assertThat(problems).containsExactly("w/a.ics: 3 of 15 events were not restored");
  }

  @Test
  void one_cause_is_one_line_with_how_many_and_the_first_names() throws Exception {
    for (int i = 0; i < 25; i++) {
      Files.writeString(folder.resolve("w/n%02d.ics".formatted(i)), "n");
    }
    assertThatThrownBy(
            () ->
                restore(
                    path ->
                        List.of(
                            path.contains("/n")
                                ? "1 of 2 events was not restored: %s \"S\", 2026-01-02: no (412 x)"
                                    .formatted(path.substring(3))
                                : path.endsWith("a.ics") ? "its own" : ""),
                    failed(
                        "26 of 29 files and folders failed. /tmp/x.txt lists them: /w/a.ics: its own")))
        .hasMessage("26 of 29 files and folders failed. /tmp/x.txt lists them");
    assertThat(problems)
        .containsExactly(
            "w/a.ics: its own",
            "25 files (w/n00.ics, w/n01.ics, w/n02.ics, …): 1 of 2 events was not"
                + " restored: n00.ics \"S\", 2026-01-02: no (412 x)");
  }

  @Test
  void without_a_file_that_has_them_all_each_is_named() {
    assertThatThrownBy(
            () ->
                restore(
                    path -> List.of(path.endsWith(".ics") ? "no" : ""),
                    failed("2 of 2 tasks were not restored: /w/a.ics; /w/b.ics: no")))
        .hasMessage("2 of 2 tasks were not restored");
    assertThat(problems).containsExactly("w/a.ics, w/b.ics: no");
  }

  @Test
  void the_cause_of_an_early_end_is_told_once() {
    String ended = "not restored, the restore ended early: full";
    String sentence =
        "full. The restore stopped: 2 of 4 files and folders failed. /tmp/x.txt lists them";
    assertThatThrownBy(
            () -> restore(path -> List.of(path.endsWith(".ics") ? ended : ""), failed(sentence)))
        .hasMessage(sentence);
    assertThat(problems).isEmpty();
  }

  @Test
  void a_restore_that_ends_before_all_records_were_taken_is_not_complete() {
    FolderRestore restore =
        new FolderRestore((options, records, taker) -> records.next(), folder, new Told());
    assertThatThrownBy(() -> restore.run(null))
        .hasMessage("the restore ended before all records were sent");
  }

  private static Failure failed(String sentence) {
    return new Failure(Failure.Kind.INCOMPLETE, sentence);
  }

  /** Restores the folder; each record is answered with these errors, and then the restore fails. */
  private void restore(Function<String, List<String>> answers, Failure end) throws Exception {
    FolderRestore.Target target =
        (options, records, taker) -> {
          while (records.hasNext()) {
            RestoreFile record = records.next();
            for (String error : answers.apply(record.path())) {
              taker.accept(new RecordResult(record).failed(error.isEmpty() ? null : error));
            }
          }
          if (end != null) {
            throw end;
          }
        };
    new FolderRestore(target, folder, new Told()).run(null);
  }

  private final class Told implements Progress {
    @Override
    public void object(String calendar, ObjectKind kind, Outcome outcome) {
      throw new AssertionError("what is restored is counted by events, not by files: " + calendar);
    }

    @Override
    public void problem(String path, String sentence) {
      problems.add(path + ": " + sentence);
    }
  }
}
