package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On Cyrus the headers of each write keep it quiet, and its guests as they were. */
@Tag("cyrus")
class CyrusSchedulingIT extends SchedulingContract {
  private static final String BOB = "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:bob@localhost";

  CyrusSchedulingIT() throws Exception {
    super(Server.CYRUS);
  }

  @Test
  void a_restored_meeting_reaches_no_guest_and_has_its_bytes() throws Exception {
    String meeting = mine("quiet", "Meeting");
    PluginProcess.Run run = restored("quiet", meeting);
    assertThat(run.err()).isEmpty();
    assertThat(there("quiet")).isEqualTo(meeting);
    restored("quiet", mine("quiet", "Moved").replace("20300101T", "20300102T"));
    // what bob gets after that shows that he would have got it before
    putLoudly(alice, pathOf("loud"), mine("loud", "Meeting"));
    Await.until("bob has the other one", () -> uidsOfBob().contains("loud"));
    assertThat(uidsOfBob()).doesNotContain("quiet");
    assertThat(inbox(bob)).hasSize(1);
  }

  @Test
  void whoever_allows_it_lets_the_guests_know() throws Exception {
    restored("told", mine("told", "Meeting"), "notify=true");
    Await.until("bob has it", () -> uidsOfBob().contains("told"));
  }

  @Test
  void an_accepted_invitation_comes_back_without_a_word_to_its_organizer() throws Exception {
    String accepted = bobs("ACCEPTED");
    putLoudly(bob, bob.pathOf("work/bobs.ics"), bobs("NEEDS-ACTION"));
    Await.until("alice is invited", () -> !inbox(alice).isEmpty());
    for (String calendar : List.of("Default", "Inbox")) { // and has lost it
      alice.client().hrefs(alice.path(calendar)).forEach(this::deleteQuietly);
    }
    int letters = inbox(bob).size();
    PluginProcess.Run run = restored("bobs", accepted);
    assertThat(run.err()).isEmpty();
    assertThat(there("bobs")).isEqualTo(accepted);
    assertThat(bobsOwn()).contains("NEEDS-ACTION").doesNotContain("ACCEPTED");
    assertThat(inbox(bob)).hasSize(letters);
    putLoudly(alice, pathOf("bobs"), bobs("DECLINED"));
    Await.until("bob has her answer", () -> inbox(bob).size() > letters);
    assertThat(bobsOwn()).contains("DECLINED");
  }

  @Test
  void a_mirror_deletes_a_meeting_and_its_guests_keep_it_as_it_was() throws Exception {
    for (String name : List.of("quiet", "loud")) {
      putLoudly(alice, pathOf(name), mine(name, "Meeting"));
    }
    Await.until("bob has both", () -> uidsOfBob().containsAll(List.of("quiet", "loud")));
    int letters = inbox(bob).size();
    PluginProcess.Run run = mirroredWithout("quiet");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(there("quiet")).isNull();
    alice.client().delete(pathOf("loud"));
    Await.until("bob is told of the other", () -> inbox(bob).size() > letters);
    assertThat(inbox(bob)).hasSize(letters + 1);
    assertThat(uidsOfBob()).contains("quiet");
  }

  private void deleteQuietly(String href) {
    alice
        .client()
        .request(
            "DELETE",
            href,
            null,
            java.util.Map.of("Scheduling-Enabled", "F", "Schedule-Reply", "F"));
  }

  private String bobsOwn() {
    return new String(bob.client().get(bob.pathOf("work/bobs.ics"))).replace("\r\n ", "");
  }

  private List<String> uidsOfBob() {
    List<String> uids = new ArrayList<>();
    for (String href : bob.client().hrefs(bob.path("Default"))) {
      uids.add(new String(bob.client().get(href)).replaceAll("(?s).*\nUID:(.*?)\r?\n.*", "$1"));
    }
    return uids;
  }

  private static List<String> inbox(Side side) {
    return side.client().hrefs(side.path("Inbox"));
  }

  private static String mine(String uid, String summary) {
    return Ics.object(
        "VEVENT", uid, WHEN, "SUMMARY:" + summary, "ORGANIZER:mailto:alice@localhost", BOB);
  }

  private static String bobs(String answer) {
    return Ics.object(
        "VEVENT",
        "bobs",
        WHEN,
        "SUMMARY:Bob's",
        "ORGANIZER:mailto:bob@localhost",
        "ATTENDEE;PARTSTAT=" + answer + ":mailto:alice@localhost");
  }
}
