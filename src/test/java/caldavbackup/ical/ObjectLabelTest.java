package caldavbackup.ical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectLabelTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "SUMMARY:A\\, b\\nc|DTSTART;TZID=x:20260301T100500 ~ 1 \"A, b c\", 2026-03-01 10:05",
        "DTSTART;VALUE=DATE:20260301 ~ 1, 2026-03-01",
        "DUE:20260301T000000Z|SUMMARY:x ~ 1 \"x\", 2026-03-01 00:00",
        "DTSTART:soon ~ 1, soon",
        "X-A:b ~ 1",
        "BEGIN:VALARM|SUMMARY:no|END:VALARM ~ 1"
      })
  void it_names_uid_summary_and_date_as_far_as_they_are_there(String lines, String label) {
    String text = "BEGIN:VEVENT|" + lines + "|END:VEVENT|";
    byte[] bytes = text.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8);
    assertThat(ObjectLabel.of(bytes, "1")).isEqualTo(label);
    assertThat(ObjectLabel.of(bytes, null)).isEqualTo(label.replaceFirst("1", "without a UID"));
  }
}
