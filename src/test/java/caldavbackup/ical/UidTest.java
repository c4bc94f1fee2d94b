package caldavbackup.ical;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.Seeded;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UidTest {
  private static final String ALARM = "BEGIN:VALARM\nUID:alarm\nEND:VALARM\n";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "UID:a@b,a@b",
    "uid:a@b,a@b",
    "UID;X-P=1:a,a",
    "'UID;X-P=\"c:d;e\":a',a",
    "UID:a:b;c,a:b;c",
    "'UID: spaced ',' spaced '",
    "UID:Tür-日本,Tür-日本",
    "'UID:fol\n ded',folded",
    "'UID:fol\n\tded\n  twice',folded twice",
    "'U\n ID:a',a",
    "'UID\n ;X=1\n :a',a",
    "'UIDX:no\nUID:a',a",
    "'X-UID:no\nUID:a',a",
    "'DESCRIPTION:no\n UID:no\nUID:a',a",
    "UID:,''"
  })
  void the_uid_is_read_however_it_is_written(String line, String uid) {
    for (String end : new String[] {"\n", "\r\n"}) {
      assertThat(of(event(line + "\n").replace("\n", end))).isEqualTo(uid);
    }
  }

  @Test
  void an_alarm_a_time_zone_and_the_calendar_itself_have_uids_of_their_own() {
    assertThat(of(event(ALARM + "UID:event\n"))).isEqualTo("event");
    assertThat(of(event(ALARM))).isNull();
    assertThat(
            of(
                "BEGIN:VCALENDAR\nUID:calendar\nBEGIN:VTIMEZONE\nUID:zone\nBEGIN:STANDARD\nUID:standard\n"
                    + "END:STANDARD\nEND:VTIMEZONE\nBEGIN:VTODO\nSUMMARY:x\nUID:todo\nEND:VTODO\nEND:VCALENDAR\n"))
        .isEqualTo("todo");
    assertThat(of("BEGIN:VCALENDAR\nUID:calendar\nEND:VCALENDAR\n")).isNull();
  }

  @Test
  void the_first_component_that_has_one_counts() {
    assertThat(
            of(
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nBEGIN:VEVENT\nUID:two\nEND:VEVENT\n"
                    + "BEGIN:VEVENT\nUID:three\nEND:VEVENT\nEND:VCALENDAR"))
        .isEqualTo("two");
  }

  @Test
  void a_broken_object_gives_its_uid_all_the_same() {
    assertThat(of("\uFEFF" + event("UID:marked\n"))).isEqualTo("marked");
    assertThat(of("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:cut")).isEqualTo("cut");
    assertThat(of("BEGIN:VEVENT\nEND:VALARM\n\n:\nUID:loose\n")).isEqualTo("loose");
    assertThat(of("begin:vcalendar\nbegin:vevent\nuid:small\nend:vevent\n")).isEqualTo("small");
  }

  @Test
  void what_is_no_object_has_none() {
    assertThat(new Uid().of(null)).isNull();
    assertThat(of("")).isNull();
    assertThat(of("UID\n")).isNull();
    assertThat(of("<html>UID:no</html>")).isNull();
  }

  @Test
  void a_uid_comes_back_wherever_its_bytes_are_folded() {
    Seeded.times(
        2_000,
        random -> {
          String uid = Seeded.text(random, 40, "aé日-@.\uD83C").replaceAll("[\\r\\n\\p{Cs}]", "");
          byte[] line = ("UID:" + uid).getBytes(StandardCharsets.UTF_8);
          ByteArrayOutputStream folded = new ByteArrayOutputStream();
          folded.writeBytes("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n".getBytes(StandardCharsets.UTF_8));
          for (int i = 0; i < line.length; i++) {
            if (i > 0 && random.nextInt(5) == 0) {
              folded.writeBytes(new byte[] {'\r', '\n', ' '});
            }
            folded.write(line[i]);
          }
          folded.writeBytes("\r\nEND:VEVENT\r\n".getBytes(StandardCharsets.UTF_8));
          assertThat(new Uid().of(folded.toByteArray())).isEqualTo(uid);
        });
  }

  private static String event(String lines) {
    return "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\n"
        + lines
        + "DTSTART:20260101T000000Z\nEND:VEVENT\nEND:VCALENDAR\n";
  }

  private static String of(String text) {
    return new Uid().of(text.getBytes(StandardCharsets.UTF_8));
  }
}
