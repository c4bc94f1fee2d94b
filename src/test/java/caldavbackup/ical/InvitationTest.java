package caldavbackup.ical;

import static caldavbackup.ical.Meetings.bytes;
import static caldavbackup.ical.Meetings.event;
import static caldavbackup.ical.Meetings.vevent;
import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.ical.Invitation.Role;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvitationTest {
  private static final List<String> ALICE =
      List.of("mailto:alice@example.org", "/principals/alice/");

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      value = {
        "; NONE", // no guests at all
        "ORGANIZER:mailto:alice@example.org; NONE",
        "ORGANIZER:mailto:alice@example.org|ATTENDEE:mailto:bob@x; ORGANIZER",
        "ORGANIZER:MAILTO:Alice@Example.org|ATTENDEE:mailto:bob@x; ORGANIZER",
        "organizer:mailto:alice@example.org|attendee:mailto:bob@x; ORGANIZER",
        "ORGANIZER:https://h/principals/alice|ATTENDEE:mailto:bob@x; ORGANIZER",
        "ORGANIZER,EMAIL=alice@example.org:/a1b2/principal/|ATTENDEE:mailto:bob@x; ORGANIZER",
        "ORGANIZER:mailto:alice@example.org|ATTENDEE:mailto:alice@example.org; NONE",
        "ATTENDEE:mailto:bob@x; ORGANIZER", // servers take the user for the organizer
        "ATTENDEE:mailto:alice@example.org; NONE",
        "ORGANIZER:mailto:bob@x|ATTENDEE:mailto:carol@x; NONE",
        "ORGANIZER:mailto:bob@x|ATTENDEE:mailto:alice@example.org; INVITED",
        "ORGANIZER:mailto:bob@x|ATTENDEE,PARTSTAT=NEEDS-ACTION:mailto:alice@example.org; INVITED",
        "ORGANIZER:mailto:bob@x|ATTENDEE,PARTSTAT=accepted:mailto:alice@example.org; ANSWERED",
        "ORGANIZER:mailto:bob@x|ATTENDEE,PARTSTAT=\"DECLINED\":mailto:alice@example.org; ANSWERED",
        "ORGANIZER:mailto:bob@x|ATTENDEE,CN=\"a,PARTSTAT=ACCEPTED\":mailto:alice@example.org; INVITED",
        "ORGANIZER:mailto:bob@x|ATTENDEE,PARTSTAT=ACCEPTED:mailto:carol@x; NONE",
        "ORGANIZER:mailto:alice@example.org|ATTENDEE,PART| STAT=ACCEPTED:mailto:b| ob@x; ORGANIZER",
        "ORGANIZER:mailto:alice@example.org|ATT| ENDEE:mailto:bob@x; ORGANIZER",
        "X-ATTENDEE:mailto:bob@x; NONE",
        "ATTENDEES:mailto:bob@x; NONE",
        "BEGIN:VALARM|ACTION:EMAIL|ATTENDEE:mailto:bob@x|END:VALARM; NONE",
        "BEGIN:VALARM|END:VALARM|ORGANIZER:mailto:alice@example.org|ATTENDEE:mailto:bob@x; ORGANIZER"
      })
  void the_user_is_what_the_lines_make_him(String lines, Role role) {
    byte[] object = lines == null ? event("") : event(lines.replace(',', ';'));
    assertThat(Invitation.of(object).role(ALICE, false)).isEqualTo(role);
  }

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource(
      delimiter = ';',
      value = {
        "ORGANIZER:mailto:alice@example.org|ATTENDEE,SCHEDULE-AGENT=CLIENT:mailto:bob@x; ORGANIZER; NONE",
        "ORGANIZER:mailto:alice@example.org|ATTENDEE,SCHEDULE-AGENT=none:mailto:bob@x; ORGANIZER; NONE",
        "ORGANIZER:mailto:alice@example.org|ATTENDEE,SCHEDULE-AGENT=SERVER:mailto:bob@x; ORGANIZER; ORGANIZER",
        "ORGANIZER:mailto:alice@example.org|ATTENDEE,SCHEDULE-AGENT=CLIENT:mailto:bob@x|ATTENDEE:mailto:carol@x; ORGANIZER; ORGANIZER",
        "ORGANIZER,SCHEDULE-AGENT=CLIENT:mailto:alice@example.org|ATTENDEE:mailto:bob@x; ORGANIZER; ORGANIZER",
        "ORGANIZER,SCHEDULE-AGENT=CLIENT:mailto:bob@x|ATTENDEE,PARTSTAT=ACCEPTED:mailto:alice@example.org; ANSWERED; NONE",
        "ORGANIZER:mailto:bob@x|ATTENDEE,PARTSTAT=ACCEPTED,SCHEDULE-AGENT=CLIENT:mailto:alice@example.org; ANSWERED; ANSWERED"
      })
  void schedule_agent_counts_only_where_it_is_heeded(String lines, Role unheeded, Role heeded) {
    Invitation invitation = Invitation.of(event(lines.replace(',', ';')));
    assertThat(invitation.role(ALICE, false)).isEqualTo(unheeded);
    assertThat(invitation.role(ALICE, true)).isEqualTo(heeded);
  }

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      value = {
        "ORGANIZER:mailto:bob@x; NONE; NONE",
        "ORGANIZER:mailto:bob@x|ATTENDEE:mailto:carol@x; ORGANIZER; ORGANIZER",
        "ORGANIZER,SCHEDULE-AGENT=NONE:mailto:bob@x|ATTENDEE,SCHEDULE-AGENT=NONE:mailto:carol@x; ORGANIZER; NONE",
        "ORGANIZER,SCHEDULE-AGENT=NONE:mailto:bob@x|ATTENDEE:mailto:carol@x; ORGANIZER; ORGANIZER"
      })
  void a_user_whose_addresses_nobody_knows_may_be_anybody(String lines, Role role, Role heeded) {
    Invitation invitation = Invitation.of(event(lines.replace(',', ';')));
    assertThat(invitation.role(List.of(), false)).isEqualTo(role);
    assertThat(invitation.role(List.of(), true)).isEqualTo(heeded);
  }

  @Test
  void an_occurrence_may_have_guests_that_its_series_has_not() {
    byte[] series =
        bytes(
            "BEGIN:VCALENDAR|"
                + vevent("DTSTART:20300101T100000Z|RRULE:FREQ=DAILY;COUNT=3")
                + "|"
                + vevent(
                    "RECURRENCE-ID:20300102T100000Z|DTSTART:20300102T120000Z|ORGANIZER:mailto:alice@example.org|ATTENDEE:mailto:bob@x")
                + "|END:VCALENDAR");
    Invitation invitation = Invitation.of(series);
    assertThat(invitation.role(ALICE, false)).isEqualTo(Role.ORGANIZER);
    assertThat(invitation.attendees()).containsExactly("mailto:bob@x");
  }

  @Test
  void answers_are_told_apart_by_occurrence() {
    String organizer = "ORGANIZER:mailto:bob@x|ATTENDEE;PARTSTAT=";
    byte[] series =
        bytes(
            "BEGIN:VCALENDAR|"
                + vevent(organizer + "ACCEPTED:mailto:alice@example.org")
                + "|"
                + vevent("RECURRENCE-ID:2|" + organizer + "DECLINED:mailto:alice@example.org")
                + "|"
                + vevent("RECURRENCE-ID:3|" + organizer + "ACCEPTED:mailto:carol@x")
                + "|END:VCALENDAR");
    assertThat(Invitation.of(series).answers(ALICE))
        .isEqualTo(Map.of("", "ACCEPTED", "2", "DECLINED"));
    assertThat(Invitation.of(series).role(ALICE, false)).isEqualTo(Role.ANSWERED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DTSTART:20260301T100000Z | false", // today
        "DTSTART:20260227T235959Z | true",
        "DTSTART:20260228T000000Z | false", // it may still be that day somewhere
        "DTSTART:20200101T100000Z;RRULE:FREQ=DAILY | false",
        "DTSTART:20200101T100000Z;RRULE:FREQ=DAILY;COUNT=3 | true",
        "DTSTART:20200101T100000Z;RRULE:FREQ=DAILY;UNTIL=20260401T000000Z | false",
        "DTSTART:20200101T100000Z;RDATE:20270101T100000Z | false",
        "DTSTART:20200101T100000Z;DURATION:P3000D | false",
        "DTSTART:soon | false",
        "SUMMARY:no date | false"
      })
  void what_may_still_take_place_is_not_over(String lines, boolean over) {
    byte[] object =
        bytes(
            "BEGIN:VCALENDAR|"
                + vevent(
                    lines.replaceAll(";(?=(RRULE|RDATE|DURATION):)", "|")
                        + "|ATTENDEE:mailto:bob@x")
                + "|END:VCALENDAR");
    assertThat(Invitation.of(object).isOver(LocalDate.of(2026, 3, 1))).isEqualTo(over);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ATTENDEE:mailto:bob@x",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nATTENDEE:mailto:bob@x",
        "BEGIN:VEVENT\nBEGIN:VALARM\nEND:VEVENT\nBEGIN:VEVENT\nATTENDEE:mailto:bob@x",
        "BEGIN:VTODO\nA\n T\n T\n E\n N\n D\n E\n E\n :mailto:bob@x",
        "BEGIN:VEVENT\r\nATTENDEE\r\n\t;CN=x:mailto:bob@x"
      })
  void guests_of_a_broken_object_are_guests(String text) {
    assertThat(Invitation.of(text.getBytes(StandardCharsets.UTF_8)).hasGuests()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "a",
        "DESCRIPTION:ATTENDEE:mailto:bob@x",
        "DESCRIPTION:\n ATTENDEE:mailto:bob@x",
        "ATTENDEE-X:mailto:bob@x",
        "BEGIN:VTIMEZONE\nATTENDEE:mailto:bob@x\nEND:VTIMEZONE",
        "ATTENDE"
      })
  void what_only_looks_like_a_guest_is_none(String text) {
    assertThat(Invitation.of(text.getBytes(StandardCharsets.UTF_8)).hasGuests()).isFalse();
  }

  @Test
  void nothing_has_no_guests() {
    assertThat(Invitation.of(null).hasGuests()).isFalse();
    assertThat(Invitation.of(null).role(List.of(), false)).isEqualTo(Role.NONE);
  }
}
