package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SOGo heeds no header, and mails nobody about what is written twice. */
@Tag("sogo")
class SogoSchedulingIT extends SchedulingContract {
  private static final String GUESTS =
      "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:bob@example.org\r\n"
          + "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:carol@elsewhere.example";
  private static final String LOCAL_GUESTS = "adds the event to the calendars of guests";

  private int mailedBefore;

  SogoSchedulingIT() throws Exception {
    super(Server.SOGO);
  }

  @BeforeEach
  void countFromHere() {
    mailedBefore = server.mailed().size();
  }

  @Test
  void a_restored_meeting_mails_nobody_and_is_as_the_server_makes_it() throws Exception {
    PluginProcess.Run run = restored("quiet", mine("quiet", WHEN, GUESTS));
    assertThat(mailed()).isEmpty();
    assertThat(run.err().lines().filter(line -> line.contains(LOCAL_GUESTS))).hasSize(1);
    assertThat(bob.objects("personal").values()).anyMatch(event -> event.contains("UID:quiet"));
    String restored = there("quiet");
    putLoudly(alice, pathOf("loud"), mine("loud", WHEN, GUESTS));
    assertThat(mailed()).contains("bob@example.org", "carol@elsewhere.example");
    assertThat(restored).isEqualTo(there("loud").replace("loud", "quiet"));
  }

  @Test
  void a_meeting_that_was_moved_comes_back_where_and_with_whom_it_was() throws Exception {
    String moved = WHEN.replace("20300101", "20300105");
    String withDave = GUESTS + "\r\nATTENDEE:mailto:dave@elsewhere.example";
    putLoudly(alice, pathOf("m"), mine("m", moved, withDave));
    countFromHere();
    restored("m", mine("m", WHEN, GUESTS));
    assertThat(mailed()).isEmpty();
    assertThat(there("m")).contains("20300101").doesNotContain("dave", "X-SOGO");
    putLoudly(alice, pathOf("m"), mine("m", moved, GUESTS));
    assertThat(mailed()).isNotEmpty();
  }

  @Test
  void guests_who_are_gone_in_the_backup_are_not_told() throws Exception {
    putLoudly(alice, pathOf("m"), mine("m", WHEN, GUESTS));
    countFromHere();
    restored("m", mine("m", WHEN, "ATTENDEE:mailto:bob@example.org"));
    assertThat(mailed()).isEmpty();
  }

  @Test
  void a_series_with_other_guests_at_one_occurrence_mails_nobody() throws Exception {
    String series =
        mine("s", WHEN + "\r\nRRULE:FREQ=DAILY;COUNT=5", "ATTENDEE:mailto:bob@example.org");
    String other =
        mine("s", "RECURRENCE-ID:20300102T100000Z\r\n" + WHEN.replace("0101T", "0102T"), GUESTS);
    String event = other.substring(other.indexOf("BEGIN:VEVENT"), other.indexOf("END:VCALENDAR"));
    restored("s", series.replace("END:VCALENDAR", event + "END:VCALENDAR"));
    assertThat(mailed()).isEmpty();
    assertThat(there("s")).contains("carol").doesNotContain("X-SOGO");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACCEPTED", "NEEDS-ACTION"})
  void an_invitation_comes_back_without_a_word_to_its_organizer(String answer) throws Exception {
    restored("i", invited("i", answer));
    assertThat(mailed()).isEmpty();
    String restored = there("i");
    restored("i", invited("i", answer).replace("SUMMARY:Meeting", "SUMMARY:Other"));
    assertThat(mailed()).isEmpty();
    assertThat(there("i")).contains("PARTSTAT=" + answer, "SUMMARY:Other");
    putLoudly(alice, pathOf("j"), invited("j", answer));
    assertThat(mailed()).containsExactly("dave@elsewhere.example");
    assertThat(sorted(restored)).isEqualTo(sorted(there("j").replace("UID:j", "UID:i")));
  }

  private static List<String> sorted(String object) {
    return object.replace("\r\n ", "").lines().sorted().toList();
  }

  @Test
  void an_invitation_whose_organizer_has_lost_it_comes_back_too() throws Exception {
    String bobs = invited("b", "ACCEPTED").replace("dave@elsewhere.example", "bob@example.org");
    assertThat(alice.put(pathOf("refused"), bobs)).startsWith("412"); // as SOGo takes it otherwise
    restored("b", bobs);
    assertThat(mailed()).isEmpty();
    assertThat(there("b")).contains("bob@example.org", "PARTSTAT=ACCEPTED");
  }

  @Test
  void another_answer_than_the_one_that_is_there_cannot_be_given_quietly() throws Exception {
    restored("i", invited("i", "ACCEPTED"));
    PluginProcess.Run run = restore("i", invited("i", "DECLINED"));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("SOGo would send an answer to", "notify=true");
    assertThat(mailed()).isEmpty();
    assertThat(there("i")).contains("ACCEPTED");
    restored("i", invited("i", "DECLINED"), "notify=true");
    assertThat(mailed()).containsExactly("dave@elsewhere.example");
  }

  @Test
  void what_is_over_is_written_once() throws Exception {
    PluginProcess.Run run = restored("p", mine("p", WHEN.replace("20300101", "20200101"), GUESTS));
    assertThat(run.err()).isEmpty();
    assertThat(mailed()).isEmpty();
    assertThat(
            server.log().lines().filter(line -> line.contains("PUT ") && line.contains("/p.ics")))
        .hasSize(1);
  }

  @Test
  void a_mirror_deletes_a_meeting_without_a_word() throws Exception {
    for (String name : List.of("quiet", "loud")) {
      putLoudly(alice, pathOf(name), mine(name, WHEN, GUESTS));
    }
    countFromHere();
    PluginProcess.Run run = mirroredWithout("quiet");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(there("quiet")).isNull();
    assertThat(there("loud")).isNotNull();
    assertThat(mailed()).isEmpty();
    alice.client().delete(pathOf("loud"));
    assertThat(mailed()).contains("bob@example.org");
  }

  private List<String> mailed() {
    List<String> all = server.mailed();
    return all.subList(mailedBefore, all.size());
  }

  private static String mine(String uid, String when, String guests) {
    return Ics.object(
        "VEVENT", uid, when, "SUMMARY:Meeting", "ORGANIZER:mailto:alice@example.org", guests);
  }

  private static String invited(String uid, String answer) {
    return Ics.object(
        "VEVENT",
        uid,
        WHEN,
        "SUMMARY:Meeting",
        "ORGANIZER:mailto:dave@elsewhere.example",
        "ATTENDEE;PARTSTAT=" + answer + ":mailto:alice@example.org");
  }
}
