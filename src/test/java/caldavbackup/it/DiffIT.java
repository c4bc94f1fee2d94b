package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup and the account that it is of: what became of the account since. */
@Tag("radicale")
class DiffIT {
  private static final String MEETING =
      """
      BEGIN:VCALENDAR
      VERSION:2.0
      PRODID:-//test//EN
      BEGIN:VEVENT
      UID:%s
      DTSTAMP:20260101T000000Z
      DTSTART:20260303T%s0000Z
      SUMMARY:%s
      ORGANIZER:mailto:alice@example.org
      ATTENDEE:mailto:bob@example.org
      END:VEVENT
      END:VCALENDAR
      """;

  @TempDir Path temp;
  private Path folder;
  private RadicaleServer server;
  private DavClient client;

  @BeforeEach
  void backUp() throws Exception {
    folder = temp.resolve("calendars");
    server = RadicaleServer.start();
    client = server.client("alice");
    client.makeCalendar("/alice/work/", "");
    put("work/a.ics", "a", "09", "Stays");
    put("work/b.ics", "b", "10", "Dentist");
    put("work/c.ics", "c", "11", "Goes");
    assertThat(run("backup", server.location(), folder.toString()).exit()).isZero();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void put(String path, String uid, String hour, String summary) {
    client.put(
        "/alice/" + path,
        MEETING
            .formatted(uid, hour, summary)
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  private PluginProcess.Run run(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("username=alice");
    all.add("password=alice-pw");
    return PluginProcess.run(all, Map.of());
  }

  private PluginProcess.Run diff(String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("diff", folder.toString(), server.location()));
    words.addAll(List.of(options));
    return run(words.toArray(String[]::new));
  }

  @Test
  void after_a_backup_nothing_differs_and_nothing_is_written() throws Exception {
    PluginProcess.Run run = diff();
    assertThat(run.out()).isEqualTo("nothing differs\n");
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(server.requests("PUT")).isEqualTo(3);
  }

  @Test
  void what_was_changed_added_and_deleted_on_the_server_is_told() throws Exception {
    put("work/b.ics", "b", "12", "Dentist");
    put("work/d.ics", "d", "13", "New");
    client.delete("/alice/work/c.ics");
    client.makeCalendar("/alice/home/", "<d:displayname>Home</d:displayname>");
    put("home/e.ics", "e", "14", "Elsewhere");
    PluginProcess.Run run = diff();
    String there = "only at " + server.location() + ": ";
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "  changed: \"Dentist\", Tue 2026-03-03 10:00 UTC (work/b.ics)\n"
                + "    start: was Tue 2026-03-03 10:00 UTC, is Tue 2026-03-03 12:00 UTC\n",
            ": \"Goes\", Tue 2026-03-03 11:00 UTC (work/c.ics)\n",
            there + "\"New\", Tue 2026-03-03 13:00 UTC (work/d.ics)\n",
            "Home (home)\n  " + there + "the whole calendar\n",
            there + "\"Elsewhere\", Tue 2026-03-03 14:00 UTC (home/e.ics)\n")
        .doesNotContain("Stays");
    assertThat(diff("calendars=home", "components=VTODO").out())
        .contains("the whole calendar")
        .doesNotContain("Elsewhere");
    assertThat(diff("calendars=nope").err()).contains("select no calendar in either place");
    assertThat(server.requests("PUT")).isEqualTo(6);
    PluginProcess.Run json = diff("output=json");
    List<JsonNode> lines = JsonLines.of(json.out(), "diff.schema.json");
    JsonNode summary = lines.get(lines.size() - 1);
    assertThat(summary.path("type").asText()).isEqualTo("summary");
    assertThat(summary.path("only_second").asInt()).isEqualTo(2);
    assertThat(summary.path("complete").asBoolean()).isTrue();
    assertThat(lines)
        .filteredOn(line -> line.path("type").asText().equals("changed"))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.path("changes").path(0).path("new").asText())
                    .isEqualTo("20260303T120000Z"));
  }

  @Test
  void a_calendar_that_is_gone_is_only_in_the_folder() throws Exception {
    client.delete("/alice/work/");
    PluginProcess.Run run = diff();
    assertThat(run.out()).contains(": the whole calendar\n").contains("\"Stays\"");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void a_server_that_cannot_be_read_is_trouble() throws Exception {
    PluginProcess.Run wrong =
        PluginProcess.run(
            "diff", folder.toString(), server.location(), "username=alice", "password=wrong");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("does not accept user alice with this password");
    PluginProcess.Run json =
        PluginProcess.run(
            "diff",
            folder.toString(),
            server.location(),
            "username=alice",
            "password=wrong",
            "output=json");
    assertThat(JsonLines.of(json.out(), "diff.schema.json"))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.path("message").asText()).contains("does not accept user alice"));
    PluginProcess.Run gone = run("diff", folder.toString(), "caldav+http://127.0.0.1:1/");
    assertThat(gone.exit()).isEqualTo(2);
    assertThat(gone.err()).startsWith("caldav: the server cannot be reached");
  }

  @Test
  void the_event_that_was_deleted_is_found_and_comes_back() throws Exception {
    client.delete("/alice/work/c.ics");
    PluginProcess.Run list = PluginProcess.run("list", folder.toString(), "text=goes");
    assertThat(list.out()).contains(" LOCATION only=work/c.ics\n");
    assertThat(run("restore", folder.toString(), server.location(), "only=work/c.ics").exit())
        .isZero();
    assertThat(diff().exit()).isZero();
  }
}
