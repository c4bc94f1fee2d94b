package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** DAViCal invites whatever the headers: it is not given a meeting unless the user wants that. */
@Tag("davical")
class DavicalSchedulingIT extends SchedulingContract {
  private static final String MEETING =
      Ics.object(
          "VEVENT",
          "m",
          WHEN,
          "SUMMARY:Meeting",
          "ORGANIZER;CN=Alice:mailto:alice@example.org",
          "ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=\"Bob; the builder\":mailto:bob@example.org");

  DavicalSchedulingIT() throws Exception {
    super(Server.DAVICAL);
  }

  @Test
  void a_meeting_is_refused_with_the_reason_and_the_way_out_and_all_else_is_restored()
      throws Exception {
    Files.createDirectories(folder.resolve("work"));
    Files.writeString(folder.resolve("work/plain.ics"), Ics.event("plain", "Plain"));
    PluginProcess.Run run = restore("m", MEETING);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("work/m.ics): not written: DAViCal would send mail to its guests")
        .contains("notify=true", "scheduling=strip");
    assertThat(there("m")).isNull();
    assertThat(there("plain")).isEqualTo(Ics.event("plain", "Plain"));
  }

  @Test
  void whoever_allows_it_lets_the_server_schedule() throws Exception {
    PluginProcess.Run run = restore("m", MEETING, "notify=true");
    assertThat(there("m")).contains("SCHEDULE-STATUS"); // it has tried to
    assertThat(run.err()).contains("CN=Bob; THE BUILDER"); // and writes names anew
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void a_meeting_is_stripped_where_that_is_asked_for_and_keeps_its_guests_in_its_own_lines()
      throws Exception {
    PluginProcess.Run run = restored("m", MEETING, "scheduling=strip");
    assertThat(run.out()).contains("m.ics): written without its guests", "X-CALDAV-BACKUP-");
    String stripped = there("m");
    assertThat(stripped.lines()).noneMatch(line -> line.matches("(ATTENDEE|ORGANIZER).*"));
    assertThat(stripped.replace("\r\n ", "").replace("X-CALDAV-BACKUP-", "")).isEqualTo(MEETING);
    restored("m", MEETING, "scheduling=strip"); // again, over the stripped one
    assertThat(there("m")).isEqualTo(stripped);
  }

  @Test
  void what_is_there_with_guests_is_not_replaced_by_anything_without_them() throws Exception {
    putLoudly(alice, pathOf("m"), MEETING);
    String before = there("m");
    PluginProcess.Run run = restore("m", MEETING.replace("Meeting", "Moved"), "scheduling=strip");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("DAViCal would send mail to the guests of the existing object");
    assertThat(there("m")).isEqualTo(before);
    assertThat(restored("m", MEETING, "conflict=skip").err()).isEmpty();
    assertThat(there("m")).isEqualTo(before);
  }

  @Test
  void guests_whom_the_object_leaves_to_the_client_are_left_alone_by_the_server() throws Exception {
    String left = MEETING.replace("ATTENDEE;", "ATTENDEE;SCHEDULE-AGENT=CLIENT;");
    assertThat(restored("m", left).err()).isEmpty();
    assertThat(there("m")).isEqualTo(left);
  }
}
