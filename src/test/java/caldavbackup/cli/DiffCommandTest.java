package caldavbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two folders; an account is compared in DiffIT. */
class DiffCommandTest {
  @TempDir Path temp;
  private Path first;
  private Path second;

  @BeforeEach
  void fill() throws IOException {
    first = temp.resolve("first");
    second = temp.resolve("second");
    for (Path folder : List.of(first, second)) {
      event(folder, "work/a.ics", "a", "SUMMARY:Same", "DTSTART:20260303T090000Z");
      write(folder, "work/displayname", "Work");
    }
  }

  private static void event(Path folder, String path, String uid, String... lines)
      throws IOException {
    write(
        folder,
        path,
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:%s\r\n%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
            .formatted(uid, String.join("\r\n", lines)));
  }

  private static void write(Path folder, String path, String text) throws IOException {
    Files.createDirectories(folder.resolve(path).getParent());
    Files.writeString(folder.resolve(path), text);
  }

  private CommandRun diff(String... options) {
    String[] words = new String[3 + options.length];
    System.arraycopy(new String[] {"diff", first.toString(), second.toString()}, 0, words, 0, 3);
    System.arraycopy(options, 0, words, 3, options.length);
    return CommandRun.of(words);
  }

  @Test
  void what_says_the_same_in_other_words_does_not_differ() throws IOException {
    event(second, "work/a.ics", "a", "DTSTART:20260303T090000Z", "SUMMARY:Sa", " me");
    CommandRun run = diff();
    assertThat(run).isEqualTo(new CommandRun(0, "nothing differs\n", ""));
  }

  @Test
  void what_was_added_removed_and_changed_is_told_with_its_old_and_new_values() throws Exception {
    event(first, "work/gone.ics", "gone", "SUMMARY:Gone", "DTSTART:20260304T090000Z");
    event(first, "work/b.ics", "b", "SUMMARY:Dentist", "LOCATION:Here", "DTSTART:20260305T090000Z");
    event(
        second, "work/x.ics", "b", "SUMMARY:Dentist", "LOCATION:There", "DTSTART:20260305T100000Z");
    event(second, "home/n.ics", "n", "SUMMARY:New\u001b[31m", "DTSTART;VALUE=DATE:20260306");
    write(second, "work/displayname", "Job");
    write(second, "work/color", "#FF0000");
    CommandRun run = diff();
    assertThat(run.out())
        .isEqualTo(
            """
            Work (work)
              changed: the calendar itself
                name: was "Work", is "Job"
                colour: was nothing, is "#FF0000"
              changed: "Dentist", Thu 2026-03-05 09:00 UTC (work/b.ics)
                place: was "Here", is "There"
                start: was Thu 2026-03-05 09:00 UTC, is Thu 2026-03-05 10:00 UTC
              only in FIRST: "Gone", Wed 2026-03-04 09:00 UTC (work/gone.ics)

            home
              only in SECOND: the whole calendar
              only in SECOND: "New [31m", Fri 2026-03-06 (home/n.ics)

            1 changed, 1 only in FIRST, 1 only in SECOND, 1 calendar changed, 1 calendar only in SECOND
            """
                .replace("FIRST", caldavbackup.text.Shown.of(first.toString(), 60))
                .replace("SECOND", caldavbackup.text.Shown.of(second.toString(), 60)));
    assertThat(run.exit()).isEqualTo(1);
    List<JsonNode> lines = diff("output=json").json("diff.schema.json");
    assertThat(lines)
        .extracting(node -> node.path("type").asText())
        .containsExactly(
            "calendar_changed",
            "changed",
            "only_first",
            "calendar_only_second",
            "only_second",
            "summary");
    assertThat(lines.get(1).path("changes").path(0).path("old").asText()).isEqualTo("Here");
    assertThat(lines.get(1).path("changes").path(0).path("new").asText()).isEqualTo("There");
    assertThat(lines.get(5).path("complete").asBoolean()).isTrue();
    assertThat(lines.get(5).path("only_second").asInt()).isEqualTo(1);
  }

  @Test
  void options_leave_out_calendars_types_and_days() throws IOException {
    event(first, "work/b.ics", "b", "SUMMARY:May", "DTSTART:20260505T090000Z");
    event(second, "home/c.ics", "c", "SUMMARY:June", "DTSTART:20260605T090000Z");
    assertThat(diff("calendars=work", "until=2026-04-30").exit()).isZero();
    assertThat(diff("calendars=work", "since=2026-05-01").out()).contains("\"May\"");
    assertThat(diff("calendars=home").out()).contains("\"June\"").doesNotContain("\"May\"");
    assertThat(diff("calendars=nope").err())
        .isEqualTo(
            "caldav: options 'calendars' and 'exclude_calendars' select no calendar in either"
                + " place\n");
    assertThat(diff("exclude_calendars=home", "components=VTODO").exit()).isZero();
  }

