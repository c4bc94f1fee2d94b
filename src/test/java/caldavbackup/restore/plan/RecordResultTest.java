package caldavbackup.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordResultTest {
  @Test
  void what_failed_is_told_in_the_order_of_the_file_however_it_was_settled() {
    RecordResult result =
        new RecordResult(new RestoreFile("Work.ics", false, new byte[0], null, null));
    int first = result.opened("VEVENT");
    int second = result.opened("VEVENT");
    int third = result.opened("VEVENT");

    result.settled(third, "it is too big", called("c"));
    result.settled(second, null, called("b"));
    result.settled(first, "it is too big", called("a"));

    assertThat(result.error()).isEqualTo("2 of 3 events were not restored: a; c: it is too big");
    assertThat(result.lines())
        .extracting(RecordResult.Failed::what)
        .containsExactly("Work.ics: a", "Work.ics: c");
  }

  @ParameterizedTest
  @CsvSource({
    "VEVENT,VEVENT,events",
    "VTODO,VTODO,tasks",
    "VEVENT,VTODO,objects",
    "VJOURNAL,VJOURNAL,journals",
    "VTODO,,objects"
  })
  void what_failed_is_counted_in_the_words_of_its_user(String one, String other, String noun) {
    RecordResult result =
        new RecordResult(new RestoreFile("Work.ics", false, new byte[0], null, null));
    int first = result.opened(one);
    int second = result.opened(other);
    result.settled(first, "no", called("a"));
    result.settled(second, "no", called("b"));
    assertThat(result.error()).isEqualTo("2 of 2 " + noun + " were not restored: a; b: no");
  }

  @Test
  void an_object_is_named_by_its_calendar_label_and_path_and_a_dry_run_restores_nothing() {
    RecordResult result =
        new RecordResult(new RestoreFile("/work/a.ics", false, new byte[0], null, null));
    result.settled(result.opened("VEVENT"), "no", new ObjectTitle("Work", "\"a\"", "/work/a.ics"));
    assertThat(result.name()).isEqualTo("Work: \"a\" (work/a.ics)");
    assertThat(result.labelledError()).isEqualTo("\"a\": no");

    RecordResult file = new RecordResult(new RestoreFile("/a.ics", false, null, null, null));
    file.pretend();
    file.settled(file.opened("VEVENT"), "no", called("a"));
    file.settled(file.opened("VEVENT"), null, called("b"));
    file.settled(file.opened("VEVENT"), "no", called("c"));
    assertThat(file.error()).startsWith("2 of 3 events would not be restored: ");
    assertThat(file.name()).isEqualTo("a.ics");
  }

  private static ObjectTitle called(String label) {
    return new ObjectTitle(null, label, "/Work.ics");
  }
}
