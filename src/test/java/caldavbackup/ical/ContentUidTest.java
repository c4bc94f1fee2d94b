package caldavbackup.ical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The UIDs of events that come without one. */
class ContentUidTest {
  private static final String EVENT =
      "BEGIN:VEVENT\n"
          + "DTSTAMP:20260101T000000Z\n"
          + "DTSTART:20260102T100000Z\n"
          + "SUMMARY:walk\n"
          + "END:VEVENT\n";
  private static final String OTHER = EVENT.replace("walk", "run");

  @Test
  void the_uid_is_one_line_and_the_only_one_that_is_new() {
    for (String end : new String[] {"\n", "\r\n"}) {
      String file = calendar(EVENT + OTHER).replace("\n", end);
      for (SplitObject object : split(file)) {
        String text = new String(object.bytes(), StandardCharsets.UTF_8);
        assertThat(text.replace("UID:" + object.uid() + end, "").replace("run", "walk"))
            .isEqualTo(calendar(EVENT).replace("\n", end));
        assertThat(object.uid()).matches("[0-9a-f]{40}");
      }
    }
  }

  @Test
  void it_is_the_same_in_every_version_of_the_program() {
    assertThat(uid(calendar(EVENT))).isEqualTo("c43e7ac47a460ef75c76aa81e8b44e0a68e58106");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UID:\n", "UID;X=y: \n"})
  void a_uid_that_is_empty_is_replaced(String empty) {
    String file = calendar(EVENT.replace("SUMMARY", empty + "SUMMARY"));
    SplitObject object = split(file).get(0);
    assertThat(new String(object.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(file.replace(empty, "UID:" + object.uid() + "\n"));
  }

  @Test
  void an_alarms_uid_is_not_the_events() {
    String alarm = "BEGIN:VALARM\nUID:alarm\nEND:VALARM\n";
    SplitObject object = split(calendar(EVENT.replace("END:", alarm + "END:"))).get(0);
    assertThat(object.uid()).isNotEqualTo("alarm");
    assertThat(new Uid().of(object.bytes())).isEqualTo(object.uid());
  }

  @Test
  void it_does_not_depend_on_what_is_around_the_event() {
    String alone = uid(calendar(EVENT));
    assertThat(split(calendar(OTHER + EVENT)).get(1).uid()).isEqualTo(alone);
    assertThat(split(calendar("X-A:b\n" + EVENT + "\n\n" + OTHER)).get(0).uid()).isEqualTo(alone);
    assertThat(uid("BEGIN:VCALENDAR\n" + EVENT)).isEqualTo(alone);
    assertThat(uid(("BEGIN:VCALENDAR\n" + EVENT).stripTrailing())).isEqualTo(alone);
  }

  @Test
  void it_does_not_depend_on_how_and_when_the_event_was_written_down() {
    String alone = uid(calendar(EVENT));
    assertThat(uid(calendar(EVENT).replace("\n", "\r\n"))).isEqualTo(alone);
    assertThat(uid(calendar(EVENT.replace("walk", "wa\n lk")))).isEqualTo(alone);
    assertThat(uid(calendar(EVENT.replace("20260101T", "20260707T")))).isEqualTo(alone);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SUMMARY:Walk", "SUMMARY;X=y:walk", "COMMENT:walk", "SUMMARY:walk\nCLASS:PRIVATE"})
  void it_depends_on_the_content(String summary) {
    assertThat(uid(calendar(EVENT.replace("SUMMARY:walk", summary))))
        .isNotEqualTo(uid(calendar(EVENT)));
  }

  @Test
  void it_depends_on_every_byte_of_text_that_is_no_utf_8() {
    byte[] file =
        calendar(OTHER + EVENT.replace("walk", "Tüte") + EVENT.replace("walk", "Töte"))
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(ObjectSplitter.split(file).objects()).hasSize(3);
  }

  @Test
  void what_nothing_tells_apart_is_one_event() {
    assertThat(split(calendar(EVENT + OTHER + EVENT))).hasSize(2);
    assertThat(split(calendar(EVENT) + calendar(EVENT))).hasSize(1);
    List<SplitObject> exportedTwice =
        split(
            calendar("METHOD:PUBLISH\n" + EVENT)
                + calendar(EVENT.replace("20260101T", "20260707T")));
    assertThat(exportedTwice).hasSize(1);
    assertThat(exportedTwice.get(0).bytes())
        .asString()
        .isEqualTo(
            calendar(EVENT.replace("DTSTAMP", "UID:" + exportedTwice.get(0).uid() + "\nDTSTAMP")));
  }

  @Test
  void tasks_and_journals_get_one_too() {
    for (String type : new String[] {"VTODO", "VJOURNAL"}) {
      SplitObject object = split(calendar(EVENT.replace("VEVENT", type))).get(0);
      assertThat(new Uid().of(object.bytes())).isEqualTo(object.uid()).hasSize(40);
    }
  }

  private static String uid(String file) {
    List<SplitObject> objects = split(file);
    assertThat(objects).hasSize(1);
    return objects.get(0).uid();
  }

  private static List<SplitObject> split(String file) {
    return ObjectSplitter.split(file.getBytes(StandardCharsets.UTF_8)).objects();
  }

  private static String calendar(String components) {
    return "BEGIN:VCALENDAR\nVERSION:2.0\n" + components + "END:VCALENDAR\n";
  }
}
