package caldavbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup says that does not begin; ProgressIT runs real ones. */
class BackupCommandTest {
  @TempDir Path temp;

  @Test
  void programs_get_a_summary_of_a_backup_that_does_not_begin() throws Exception {
    CommandRun run =
        CommandRun.of(
            "backup",
            "caldav+http://127.0.0.1:1/",
            temp.resolve("b").toString(),
            "since=tomorrow",
            "output=json");
    assertThat(run.exit()).isEqualTo(2);
    List<JsonNode> lines = run.json("backup-report.schema.json");
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).path("type").asText()).isEqualTo("summary");
    assertThat(lines.get(0).path("complete").asBoolean(true)).isFalse();
    assertThat(lines.get(0).path("message").asText()).contains("option 'since'");
  }
}
