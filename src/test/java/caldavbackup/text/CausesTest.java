package caldavbackup.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CausesTest {
  private final Causes causes = new Causes();

  @Test
  void equal_sentences_are_one_cause_in_the_order_of_the_first() {
    causes.add("a", "no");
    causes.add("b", "why 1");
    causes.add("c", "no");
    assertThat(causes.equal())
        .containsExactly(
            new Causes.Cause("no", List.of("a", "c")), new Causes.Cause("why 1", List.of("b")));
  }

  @Test
  void sentences_that_differ_in_names_and_numbers_are_one_cause_when_they_are_many() {
    add(
        4,
        "it has the same UID as a VEVENT in /w/x%d.ics, and a calendar accepts each UID only once");
    add(
        4,
        "%1$d of 20 events were not restored: uid-%1$d, 2026-01-02 10:00; b \"B\": the server (403 %1$d)");
    add(3, "the file number %d is empty");
    assertThat(causes.alike())
        .extracting(cause -> cause.names().size())
        .containsExactly(4, 4, 1, 1, 1);
  }

  @Test
  void sentences_of_different_status_are_different_causes() {
    add(4, "the server answered (412 no %d)");
    add(4, "the server answered (403 no %d)");
    assertThat(causes.alike()).hasSize(2);
  }

  @Test
  void few_names_are_all_told_and_of_many_the_first() {
    assertThat(Causes.subject(List.of("a"), "files")).isEqualTo("a");
    assertThat(Causes.subject(List.of("a", "b", "c", "d", "e"), "files"))
        .isEqualTo("a, b, c, d, e");
    assertThat(Causes.subject(List.of("f", "b", "c", "d", "e", "a"), "files"))
        .isEqualTo("6 files (a, b, c, …)");
  }

  private void add(int many, String sentence) {
    IntStream.range(0, many).forEach(i -> causes.add("n" + i, sentence.formatted(i)));
  }
}
