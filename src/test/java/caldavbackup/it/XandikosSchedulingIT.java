package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Xandikos knows no way to keep it quiet: it is treated as any server that nobody knows. */
@Tag("xandikos")
class XandikosSchedulingIT {
  private static final String MEETING =
      Ics.object(
          "VEVENT",
          "m",
          "DTSTART:20300101T100000Z",
          "DURATION:PT1H",
          "ORGANIZER:mailto:alice@example.org",
          "ATTENDEE:mailto:bob@elsewhere.example");

  private XandikosServer server;
  private Side alice;
  @TempDir Path folder;

  @BeforeEach
  void start() throws Exception {
    server = XandikosServer.startMailing();
    alice = server.side("alice");
    Files.createDirectories(folder.resolve("calendar"));
    Files.writeString(folder.resolve("calendar/m.ics"), MEETING);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_meeting_is_refused_and_nobody_is_mailed() throws Exception {
    Files.writeString(folder.resolve("calendar/plain.ics"), Ics.event("plain", "Plain"));
    PluginProcess.Run run = alice.restore(folder);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("m.ics): not written: this server would send mail to its guests");
    assertThat(alice.objects("calendar")).containsOnlyKeys("plain.ics");
    assertThat(server.mailed()).isEmpty();
  }

  @Test
  void a_meeting_is_stripped_where_that_is_asked_for_and_nobody_is_mailed() throws Exception {
    PluginProcess.Run run = alice.restore(folder, "scheduling=strip");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(alice.objects("calendar").get("m.ics"))
        .contains("X-CALDAV-BACKUP-ATTENDEE:mailto:bob@elsewhere.example")
        .doesNotContain("\nATTENDEE");
    assertThat(server.mailed()).isEmpty();
  }

  @Test
  void guests_are_mailed_where_that_is_asked_for() throws Exception {
    PluginProcess.Run run = alice.restore(folder, "notify=true");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(server.mailed()).containsExactly("bob@elsewhere.example");
  }

  @Test
  void the_headers_that_keep_others_quiet_do_not_keep_it_quiet() {
    String path = alice.pathOf("calendar/m.ics");
    Map<String, String> quiet =
        Map.of(
            "Content-Type", "text/calendar",
            "Schedule-Reply", "F",
            "Scheduling-Enabled", "F",
            "Scheduling", "none",
            "x-nc-scheduling", "false");
    alice.client().request("PUT", path, MEETING, quiet);
    assertThat(server.mailed()).containsExactly("bob@elsewhere.example");
  }
}
