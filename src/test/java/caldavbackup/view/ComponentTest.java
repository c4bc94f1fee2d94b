package caldavbackup.view;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.ical.ContentLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Components, their people and their reminders. */
class ComponentTest {
  @Test
  void an_object_that_is_nested_badly_still_has_its_components() {
    List<Component> found =
        parse(
            "BEGIN:VCALENDAR",
            "BEGIN:VEVENT",
            "SUMMARY:One\\, two",
            "BEGIN:VALARM",
            "SUMMARY:Alarm",
            "END:VEVENT",
            "END:VALARM",
            "BEGIN:VTODO",
            "SUMMARY:Three");

    assertThat(found).extracting(Component::type).containsExactly("VEVENT", "VTODO");
    assertThat(found.get(0).text("SUMMARY")).isEqualTo("One, two");
    assertThat(found.get(0).parts()).extracting(Component::type).containsExactly("VALARM");
    assertThat(found.get(1).text("SUMMARY")).isEqualTo("Three");
    assertThat(found.get(1).text("LOCATION")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TRIGGER:-PT15M | 15 minutes before",
        "TRIGGER:PT0S | at the start",
        "TRIGGER;RELATED=END:-PT0M | at the end",
        "TRIGGER;RELATED=END:-PT1H | 1 hour before the end",
        "TRIGGER:PT1H30M | 1 hour 30 minutes after the start",
        "TRIGGER:-P1W | 1 week before",
        "TRIGGER;VALUE=DATE-TIME:20260303T083000Z | 2026-03-03 08:30 UTC",
        "TRIGGER:soon | SOON",
        "X-NONE:1 | at an unknown time",
      })
  void a_reminder_in_words(String trigger, String words) {
    Component alarm = parse("BEGIN:VALARM", "ACTION:DISPLAY", trigger, "END:VALARM").get(0);

    assertThat(Reminder.of(alarm)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ATTENDEE;CN=Bob;PARTSTAT=ACCEPTED:mailto:bob@example.org | Bob <bob@example.org> | accepted",
        "ATTENDEE:MAILTO:bob@example.org | bob@example.org | no answer",
        "ATTENDEE;CN=\"Bob ^'B^' Builder\";PARTSTAT=TENTATIVE;ROLE=CHAIR:mailto:b@x | Bob \"B\" Builder <b@x> | maybe, chair",
        "ATTENDEE;CN=Room 5;CUTYPE=ROOM;PARTSTAT=DECLINED:urn:uuid:1 | Room 5 <urn:uuid:1> | declined, room",
        "ATTENDEE;CN=b@x:mailto:b@x | b@x | no answer",
        "ORGANIZER;CN=Alice: | Alice | ''",
      })
  void a_person_has_a_name_an_address_and_an_answer(String line, String who, String answer) {
    ContentLine parsed = ContentLine.of(line.getBytes(StandardCharsets.UTF_8)).iterator().next();

    assertThat(Person.of(parsed)).isEqualTo(new Person(who, answer));
  }

  private static List<Component> parse(String... lines) {
    return Component.of(String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8));
  }
}
