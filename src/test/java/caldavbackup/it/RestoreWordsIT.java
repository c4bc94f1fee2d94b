package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restore tells of events, and a restore of some of them, by the launcher on a server. */
@Tag("radicale")
class RestoreWordsIT {
  private static RadicaleServer radicale;

  @TempDir Path temp;
  private Side alice;
  private Path folder;

  /** A backup of three events; since then one was moved, and one deleted. */
  @BeforeEach
  void start() throws Exception {
    if (radicale == null) {
      radicale = RadicaleServer.start();
    }
    alice = radicale.side("alice");
    alice.empty();
    alice.client().makeCalendar(alice.path("work"), "<d:displayname>Work</d:displayname>");
    for (String name : List.of("a", "b", "c")) {
      put(name, Ics.event(name, "Termin " + name));
    }
    folder = temp.resolve("folder");
    assertThat(alice.backup(folder).exit()).isZero();
    put("a", Ics.event("a", "Termin a").replace("DTSTART:20260102T10", "DTSTART:20260102T11"));
    alice.client().delete(alice.pathOf("work/b.ics"));
    alice.client().delete(alice.pathOf("work/c.ics"));
  }

  @AfterAll
  static void stop() {
    radicale.close();
  }

  private void put(String name, String text) {
    alice.put(alice.pathOf("work/" + name + ".ics"), text);
  }

  @Test
  void a_dry_run_says_what_is_updated_and_a_restore_of_one_event_leaves_the_others()
      throws Exception {
    PluginProcess.Run dry = alice.restore(folder, "dry_run=true");
    assertThat(dry.err()).isEmpty();
    assertThat(dry.out())
        .containsPattern(
            "update  Work: \"Termin a\", Fri 2026-01-02 10:00 UTC \\(work/a\\.ics\\): time\n")
        .contains("\n3 events: 2 create, 1 update\n");

    PluginProcess.Run run = alice.restore(folder, "only=work/b.ics");
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("3 events: 1 create, 2 left out");
    assertThat(alice.objects("work")).containsOnlyKeys("a.ics", "b.ics");
    assertThat(alice.objects("work").get("a.ics")).contains("DTSTART:20260102T11");

    assertThat(alice.restore(folder, "only=/work/a.ics,c").exit()).isZero();
    assertThat(alice.objects("work")).containsOnlyKeys("a.ics", "b.ics", "c.ics");
    assertThat(alice.objects("work").get("a.ics")).contains("DTSTART:20260102T10");
  }

  @Test
  void what_only_names_and_is_not_there_is_a_wrong_option() throws Exception {
    PluginProcess.Run run = alice.restore(folder, "only=work/b.ics,nope");
    assertThat(run.exit()).isNotZero();
    assertThat(run.err()).contains("option 'only'").contains("'nope'").doesNotContain("work/b");
    assertThat(alice.objects("work")).containsOnlyKeys("a.ics");
  }

  @Test
  void the_lines_for_programs_are_as_their_schemas_say() throws Exception {
    PluginProcess.Run dry = alice.restore(folder, "dry_run=true", "output=json");
    assertThat(dry.exit()).isZero();
    List<JsonNode> lines = valid(dry, "restore-report");
    assertThat(lines)
        .extracting(line -> line.path("type").asText())
        .containsExactly("calendar", "object", "object", "object", "summary");
    assertThat(lines.get(1).path("changes").get(0).path("old").asText())
        .isEqualTo("20260102T110000Z");
    assertThat(lines.get(4).path("complete").asBoolean()).isTrue();

    PluginProcess.Run wrong = alice.restore(folder, "only=nope", "output=json");
    assertThat(wrong.exit()).isNotZero();
    List<JsonNode> end = valid(wrong, "restore-report");
    assertThat(end.get(end.size() - 1).path("complete").asBoolean()).isFalse();
    assertThat(end.get(end.size() - 1).path("message").asText()).contains("'nope'");

    List<String> words = new ArrayList<>(List.of("check", alice.location(), "output=json"));
    words.addAll(alice.options());
    PluginProcess.Run check = PluginProcess.run(words.toArray(String[]::new));
    assertThat(check.exit()).isZero();
    List<JsonNode> checked = valid(check, "check");
    assertThat(checked.get(checked.size() - 1).path("complete").asBoolean()).isTrue();
    assertThat(checked)
        .filteredOn(line -> line.path("type").asText().equals("calendar"))
        .singleElement()
        .satisfies(line -> assertThat(line.path("objects").asInt()).isEqualTo(1));
  }

  private static List<JsonNode> valid(PluginProcess.Run run, String name) throws Exception {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(Path.of("schema", name + ".schema.json")));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      JsonNode node = new ObjectMapper().readTree(line);
      assertThat(schema.validate(node)).as(line).isEmpty();
      lines.add(node);
    }
    return lines;
  }
}
