package caldavbackup.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A restore does what its plan says and no more, on every server that runs on this machine. */
@ParameterizedClass(name = "{0}")
@MethodSource("caldavbackup.it.Server#chosen")
class RestoreMatrixIT extends ServerContract {
  private static final String CALENDAR = "plans";
  private static final int MANY = 60;

  private Path folder;

  /** A backup of a, b and c; since then b was changed, c deleted, and a stranger came. */
  @BeforeEach
  void change() throws Exception {
    folder = temp.resolve("folder");
    for (String name : List.of("a", "b", "c", "d", "e")) {
      put(name, "as it was");
    }
    assertThat(alice.backup(folder, only(List.of(CALENDAR))).exit()).isZero();
    put("b", "changed since");
    alice.client().delete(alice.pathOf(CALENDAR + "/c.ics"));
    put("stranger", "new");
  }

  @Test
  void a_dry_run_tells_all_and_writes_nothing() throws Exception {
    String before = state();
    Path json = temp.resolve("plan.json");
    PluginProcess.Run run = restore("dry_run=true", "plan_json=" + json, "mirror=true");
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("nothing was written")
        .containsPattern("update  .* \\(plans/b\\.ics\\): ");
    assertThat(actions(json))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "/plans/a.ics", "equal",
                "/plans/b.ics", "update",
                "/plans/c.ics", "create",
                "/plans/d.ics", "equal",
                "/plans/e.ics", "equal",
                "stranger.ics", "delete"));
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void what_is_equal_is_not_written_and_what_differs_is_by_the_policy() throws Exception {
    Map<String, String> before = objects();
    assertRefusesAll(before);

    assertThat(restore("conflict=skip").exit()).isZero();
    Map<String, String> skipped = objects();
    assertThat(skipped.get("b.ics")).isEqualTo(before.get("b.ics"));
    assertThat(skipped).containsKeys("c.ics", "stranger.ics");

    PluginProcess.Run run = restore();
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(objects().get("b.ics")).contains("as it was");
    assertThat(objects()).containsKey("stranger.ics");

    String after = state();
    assertThat(restore().exit()).isZero();
    assertThat(state()).as("nothing was left to write").isEqualTo(after);
  }

  private void assertRefusesAll(Map<String, String> before) throws Exception {
    PluginProcess.Run fail = restore("conflict=fail");
    assertThat(fail.exit()).isNotZero();
    assertThat(fail.err())
        .containsPattern(
            "nothing was written: 1 object already exists and differs \\(.* \\(plans/b\\.ics\\): ");
    assertThat(objects()).isEqualTo(before);
  }

  @Test
  void a_copy_leaves_what_is_there_alone() throws Exception {
    Map<String, String> before = objects();
    PluginProcess.Run run = restore("conflict=copy");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(objects()).isEqualTo(before);
    List<String> copies =
        alice.client().calendars(alice.home()).stream()
            .filter(href -> href.contains(CALENDAR + "-restored-"))
            .toList();
    assertThat(copies).hasSize(1);
    assertThat(alice.client().objects(copies.get(0)))
        .containsOnlyKeys("a.ics", "b.ics", "c.ics", "d.ics", "e.ics")
        .hasEntrySatisfying("b.ics", text -> assertThat(text).contains("as it was"));

    String copy = copies.get(0);
    String changed =
        alice
            .client()
            .objects(copy)
            .get("a.ics")
            .replaceFirst("SUMMARY:.*", "SUMMARY:changed here");
    alice.client().put(copy + "a.ics", changed.getBytes(UTF_8));
    assertThat(restore("conflict=copy").exit()).isZero();
    assertThat(alice.client().objects(copy).get("a.ics")).contains("changed here");
  }

  @Test
  void mirror_deletes_the_stranger_unless_that_is_too_much() throws Exception {
    Map<String, String> before = objects();
    PluginProcess.Run tooMuch = restore("mirror=true", "mirror_limit=10");
    assertThat(tooMuch.exit()).isNotZero();
    assertThat(tooMuch.err()).contains("nothing was written: mirror would delete 1 of the 5");
    assertThat(objects()).isEqualTo(before);

    PluginProcess.Run run = restore("mirror=true");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(objects()).containsOnlyKeys("a.ics", "b.ics", "c.ics", "d.ics", "e.ics");
  }

  @Test
  void a_restore_that_was_killed_is_finished_by_the_same_command() throws Exception {
    for (int i = 0; i < MANY; i++) {
      Files.writeString(folder.resolve(CALENDAR + "/m" + i + ".ics"), Ics.event("m" + i, "many"));
    }
    List<String> words =
        new ArrayList<>(
            List.of(PluginProcess.launcher(), "restore", folder.toString(), bob.location()));
    words.addAll(bob.options());
    words.add("concurrency=1");
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("killed.log").toFile())
            .start();
    Await.until(
        "some objects are there",
        () -> !process.isAlive() || bob.client().hrefs(bob.path(CALENDAR)).size() > MANY / 6);
    process.destroyForcibly().waitFor();

    PluginProcess.Run run = bob.restore(folder);
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(bob.objects(CALENDAR)).hasSize(MANY + 5);
    Map<String, String> once = new TreeMap<>(bob.objects(CALENDAR));
    assertThat(bob.restore(folder).exit()).isZero();
    assertThat(bob.objects(CALENDAR)).isEqualTo(once);
  }

  private void put(String name, String summary) {
    alice.client().put(alice.home(), CALENDAR, name + ".ics", Ics.event(name, summary));
  }

  private PluginProcess.Run restore(String... options) throws Exception {
    return alice.restore(folder, options);
  }

  private Map<String, String> objects() {
    return new TreeMap<>(alice.objects(CALENDAR));
  }

  /** Everything that a write would change. */
  /** What is there, with each ETag; SOGo lists in another order each time. */
  private String state() {
    String listing = alice.client().propfind(alice.path(CALENDAR), "1", "<d:getetag/>");
    List<String> responses = new ArrayList<>(List.of(listing.split("(?=<[A-Za-z]*:?response>)")));
    String last = responses.remove(responses.size() - 1);
    responses.add(last.replaceFirst("</[A-Za-z]*:?multistatus>\\s*$", ""));
    Collections.sort(responses);
    return alice.client().calendars(alice.home()) + String.join("\n", responses) + objects();
  }

  private static Map<String, String> actions(Path json) throws Exception {
    Map<String, String> actions = new TreeMap<>();
    for (JsonNode calendar : new ObjectMapper().readTree(json.toFile()).path("calendars")) {
      for (JsonNode object : calendar.path("objects")) {
        String path = object.path("path").asText();
        boolean isThere = object.path("action").asText().equals("delete");
        actions.put(
            isThere ? path.substring(path.lastIndexOf('/') + 1) : path,
            object.path("action").asText());
      }
    }
    return actions;
  }
}
