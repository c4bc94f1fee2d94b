package caldavbackup.ical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest {
  private static final String ZONE = "BEGIN:VTIMEZONE|TZID:Here|END:VTIMEZONE|";
  private static final String MASTER = event("RRULE:FREQ=WEEKLY|SUMMARY:weekly");
  private static final String MOVED = event("RECURRENCE-ID:20260308T100000Z|SUMMARY:moved");

  @Test
  void a_series_and_an_override_of_another_file_are_one_object() {
    Versions.Result result = join(MASTER, MOVED);
    assertThat(text(result)).isEqualTo(calendar(MASTER + MOVED));
    assertThat(result.base()).isZero();
    assertThat(result.used()).containsExactly(0, 1);
    assertThat(result.losses()).isEmpty();
  }

  @Test
  void the_master_is_the_base_wherever_it_comes() {
    Versions.Result result = join(MOVED, event("RECURRENCE-ID:20260315T100000Z"), MASTER);
    assertThat(result.base()).isEqualTo(2);
    assertThat(text(result)).startsWith(calendar(MASTER).replace("END:VCALENDAR\r\n", ""));
    assertThat(text(result)).contains("20260308T100000Z").contains("20260315T100000Z");
  }

  @ParameterizedTest(name = "{1} is newer than {0}")
  @CsvSource({
    "SEQUENCE:1|LAST-MODIFIED:20260201T000000Z, SEQUENCE:2|LAST-MODIFIED:20250101T000000Z",
    "SEQUENCE:9, SEQUENCE:10",
    "X-NONE:1, SEQUENCE:1",
    "LAST-MODIFIED:20260101T000000Z|DTSTAMP:20260301T000000Z, LAST-MODIFIED:20260102T000000Z",
    "DTSTAMP:20260101T000000Z, DTSTAMP:20260101T000001Z"
  })
  void of_two_versions_the_newer_stays(String older, String newer) {
    String first = event(older + "|SUMMARY:older");
    String second = event(newer + "|SUMMARY:newer");
    for (List<String> order : List.of(List.of(first, second), List.of(second, first))) {
      Versions.Result result = join(order.get(0), order.get(1));
      assertThat(text(result)).isEqualTo(calendar(second));
      int lost = order.indexOf(first);
      assertThat(result.losses()).containsExactly(new Versions.Loss(lost, 1 - lost, null, false));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/privat-2025.ics, /privat-2026.ics",
    "/export-9.ics, /export-10.ics",
    "/Privat.ics, /Privat(1).ics",
    "/Privat.ics, /privat (2).ics"
  })
  void where_nothing_tells_which_is_newer_the_names_of_the_files_do(String older, String newer) {
    Versions.Source first = new Versions.Source(older, bytes(event("SUMMARY:a")));
    Versions.Source second = new Versions.Source(newer, bytes(event("SUMMARY:b")));
    assertThat(text(Versions.join(List.of(first, second)))).contains("SUMMARY:b");
    assertThat(text(Versions.join(List.of(second, first)))).contains("SUMMARY:b");
  }

  @Test
  void what_says_the_same_is_no_other_version() {
    Versions.Result result =
        join(event("SUMMARY:a|TRANSP:OPAQUE"), event("SUMMARY:a"), event("SUMMARY:a"));
    assertThat(result.losses()).extracting(Versions.Loss::isSame).containsExactly(true, true);
    assertThat(result.base()).isZero();
  }

  @Test
  void each_override_has_its_own_newest_version() {
    String newer = event("RECURRENCE-ID:20260308T100000Z|SEQUENCE:1|SUMMARY:moved again");
    Versions.Result result = join(MASTER + MOVED, newer);
    assertThat(text(result)).isEqualTo(calendar(MASTER + newer));
    assertThat(result.losses()).containsExactly(new Versions.Loss(0, 1, "20260308T100000Z", false));
  }

  @Test
  void the_same_moment_in_a_known_time_zone_is_the_same_occurrence() {
    String there = event("RECURRENCE-ID;TZID=Europe/Berlin:20260308T110000|SEQUENCE:1|SUMMARY:b");
    assertThat(text(join(MASTER, MOVED, there))).isEqualTo(calendar(MASTER + there));
  }

  @Test
  void time_zones_come_with_what_uses_them_and_once() {
    String there = event("RECURRENCE-ID;TZID=Here:20260308T100000");
    String other = event("RECURRENCE-ID;TZID=Here:20260315T100000");
    assertThat(text(join(MASTER, ZONE + there, ZONE + other)))
        .isEqualTo(calendar(ZONE + MASTER + there + other));
  }

  @Test
  void the_lines_end_as_those_of_the_object_that_it_is_put_into() {
    byte[] master = new String(bytes(MASTER), StandardCharsets.UTF_8).replace("\r", "").getBytes();
    Versions.Result result =
        Versions.join(
            List.of(
                new Versions.Source("/a.ics", master),
                new Versions.Source("/b.ics", bytes(MOVED))));
    assertThat(text(result)).doesNotContain("\r").contains("SUMMARY:moved\nEND:VEVENT\nEND:VCAL");
  }

  @Test
  void versions_in_one_object_are_seen() {
    String twice = event("SUMMARY:a") + event("SEQUENCE:1|SUMMARY:b");
    assertThat(text(join(twice))).isEqualTo(calendar(event("SEQUENCE:1|SUMMARY:b")));
    assertThat(join(MASTER + MOVED).losses()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "BEGIN:VEVENT|UID:1|", "BEGIN:VEVENT|UID:2|END:VEVENT|", "x"})
  void what_is_broken_or_has_another_uid_is_not_joined(String text) {
    assertThat(join(MASTER, text)).isNull();
  }

  private static String event(String lines) {
    return "BEGIN:VEVENT|UID:1|" + lines + "|END:VEVENT|";
  }

  private static Versions.Result join(String... objects) {
    List<Versions.Source> sources = new ArrayList<>();
    for (String object : objects) {
      sources.add(new Versions.Source("/" + sources.size() + ".ics", bytes(object)));
    }
    return Versions.join(sources);
  }

  private static byte[] bytes(String components) {
    return calendar(components).getBytes(StandardCharsets.UTF_8);
  }

  private static String calendar(String components) {
    return ("BEGIN:VCALENDAR|VERSION:2.0|" + components + "END:VCALENDAR|").replace("|", "\r\n");
  }

  private static String text(Versions.Result result) {
    return new String(result.bytes(), StandardCharsets.UTF_8);
  }
}
