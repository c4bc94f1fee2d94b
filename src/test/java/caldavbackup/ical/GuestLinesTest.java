package caldavbackup.ical;

import static caldavbackup.ical.Meetings.bytes;
import static caldavbackup.ical.Meetings.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestLinesTest {
  private static final String LONG =
      "ATTENDEE;CN=\"Zoë; x: y\";PARTSTAT=ACCEPTED:mailto:zoe.with.a.long.name@elsewhere.example";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ORGANIZER:mailto:alice@example.org|ATTENDEE:mailto:bob@x",
        "ORGANIZER:mailto:alice@example.org|" + LONG,
        "ORGANIZER:mailto:alice@example.org|ATTENDEE;CN=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa| bbbbbbbbb:mailto:bob@x",
        "ORGANIZER:mailto:alice@example.org|ATTEN| DEE:mailto:bob@x|SUMMARY:ORGANIZER:x"
      })
  void a_stripped_object_has_no_guests_and_whoever_takes_the_prefix_away_has_them_back(
      String lines) {
    byte[] object = event(lines);
    byte[] stripped = GuestLines.strip(object);
    assertThat(Invitation.namesGuests(stripped)).isFalse();
    assertThat(text(stripped).replace("\r\n ", "").lines())
        .noneMatch(line -> line.startsWith("ORGANIZER"));
    assertThat(text(stripped).replace("\r\n ", "").replace(GuestLines.KEPT, ""))
        .isEqualTo(text(object).replace("\r\n ", ""));
  }

  @Test
  void no_line_gets_longer_than_the_standard_allows_and_none_breaks_within_a_character() {
    byte[] object = event("ATTENDEE;CN=\"" + "é".repeat(26) + "\":mailto:bob@x");
    String stripped = text(GuestLines.strip(object));
    assertThat(stripped.lines())
        .allSatisfy(
            line -> assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(75));
    assertThat(stripped.replace("\r\n ", "")).contains("é".repeat(26));
  }

  @Test
  void line_ends_stay_those_of_the_object() {
    byte[] object = text(event("ORGANIZER:mailto:a@x|" + LONG)).replace("\r", "").getBytes();
    assertThat(text(GuestLines.strip(object))).doesNotContain("\r");
  }

  @Test
  void whom_an_alarm_mails_stays() {
    byte[] object =
        event("ATTENDEE:mailto:b@x|BEGIN:VALARM|ACTION:EMAIL|ATTENDEE:mailto:me@x|END:VALARM");
    assertThat(text(GuestLines.strip(object)))
        .contains("\r\nX-CALDAV-BACKUP-ATTENDEE:mailto:b@x\r\n", "\r\nATTENDEE:mailto:me@x\r\n");
  }

  @Test
  void an_object_without_guests_is_stripped_of_nothing() {
    byte[] object = event("SUMMARY:x");
    assertThat(GuestLines.strip(object)).isEqualTo(object);
  }

  @Test
  void every_event_of_a_copy_for_sogo_has_its_switch_and_all_else_is_as_it_was() {
    byte[] object =
        bytes(
            "BEGIN:VCALENDAR|BEGIN:VEVENT|UID:1|ATTENDEE:mailto:bob@x|END:VEVENT|BEGIN:VEVENT|UID:1"
                + "|RECURRENCE-ID:2|BEGIN:VALARM|END:VALARM|END:VEVENT|END:VCALENDAR");
    String copy = text(GuestLines.withSogoSwitch(object));
    String line = "X-SOGO-SEND-APPOINTMENT-NOTIFICATIONS:NO\r\n";
    assertThat(copy.split("BEGIN:VEVENT\r\n" + line, -1)).hasSize(3);
    assertThat(copy.replace(line, "")).isEqualTo(text(object));
  }

  @Test
  void a_copy_without_guests_has_no_trace_of_them_and_all_else_is_as_it_was() {
    String alarm = "BEGIN:VALARM|ACTION:EMAIL|ATTENDEE:mailto:me@x|END:VALARM|SUMMARY:x";
    assertThat(GuestLines.without(event("ORGANIZER:mailto:a@x|" + LONG + "|" + alarm)))
        .isEqualTo(event(alarm));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
