package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What belongs to a calendar besides its objects: saved, and given back. */
@Tag("radicale")
class CalendarPropertiesIT {
  private static final String ALARM =
      "BEGIN:VALARM&#13;\nACTION:DISPLAY&#13;\nTRIGGER:-PT15M&#13;\nEND:VALARM";
  private static RadicaleServer radicale;

  @TempDir Path folder;

  @BeforeAll
  static void startServer() throws Exception {
    radicale = RadicaleServer.start();
    radicale.client("alice").propfind("/alice/", "0", "<d:resourcetype/>");
    radicale.client("bob").propfind("/bob/", "0", "<d:resourcetype/>");
    radicale
        .client("alice")
        .makeCalendar(
            "/alice/work/",
            "<d:displayname>Work</d:displayname>"
                + "<c:default-alarm-vevent-datetime>"
                + ALARM
                + "</c:default-alarm-vevent-datetime>"
                + "<x:mood xmlns:x='urn:example:moods' since='today'>good &amp; &lt;calm&gt;</x:mood>"
                + "<y:seen xmlns:y='http://example.org/y'>42</y:seen>");
    radicale.client("alice").put("/alice/", "work", "a.ics", Ics.event("a", "A"));
  }

  @AfterAll
  static void stopServer() {
    radicale.close();
  }

  @Test
  void a_calendar_that_the_user_chose_stays_what_it_is() throws Exception {
    assertThat(backup("alice")).isEmpty();
    DavClient bob = radicale.client("bob");
    bob.makeCalendar("/bob/mine/", "<d:displayname>Mine</d:displayname>");
    PluginProcess.Run into = restoreAsBob("calendar=mine");
    assertThat(into.err()).isEmpty();
    assertThat(bob.objects("/bob/mine/")).containsKey("a.ics");
    assertThat(bob.property("/bob/mine/", "d:displayname")).contains("Mine");
    assertThat(bob.propfind("/bob/mine/", "0", "<x:mood xmlns:x='urn:example:moods'/>"))
        .doesNotContain("calm");
  }

  @Test
  void a_restore_that_may_not_overwrite_leaves_properties_too() throws Exception {
    assertThat(backup("alice")).isEmpty();
    DavClient bob = radicale.client("bob");
    bob.delete("/bob/work/");
    bob.makeCalendar("/bob/work/", "<d:displayname>Otherwise</d:displayname>");
    PluginProcess.Run fail = restoreAsBob("conflict=fail");
    assertThat(fail.exit()).as(fail.err()).isZero();
    assertThat(bob.property("/bob/work/", "d:displayname")).contains("Otherwise");
    bob.delete("/bob/work/");
  }

  private PluginProcess.Run restoreAsBob(String option) throws Exception {
    return PluginProcess.run(
        "restore",
        folder.toString(),
        radicale.location(),
        "username=bob",
        "password=bob-pw",
        option);
  }

  @Test
  void properties_that_only_their_own_program_knows_come_back() throws Exception {
    assertThat(backup("alice")).isEmpty();
    JsonNode identity = new ObjectMapper().readTree(folder.resolve("work/.calendar.json").toFile());
    assertThat(identity.path("default_alarms").path("default-alarm-vevent-datetime").asText())
        .contains("TRIGGER:-PT15M");
    assertThat(identity.path("privileges")).extracting(JsonNode::asText).contains("read", "write");
    assertThat(identity.path("limits").path("max-resource-size").asText()).matches("\\d+");
    assertThat(identity.path("properties"))
        .extracting(property -> property.path("name").asText())
        .containsExactly("{http://example.org/y}seen", "{urn:example:moods}mood");
    assertThat(identity.has("selection")).isFalse();

    PluginProcess.Run restore = run("restore", folder.toString(), radicale.location(), "bob");
    assertThat(restore.err()).isEmpty();
    DavClient bob = radicale.client("bob");
    assertThat(bob.property("/bob/work/", "c:default-alarm-vevent-datetime"))
        .contains("TRIGGER:-PT15M");
    assertThat(bob.propfind("/bob/work/", "0", "<x:mood xmlns:x='urn:example:moods'/>"))
        .contains("good &amp; &lt;calm&gt;");
    assertThat(bob.propfind("/bob/work/", "0", "<y:seen xmlns:y='http://example.org/y'/>"))
        .contains("42");
  }

  @Test
  void nothing_of_them_changes_from_run_to_run() throws Exception {
    backup("alice");
    assertThat(run("backup", radicale.location(), folder.toString(), "alice").out())
        .isEqualTo("work: 1 event: 1 unchanged\n");
  }

  @Test
  void a_snapshot_that_leaves_something_out_says_so_in_itself() throws Exception {
    backup("alice", "since=2026-01-01", "calendars=w*");
    JsonNode identity = new ObjectMapper().readTree(folder.resolve("work/.calendar.json").toFile());
    assertThat(identity.path("selection").path("since").asText()).isEqualTo("2026-01-01");
    assertThat(identity.path("selection").path("calendars").asText()).isEqualTo("w*");
  }

  private String backup(String user, String... more) throws Exception {
    return run("backup", radicale.location(), folder.toString(), user, more).err();
  }

  private static PluginProcess.Run run(
      String command, String from, String to, String user, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of(command, from, to));
    words.addAll(radicale.signIn(user));
    words.addAll(List.of(more));
    PluginProcess.Run run = PluginProcess.run(words, Map.of());
    assertThat(run.exit()).as(run.err()).isZero();
    return run;
  }
}
