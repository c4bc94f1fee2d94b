package caldavbackup.restore;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.ScriptedServer;
import caldavbackup.caldav.discover.Discovered;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.restore.plan.DiffSteps;
import caldavbackup.restore.plan.Difference;
import caldavbackup.restore.plan.RestoreFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A comparison with an account of which one calendar cannot be listed. */
class DiffRoutesTest {
  private static final String WORK = "/home/work/";

  @ParameterizedTest
  @ValueSource(ints = {403, 500})
  void a_calendar_that_cannot_be_listed_is_named_and_none_of_its_objects_differs(int status)
      throws Exception {
    List<String> told = new ArrayList<>();
    try (ScriptedServer server = new ScriptedServer("list", "fetch", "plan", "diff")) {
      server.serves(
          "caldav-discover",
          exchange ->
              exchange.setProperty(
                  CaldavConstants.DISCOVERY,
                  Discovered.of(
                      List.of(ScriptedServer.ROOT + "/home/"),
                      Calendar.named(ScriptedServer.ROOT + WORK, "Work"))));
      server
          .answers(
              "PROPFIND " + WORK,
              207,
              ScriptedServer.has(
                  WORK, "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"))
          .answers("PROPFIND " + WORK, status, "")
          .answers("REPORT " + WORK, status, "");
      Exchange exchange = server.exchange(server.account(Map.of()));
      exchange.setProperty(
          DiffSteps.TAKER,
          (Consumer<Difference>) one -> told.add(one.kind() + " " + one.calendar()));
      exchange.getMessage().setBody(files().iterator());
      assertThat(server.send("caldav-diff", exchange).getException()).isNull();
    }
    assertThat(told).containsExactly("UNREAD work");
  }

  private static List<RestoreFile> files() {
    return List.of(file("/work/displayname", "Work"), file("/work/a.ics", "UID:a"));
  }

  private static RestoreFile file(String path, String text) {
    String content =
        !path.endsWith(".ics")
            ? text
            : ("BEGIN:VCALENDAR|VERSION:2.0|PRODID:x|BEGIN:VEVENT|DTSTAMP:20260101T000000Z|"
                    + text
                    + "|END:VEVENT|END:VCALENDAR|")
                .replace("|", "\r\n");
    return new RestoreFile(path, false, content.getBytes(StandardCharsets.UTF_8), null, null);
  }
}
