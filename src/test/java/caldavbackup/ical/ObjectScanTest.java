package caldavbackup.ical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One pass over a text tells what each pass of its own tells. */
class ObjectScanTest {
  private static final ObjectSelection SINCE =
      new ObjectSelection(Set.of("VEVENT"), LocalDate.of(2026, 1, 1), null);

  private static final String PLAIN =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260301T100000Z\r\n"
          + "SUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void an_object_as_it_should_be_is_plain() {
    assertThat(ObjectScan.of(bytes(PLAIN), ObjectSelection.ALL))
        .isEqualTo(new ObjectScan("1", "VEVENT", 1, false, true, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SUMMARY:x=SUMMARY:\u0000x",
        "SUMMARY:x\r\n=SUMMARY:x\r",
        "VERSION:2.0=X-WR-CALNAME:Work",
        "VERSION:2.0=METHOD:PUBLISH",
        "END:VEVENT\r\n=",
        "END:VCALENDAR\r\n=",
        "UID:1\r\n=",
        "BEGIN:VCALENDAR=\uFEFFBEGIN:VCALENDAR",
        "END:VEVENT=END:VEVENT\r\nBEGIN:VTODO\r\nUID:1\r\nEND:VTODO",
        "END:VEVENT=END:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nEND:VEVENT",
        "BEGIN:VCALENDAR=some text\r\nBEGIN:VCALENDAR"
      })
  void what_may_have_to_be_split_or_put_right_is_not(String change) {
    String[] parts = change.split("=", 2);
    byte[] text = bytes(PLAIN.replace(parts[0], parts[1]));
    assertThat(text).isNotEqualTo(bytes(PLAIN));
    boolean isLeftAsItIs =
        ObjectSplitter.split(text).objects().size() == 1
            && ObjectSplitter.split(text).objects().get(0).bytes() == text
            && ObjectSplitter.split(text).notes().isEmpty();
    boolean isControl = change.contains("\u0000"); // the server may judge
    assertThat(ObjectScan.of(text, ObjectSelection.ALL).isPlain())
        .isEqualTo(isControl && isLeftAsItIs);
  }

  @Test
  void whatever_is_plain_is_given_back_by_the_splitter_as_it_is() {
    int plain = 0;
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (String line : PLAIN.split("(?<=\n)")) {
        switch (random.nextInt(14)) {
          case 0 -> text.append(line).append(line);
          case 1 -> text.append(line.replace("\r\n", "\r"));
          case 2 -> text.append(line.replace("\r\n", "\n"));
          case 3 -> text.append("ATTENDEE:mailto:a@x\r\n").append(line);
          case 4 -> text.append("BEGIN:VALARM\r\nUID:a\r\nATTENDEE:mailto:b@x\r\n").append(line);
          case 5 -> {
            // it is missing
          }
          default -> text.append(line);
        }
      }
      byte[] file = bytes(text.toString());
      ObjectScan scan = ObjectScan.of(file, SINCE);
      assertThat(scan.uid()).as(text.toString()).isEqualTo(new Uid().of(file));
      assertThat(scan.type()).isEqualTo(ComponentType.of(file));
      assertThat(scan.hasGuests()).isEqualTo(Invitation.of(file).hasGuests());
      assertThat(scan.isWanted()).isEqualTo(SINCE.wants(file));
      if (scan.isPlain()) {
        plain++;
        ObjectSplitter.Result split = ObjectSplitter.split(file);
        assertThat(split.objects().get(0).bytes()).as(text.toString()).isEqualTo(file);
        assertThat(split.isCalendar() || split.isNothing()).isFalse();
        assertThat(split.notes()).isEmpty();
        assertThat(TypeSplitter.split(file)).hasSize(1);
      }
    }
    assertThat(plain).isGreaterThan(100);
  }
}
