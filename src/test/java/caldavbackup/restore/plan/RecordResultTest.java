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

    result.settled(third, "it is too big", "c");
    result.settled(second, null, "b");
    result.settled(first, "it is too big", "a");

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
    "VJOURNAL,VJOURNAL,objects",
    "VTODO,,objects"
  })
  void what_failed_is_counted_in_the_words_of_its_user(String one, String other, String noun) {
    RecordResult result =
        new RecordResult(new RestoreFile("Work.ics", false, new byte[0], null, null));
    int first = result.opened(one);
    int second = result.opened(other);
    result.settled(first, "no", "a");
    result.settled(second, "no", "b");
    assertThat(result.error()).isEqualTo("2 of 2 " + noun + " were not restored: a; b: no");
  }
}
