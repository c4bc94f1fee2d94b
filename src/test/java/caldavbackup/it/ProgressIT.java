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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run shows of itself while it goes on. */
@Tag("radicale")
class ProgressIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path temp;

  /** The first request of each kind is answered 429 with a wish for a wait of a second. */
  private static FaultyHttp.Fault busyOnce() {
    Set<String> asked = ConcurrentHashMap.newKeySet();
    return (exchange, body) -> {
      boolean isListing =
          exchange.getRequestMethod().equals("PROPFIND")
              && "1".equals(exchange.getRequestHeaders().getFirst("Depth"))
              && exchange.getRequestURI().getPath().equals("/home/work/");
      String kind =
          isListing
              ? "list"
              : List.of("PUT", "REPORT").contains(exchange.getRequestMethod())
                  ? exchange.getRequestMethod() + (asked.contains("PUT") ? " afterwards" : "")
                  : null;
      if (kind == null || kind.equals("PUT afterwards") || !asked.add(kind)) {
        return false;
      }
      exchange.getResponseHeaders().add("Retry-After", "1");
      FaultServer.reply(exchange, 429, "text/plain", "busy");
      return true;
    };
  }

  @Test
  void a_terminal_shows_the_calendar_and_the_wait_and_keeps_only_the_report() throws Exception {
    try (FaultServer server = FaultServer.start().calendar("work", "a", "b", "c")) {
      server.fault(busyOnce());
      PluginProcess.Run run =
          Pty.run(100, List.of("backup", server.location(), temp.resolve("b").toString()));
      assertThat(run.exit()).isZero();
      assertThat(run.out())
          .contains("listing work  the server asked to wait 1 s  1 retry")
          .contains("reading work  [....................]  0/3  the server asked to wait 1 s");
      assertThat(Pty.left(run.out())).containsExactly("work: 3 events: 3 new");
    }
  }

  @Test
  void the_planning_the_writing_and_the_reading_back_of_a_restore_each_show() throws Exception {
    try (FaultServer server = FaultServer.start().calendar("work", "a", "b", "c")) {
      Path folder = temp.resolve("b");
      PluginProcess.run("backup", server.location(), folder.toString());
      server.objects("work").put("a.ics", Ics.event("a", "another"));
      server.objects("work").remove("b.ics");
      server.objects("work").remove("c.ics");
      server.fault(busyOnce());
      PluginProcess.Run run =
          Pty.run(100, List.of("restore", folder.toString(), server.location()));
      assertThat(run.exit()).as(run.out()).isZero();
      assertThat(run.out())
          .containsSubsequence(
              "planning work  [....................]  0/3  the server asked to wait 1 s",
              "writing work  [",
              "/3  the server asked to wait 1 s",
              "reading back work  [....................]  0/3  the server asked to wait 1 s");
      assertThat(String.join("\n", Pty.left(run.out())))
          .startsWith("CALENDAR")
          .doesNotContain("[.", "asked to wait");
    }
  }

  @Test
  void what_fails_stands_on_lines_of_its_own() throws Exception {
    try (FaultServer server = FaultServer.start().calendar("work", "a", "b", "c")) {
      FaultyHttp.Fault busy = busyOnce();
      server.fault(
          (exchange, body) -> {
            if (exchange.getRequestURI().getPath().endsWith("b.ics")) {
              FaultServer.reply(exchange, 500, "text/plain", "broken");
              return true;
            }
            return exchange.getRequestMethod().equals("REPORT") && !busy.answer(exchange, body)
                ? refuse(exchange)
                : busy.answer(exchange, body);
          });
      PluginProcess.Run run =
          Pty.run(40, List.of("backup", server.location(), temp.resolve("b").toString()));
      assertThat(run.exit()).isEqualTo(1);
      assertThat(Pty.left(run.out())).hasSize(3).first().asString().startsWith("KO work/b.ics: ");
      assertThat(Pty.left(run.out()))
          .contains(
              "work: 2 events: 2 new, 1 failed",
              "caldav: 1 of 3 objects were not read: the backup is not complete");
    }
  }

  private static boolean refuse(com.sun.net.httpserver.HttpExchange exchange)
      throws java.io.IOException {
    FaultServer.reply(exchange, 403, "text/plain", "no");
    return true;
  }

  @Test
  void without_a_terminal_there_is_no_bar() throws Exception {
    try (FaultServer server = FaultServer.start().calendar("work", "a")) {
      server.fault(busyOnce());
      assertThat(PluginProcess.run("backup", server.location(), temp.resolve("b").toString()))
          .isEqualTo(new PluginProcess.Run(0, "work: 1 event: 1 new\n", ""));
    }
  }

  @Test
  void programs_are_told_of_each_phase_on_a_real_server() throws Exception {
    try (RadicaleServer radicale = RadicaleServer.start()) {
      DavClient alice = radicale.client("alice");
      for (int i = 0; i < 12; i++) {
        alice.put("/alice/", "work", i + ".ics", Ics.event("work" + i, "Nummer " + i));
      }
      List<String> json = List.of("progress=json", "output=json");
      List<String> words =
          new ArrayList<>(List.of("backup", radicale.location(), temp.resolve("b").toString()));
      words.addAll(radicale.signIn("alice"));
      words.addAll(json);
      PluginProcess.Run backup = PluginProcess.run(words, java.util.Map.of());
      assertThat(backup.exit()).as(backup.err()).isZero();
      assertThat(phases(backup.err())).containsExactly("listing", "reading", "done");
      assertThat(lines(backup.out(), "backup-report.schema.json").get(0).get("events").asInt())
          .isEqualTo(12);

      words = new ArrayList<>(List.of("restore", temp.resolve("b").toString()));
      words.add(radicale.location());
      words.addAll(radicale.signIn("bob"));
      words.add("progress=json");
      PluginProcess.Run restore = PluginProcess.run(words, java.util.Map.of());
      assertThat(restore.exit()).as(restore.err()).isZero();
      assertThat(phases(restore.err())).containsExactly("planning", "writing", "verifying", "done");
      List<JsonNode> lines = lines(restore.err(), "progress.schema.json");
      assertThat(lines.get(lines.size() - 1).get("done").asInt()).isEqualTo(12);
      assertThat(lines.get(lines.size() - 1).get("total").asInt()).isEqualTo(12);
    }
  }

  private static Set<String> phases(String lines) throws Exception {
    Set<String> phases = new LinkedHashSet<>();
    for (JsonNode line : lines(lines, "progress.schema.json")) {
      phases.add(line.get("phase").asText());
    }
    return phases;
  }

  private static List<JsonNode> lines(String text, String schema) throws Exception {
    JsonSchema valid =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(Path.of("schema", schema)));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.split("\n")) {
      JsonNode node = JSON.readTree(line);
      assertThat(valid.validate(node)).as(line).isEmpty();
      lines.add(node);
    }
    return lines;
  }
}
