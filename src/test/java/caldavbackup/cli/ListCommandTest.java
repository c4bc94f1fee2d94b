package caldavbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListCommandTest {
  private static final String BERLIN = ";TZID=Europe/Berlin:";

  @TempDir Path folder;

  @BeforeEach
  void fill() throws IOException {
    write("work/displayname", "Work");
    object(
        "work/3f2a.ics",
        "VEVENT",
        "SUMMARY:Zahnärztin",
        "LOCATION:Hauptstraße 5\\, Berlin",
        "ATTENDEE;CN=\"Dr. Müller\":mailto:praxis@example.org",
        "DTSTART" + BERLIN + "20260303T090000",
        "DTEND" + BERLIN + "20260303T093000");
    object(
        "work/call.ics",
        "VEVENT",
        "SUMMARY:Call",
        "DTSTART;TZID=America/New_York:20260302T170000",
        "DTEND;TZID=America/New_York:20260302T180000");
    object(
        "work/fair.ics",
        "VEVENT",
        "SUMMARY:Fair",
        "DTSTART;VALUE=DATE:20260302",
        "DTEND;VALUE=DATE:20260304");
    object(
        "work/team.ics",
        "VEVENT",
        "SUMMARY:Team",
        "DTSTART" + BERLIN + "20250106T100000",
        "RRULE:FREQ=WEEKLY;INTERVAL=2");
    object("work/old.ics", "VEVENT", "SUMMARY:Old", "DTSTART" + BERLIN + "20240506T100000");
    object("tasks/tax.ics", "VTODO", "SUMMARY:Tax", "DUE;VALUE=DATE:20260301");
    object("tasks/skis.ics", "VTODO", "SUMMARY:Skis");
  }

  private void object(String path, String type, String... lines) throws IOException {
    String uid = path.replaceAll(".*/|\\.ics$", "");
    write(
        path,
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:%s\r\nUID:%s\r\n%s\r\nEND:%s\r\nEND:VCALENDAR\r\n"
            .formatted(type, uid, String.join("\r\n", lines), type));
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(folder.resolve(path).getParent());
    Files.writeString(folder.resolve(path), text);
  }

  /** As on 2 March 2026. */
  private CommandRun list(String... options) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> words = new ArrayList<>(List.of(folder.toString()));
    words.addAll(List.of(options));
    Clock clock = Clock.fixed(Instant.parse("2026-03-02T08:00:00Z"), ZoneId.of("UTC"));
    int code =
        new ListCommand(clock)
            .run(
                new Words(CommandHelp.of("list"), words),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    return new CommandRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void a_damaged_file_is_a_problem() throws Exception {
    write("work/.calendar.json", "{\"format\":1,\"href\":\"/alice/work/\"}");
    String whole = Files.readString(folder.resolve("work/3f2a.ics"));
    for (String text : List.of("", "hello", whole.substring(0, 40), whole.substring(0, 120))) {
      write("work/3f2a.ics", text);
      CommandRun run = list("text=nothing");
      assertThat(run.err()).contains("KO work/3f2a.ics: ");
      assertThat(run.exit()).isEqualTo(1);
    }
  }

  @Test
  void the_agenda_shows_the_next_days_by_day() throws Exception {
    CommandRun run = list();
    assertThat(run.out())
        .isEqualTo(
            """
            Mon 2026-03-02 to Tue 2026-03-31 (times in Europe/Berlin)

            Mon 2026-03-02
              day 1 of 2   Work  Fair
              10:00        Work  Team
              23:00-00:00  Work  Call (17:00 America/New_York)

            Tue 2026-03-03
              day 2 of 2   Work  Fair
              09:00-09:30  Work  Zahnärztin @ Hauptstraße 5, Berlin

            Mon 2026-03-16
              10:00        Work  Team

            Mon 2026-03-30
              10:00        Work  Team

            Open tasks that were due before
              Sun 2026-03-01              tasks  Tax

            Without a date
              task         tasks  Skis

            Not shown: 1 earlier (latest Mon 2024-05-06). Use since= and until= to see them.
            """);
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "zahnarztin",
    "ZAHNÄRZTIN hauptstrasse",
    "dr. muller",
    "praxis@EXAMPLE.org",
  })
  void words_are_found_whatever_their_case_and_accents(String text) throws Exception {
    assertThat(list("text=" + text).out())
        .isEqualTo(
            """
            1 match for "%s" (times in Europe/Berlin)

              Tue 2026-03-03 09:00-09:30  Work  Zahnärztin @ Hauptstraße 5, Berlin

            To restore it:
              caldav restore %s LOCATION only=work/3f2a.ics
            """
                .formatted(text, folder));
  }

  @Test
  void a_series_is_found_once_with_its_rule_and_its_next_time() throws Exception {
    assertThat(list("text=team").out())
        .contains("  Mon 2026-03-02 10:00        Work  Team, every 2 weeks, next occurrence\n");
  }

  @Test
  void what_is_not_there_is_said() throws Exception {
    CommandRun run = list("text=nowhere");
    assertThat(run.out()).isEqualTo("no match for \"nowhere\"\n");
    assertThat(run.exit()).isZero();
    assertThat(list("since=2030-01-01", "until=2030-01-01", "components=vtodo").out())
        .contains("Tue 2030-01-01 (times in Europe/Berlin)\n\nnothing on these days\n");
  }

  @Test
  void paths_end_with_the_command_that_restores_what_is_shown() throws Exception {
    object("home/o'b,c.ics", "VEVENT", "SUMMARY:Odd name", "DTSTART" + BERLIN + "20260303T120000");
    assertThat(
            list("since=2026-03-03", "until=2026-03-03", "components=VEVENT", "paths=true").out())
        .endsWith(
            """
            Paths
              work/fair.ics   Work: "Fair"
              work/3f2a.ics   Work: "Zahnärztin"
              home/o'b,c.ics  home: "Odd name"

            To restore these 3:
              caldav restore %s LOCATION 'only=work/fair.ics,work/3f2a.ics,home/o'\\''b%%2Cc.ics'
            """
                .formatted(folder));
  }

  @Test
  void hostile_texts_do_not_reach_the_terminal() throws Exception {
    object(
        "work/evil.ics",
        "VEVENT",
        "SUMMARY:\u001b[31mred\u202Eder\u0007",
        "LOCATION:\u001b]0;title\u0007",
        "DTSTART;TZID=\u001bZone:20260303T120000");
    CommandRun run = list("since=2026-03-03", "until=2026-03-03", "paths=true");
    assertThat(run.out() + run.err()).doesNotContain("\u001b", "\u202E", "\u0007");
    assertThat(run.err()).contains("time zone", "is unknown");
  }

  @Test
  void names_of_calendars_keep_their_columns() throws Exception {
    write("wide/displayname", "任务");
    object("wide/a.ics", "VEVENT", "SUMMARY:Wide", "DTSTART" + BERLIN + "20260303T120000");
    assertThat(list("since=2026-03-03", "until=2026-03-03", "components=VEVENT").out())
        .contains("  12:00        任务  Wide\n", "  09:00-09:30  Work  Zahn");
  }

  @Test
  void json_is_as_its_schema_has_it() throws Exception {
    write("work/broken.ics", "nonsense");
    List<JsonNode> lines = list("output=json").json("agenda.schema.json");
    assertThat(lines)
        .extracting(node -> node.path("type").asText())
        .containsOnlyOnce("overdue", "undated", "summary")
        .contains("occurrence", "problem");
    JsonNode dentist =
        lines.stream()
            .filter(node -> node.path("path").asText().equals("work/3f2a.ics"))
            .findFirst()
            .orElseThrow();
    assertThat(dentist.path("start").asText()).isEqualTo("2026-03-03T09:00:00");
    assertThat(dentist.path("utc").asText()).isEqualTo("2026-03-03T08:00:00Z");
    assertThat(dentist.path("timezone").asText()).isEqualTo("Europe/Berlin");
    assertThat(dentist.path("people").path(0).path("address").asText())
        .isEqualTo("praxis@example.org");
    assertThat(list("text=team", "output=json").json("agenda.schema.json")).hasSize(3);
  }

  @Test
  void a_file_that_cannot_be_read_is_told_and_the_others_are_shown() throws Exception {
    Files.createSymbolicLink(folder.resolve("work/gone.ics"), folder.resolve("nowhere"));
    CommandRun run = list();
    assertThat(run.err())
        .isEqualTo(
            "KO work/gone.ics: not read: a broken link\n"
                + "caldav: something in the folder is missing or cannot be read\n");
    assertThat(run.out()).contains("Zahnärztin");
    assertThat(run.exit()).isEqualTo(1);
    List<JsonNode> lines = list("output=json").json("agenda.schema.json");
    JsonNode problem = lines.get(lines.size() - 2);
    assertThat(problem.path("type").asText()).isEqualTo("problem");
    assertThat(problem.path("path").asText()).isEqualTo("work/gone.ics");
    JsonNode summary = lines.get(lines.size() - 1);
    assertThat(summary.path("complete").asBoolean(true)).isFalse();
    assertThat(summary.path("shown").asInt()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "txt=x|option 'txt' is unknown: did you mean 'text'?",
        "since=tomorrow|option 'since' must be a date like 2026-01-31, not 'tomorrow'",
        "username=x|option 'username' does not apply: caldav list reads a folder and contacts no server",
        "timezone=Europe/Berln|did you mean 'Europe/Berlin'?",
        "components=VFOO|option 'components' must name VEVENT, VTODO or VJOURNAL, not 'VFOO'",
        "paths=maybe|option 'paths' must be false or true, not 'maybe'",
        "--text=x|did you mean 'text="
      })
  void a_word_that_is_wrong_is_named(String word, String said) {
    CommandRun run = CommandRun.of("list", folder.toString(), word);
    assertThat(run.err()).contains(said).doesNotContain("Exception");
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void a_folder_without_a_calendar_is_named() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    CommandRun run = CommandRun.of("list", empty.toString());
    assertThat(run.err())
        .isEqualTo(
            "caldav: "
                + empty
                + " contains no calendar: it has no .ics file and no .calendar.json\n");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(CommandRun.of("list", empty.toString(), "output=json").json("agenda.schema.json"))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.path("complete").asBoolean(true)).isFalse();
              assertThat(line.path("message").asText()).contains(" contains no calendar");
            });
  }

  @Test
  void the_command_names_the_calendar_of_a_uid_that_another_has_too() throws Exception {
    String event =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
            + "BEGIN:VEVENT\r\nUID:u1\r\nSUMMARY:Shared\r\nDTSTART:20260303T090000Z\r\nEND:VEVENT\r\n"
            + "BEGIN:VEVENT\r\nUID:u2\r\nSUMMARY:Single\r\nDTSTART:20260303T090000Z\r\nEND:VEVENT\r\n"
            + "END:VCALENDAR\r\n";
    write("work/all.ics", event);
    object("home/u1.ics", "VEVENT", "SUMMARY:Elsewhere", "DTSTART:20260303T090000Z");
    assertThat(list("text=shared").out()).endsWith(" LOCATION only=u1 calendars=work\n");
    assertThat(list("text=single").out()).endsWith(" LOCATION only=u2\n");
    assertThat(list("text=elsewhere").out()).endsWith(" LOCATION only=home/u1.ics\n");
  }
}
