package caldavbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.RunProgress.Phase;
import caldavbackup.folder.ObjectKind;
import caldavbackup.folder.Progress.Outcome;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Report report(boolean isJson, OutputOptions.Progress progress) {
    Screen screen =
        new Screen(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return new Report(screen, new OutputOptions(isJson, progress), 2);
  }

  private static void play(Report report) {
    report.calendar("empty");
    for (int i = 0; i < 3; i++) {
      report.object("work", ObjectKind.EVENT, Outcome.UNCHANGED);
    }
    report.object("work", ObjectKind.EVENT, Outcome.NEW);
    report.object("work", ObjectKind.TASK, Outcome.CHANGED);
    report.object("work", ObjectKind.EVENT, Outcome.REMOVED);
    report.object("home", ObjectKind.OTHER, Outcome.FAILED);
    report.gone("/work/g.ics", "gone from the server since it was listed");
    report.problem("/home/a.ics", "the server answers 500");
    report.close();
  }

  @Test
  void people_get_a_line_for_each_calendar() {
    play(report(false, OutputOptions.Progress.AUTO));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            work/g.ics: gone from the server since it was listed
            empty: no objects
            home: 1 failed
            work: 4 events, 1 task: 1 new, 1 changed, 3 unchanged, 1 removed
            """);
    assertThat(err).hasToString("KO /home/a.ics: the server answers 500\n");
  }

  @Test
  void programs_get_the_same_as_json_with_a_summary_at_the_end() throws Exception {
    Report report = report(true, OutputOptions.Progress.AUTO);
    play(report);
    report.summary("1 of 6 objects was not read");
    List<JsonNode> lines = valid(out, "backup-report.schema.json");
    assertThat(lines)
        .extracting(line -> line.get("type").asText())
        .containsExactly("gone", "problem", "calendar", "calendar", "calendar", "summary");
    assertThat(lines.get(4).get("calendar").asText()).isEqualTo("work");
    assertThat(lines.get(4).get("tasks").asInt()).isEqualTo(1);
    JsonNode summary = lines.get(5);
    assertThat(summary.get("complete").asBoolean()).isFalse();
    assertThat(summary.get("events").asInt()).isEqualTo(4);
    assertThat(summary.get("failed").asInt()).isEqualTo(1);
    assertThat(err.size()).isZero();
  }

  @Test
  void programs_see_each_phase_and_each_wait() throws Exception {
    Report report = report(false, OutputOptions.Progress.JSON);
    report.calendars(1);
    report.turn(Phase.LISTING, "work");
    report.expect(Phase.READING, "work", 2);
    report.done(Phase.READING, "work", 1);
    report.retries();
    report.waits(Duration.ofSeconds(90));
    report.finish(Phase.LISTING, "work");
    report.close();
    List<JsonNode> lines = valid(err, "progress.schema.json");
    assertThat(lines)
        .extracting(line -> line.get("phase").asText() + " " + line.get("wait_seconds").asInt())
        .containsExactly("listing 0", "reading 0", "reading 90", "done 90");
    JsonNode end = lines.get(3);
    assertThat(end.get("done").asInt()).isEqualTo(1);
    assertThat(end.get("total").asInt()).isEqualTo(2);
    assertThat(end.get("calendars_listed").asInt()).isEqualTo(1);
    assertThat(end.get("retries").asInt()).isEqualTo(1);
  }

  @Test
  void a_schema_does_not_take_everything() throws Exception {
    assertThat(schema("progress.schema.json").validate(JSON.readTree("{\"type\":\"progress\"}")))
        .isNotEmpty();
    assertThat(
            schema("backup-report.schema.json").validate(JSON.readTree("{\"type\":\"calendar\"}")))
        .isNotEmpty();
  }

  private static List<JsonNode> valid(ByteArrayOutputStream lines, String name) throws Exception {
    List<JsonNode> all = new ArrayList<>();
    for (String line : lines.toString(StandardCharsets.UTF_8).split("\n")) {
      JsonNode node = JSON.readTree(line);
      assertThat(schema(name).validate(node)).as(line).isEmpty();
      all.add(node);
    }
    return all;
  }

  private static JsonSchema schema(String name) throws Exception {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Files.readString(Path.of("schema", name)));
  }
}