  @Test
  void what_cannot_be_read_is_trouble() throws Exception {
    Files.createSymbolicLink(second.resolve("work/l.ics"), temp.resolve("nowhere"));
    CommandRun run = diff();
    assertThat(run.out()).isEqualTo("no differences in what was compared\n");
    assertThat(run.err()).startsWith("KO work/l.ics: not read: a broken link (in " + second);
    assertThat(run.exit()).isEqualTo(2);
    List<JsonNode> lines = diff("output=json").json("diff.schema.json");
    assertThat(lines.get(0).path("type").asText()).isEqualTo("unread");
    assertThat(lines.get(0).path("message").asText()).contains("a broken link");
    assertThat(lines.get(1).path("complete").asBoolean()).isFalse();
    assertThat(lines.get(1).path("unread").asInt()).isEqualTo(1);
  }

  @Test
  void a_damaged_file_is_a_problem_and_no_difference() throws IOException {
    for (Path folder : List.of(first, second)) {
      event(folder, "work/b.ics", "b", "SUMMARY:Same", "DTSTART:20260303T090000Z");
    }
    String whole = Files.readString(second.resolve("work/a.ics"));
    for (String text : List.of("", "hello", whole.substring(0, 40), whole.substring(0, 90))) {
      write(second, "work/a.ics", text);
      CommandRun run = diff();
      assertThat(run.out()).isEqualTo("no differences in what was compared\n");
      assertThat(run.err()).startsWith("KO work/a.ics: ");
      assertThat(run.exit()).isEqualTo(2);
    }
  }

  @Test
  void what_cannot_be_compared_is_named() throws Exception {
    Path none = temp.resolve("none");
    assertThat(CommandRun.of("diff", first.toString(), none.toString()))
        .isEqualTo(new CommandRun(2, "", "caldav: there is no folder " + none + "\n"));
    assertThat(CommandRun.of("diff", none.toString(), first.toString()).exit()).isEqualTo(2);
    assertThat(
            CommandRun.of("diff", first.toString(), none.toString(), "output=json")
                .json("diff.schema.json"))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.path("message").asText()).isEqualTo("there is no folder " + none));
    assertThat(CommandRun.of("diff", "caldav://h/", first.toString()).err())
        .isEqualTo("caldav: LOCATION and FOLDER are swapped: write caldav diff FOLDER LOCATION\n");
    assertThat(diff("username=alice").err())
        .isEqualTo("caldav: option 'username' does not apply: caldav diff compares two folders\n");
    assertThat(diff("calender=x").err()).contains("did you mean 'calendar");
  }

  @Test
  void two_calendars_of_other_names_are_not_compared_unless_one_is_the_folder() throws Exception {
    Files.move(second.resolve("work"), second.resolve("home"));
    write(second, "home/displayname", "Home");
    event(second, "home/a.ics", "a", "SUMMARY:Other", "DTSTART:20260303T090000Z");
    assertThat(diff().out()).contains("the whole calendar").doesNotContain("changed");
    first = first.resolve("work");
    assertThat(diff().out()).contains("changed: ").doesNotContain("the whole calendar");
  }

  @Test
  void of_several_objects_of_one_uid_those_of_one_file_name_are_compared() throws Exception {
    event(first, "work/b.ics", "twice", "SUMMARY:One", "DTSTART:20260303T090000Z");
    event(first, "work/c.ics", "twice", "SUMMARY:Two", "DTSTART:20260304T090000Z");
    event(second, "work/c.ics", "twice", "SUMMARY:Two", "DTSTART:20260304T090000Z");
    event(second, "work/d.ics", "twice", "SUMMARY:One", "DTSTART:20260303T090000Z");
    for (Path folder : List.of(first, second)) { // as a server had them
      write(folder, "work/.calendar.json", "{\"format\":1,\"href\":\"/work/\"}");
    }
    assertThat(diff().out()).isEqualTo("nothing differs\n");
  }

  @Test
  void the_order_of_a_calendar_is_compared() throws Exception {
    write(first, "work/order", "1");
    write(second, "work/order", "2");
    assertThat(diff().out()).contains("order: was \"1\", is \"2\"");
  }
}
