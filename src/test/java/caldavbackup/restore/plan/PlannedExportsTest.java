package caldavbackup.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.CalendarProperties;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files that hold a whole calendar, or more than one object. */
class PlannedExportsTest extends PlanBuilding {
  @Test
  void what_stands_in_a_file_more_than_once_is_counted_and_named() throws Exception {
    String nameless = event("", "x").replace("UID:x\r\n", "");
    String text =
        components(event("", "1"), event("", "1"), event("", "2"), nameless, nameless, nameless);
    take(directory("/w"), file("/w/a.ics", text));
    intake.complete();
    assertThat(plan.calendars().get(0).objects())
        .extracting(object -> object.kinship().repeats())
        .containsExactly(1, 0, 2);
    plan.objects().forEach(object -> object.decide(Action.CREATE, null));
    assertThat(PlanReport.outcome(plan))
        .containsPattern("CALENDAR +INTO +CREATE +REPEATED\n/?w +- +3 +3\n")
        .contains(
            "repeated w: \"Gr\u00fc\u00dfe\", Sun 2026-03-01 10:00 UTC (w/a.ics): occurs again in the file\n")
        .contains(
            "\"Gr\u00fc\u00dfe\", Sun 2026-03-01 10:00 UTC (w/a.ics) (2 times): occurs again in the file");
  }

  @Test
  void what_breaks_off_or_belongs_to_nothing_is_named_by_what_can_be_read_of_it() throws Exception {
    String whole = components(event("", "1"), event("", "2"));
    String cut = whole.substring(0, whole.lastIndexOf("END:VEVENT"));
    String stray =
        whole
            + components(event("", "s1"), event("", "s2"))
                .replaceAll("(BEGIN|END):VCALENDAR\r\n", "");
    take(
        directory("/w"),
        file("/w/cut.ics", cut),
        file("/w/mid.ics", whole.replaceFirst("END:VEVENT\r\n", "")),
        file("/w/stray.ics", stray));
    intake.complete();
    plan.objects().forEach(object -> plan.settle(object, null));
    Map<String, String> refused = refused();
    assertThat(refused.get("/w/cut.ics"))
        .contains("VEVENT at line 10 (2 \"Gr\u00fc\u00dfe\", Sun 2026-03-01 10:00 UTC) has no END");
    assertThat(refused.get("/w/mid.ics"))
        .contains("(1 \"Gr\u00fc\u00dfe\", Sun 2026-03-01 10:00 UTC) has no END");
    assertThat(refused.get("/w/stray.ics"))
        .contains(
            "(s1 \"Gr\u00fc\u00dfe\", Sun 2026-03-01 10:00 UTC; s2 \"Gr\u00fc\u00dfe\", Sun 2026-03-01 10:00 UTC)");
  }

  @Test
  void an_export_in_the_root_becomes_a_calendar_and_one_in_a_folder_its_objects() throws Exception {
    String export =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nX-WR-CALNAME:Family\r\n"
            + "BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nEND:VEVENT\r\n"
            + "END:VCALENDAR\r\n";
    take(directory("/"), file("/export.ics", export), file("/w/export.ics", export));
    intake.complete();
    assertThat(plan.calendars())
        .extracting(c -> c.folder() + " " + c.objects().size())
        .containsExactly("w 2", "family 2");
    String first = new String(plan.content(plan.calendars().get(0).objects().get(0)));
    assertThat(first)
        .isEqualTo(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n"
                + "END:VCALENDAR\r\n");
    assertThat(plan.takeDue()).extracting(a -> a.item().path()).containsExactly("/");
    plan.objects().forEach(object -> plan.settle(object, null));
    assertThat(plan.takeDue())
        .extracting(a -> a.item().path())
        .containsExactly("/w/export.ics", "/export.ics");
  }

  @Test
  void names_that_differ_by_signs_capitals_or_behind_200_bytes_are_calendars_of_their_own()
      throws Exception {
    String longName = "Ein langer Name ".repeat(20);
    List<String> names =
        List.of("Klasse C", "Klasse C++", "klasse c", longName + 1, longName + 2, "日本", "中国");
    for (String name : names) {
      take(file("/" + names.indexOf(name) + ".ics", export(name, "u" + names.indexOf(name))));
    }
    intake.complete();
    List<String> segments = plan.calendars().stream().map(CalendarPlan::folder).toList();
    assertThat(segments).hasSize(names.size()).doesNotHaveDuplicates();
    assertThat(segments).allMatch(segment -> segment.matches("[a-z0-9@._-]{1,200}"));
    assertThat(plan.calendars())
        .extracting(calendar -> calendar.export().name())
        .containsExactlyElementsOf(names.stream().map(String::strip).toList());
  }

  @Test
  void an_export_has_the_same_segment_in_whatever_order_the_files_come() throws Exception {
    RestoreFile[] items = {
      file("/a.ics", export("Klasse C", "1")), file("/b.ics", export("klasse c", "2"))
    };
    take(items);
    intake.complete();
    Map<String, String> there = new TreeMap<>();
    plan.calendars().forEach(one -> there.put(one.export().name(), one.folder()));
    end();
    begin();
    take(items[1], items[0]);
    intake.complete();
    assertThat(plan.calendars()).hasSize(2);
    assertThat(plan.calendars())
        .allMatch(one -> there.get(one.export().name()).equals(one.folder()));
  }

  @Test
  void an_export_is_not_merged_with_a_folder_of_its_segment() throws Exception {
    take(directory("/work"), file("/work/a.ics", "1"), file("/x.ics", export("Work", "2")));
    intake.complete();
    assertThat(plan.calendars()).extracting(CalendarPlan::folder).contains("work");
    assertThat(plan.calendars()).extracting(CalendarPlan::folder).doesNotHaveDuplicates();
  }

  @Test
  void an_export_with_one_event_is_a_calendar_called_as_its_file() throws Exception {
    String event = event("", "1");
    take(directory("/"), file("/Verein.ics", event), file("/Privat.ics", event("", "2")));
    intake.complete();
    assertThat(plan.calendars())
        .extracting(CalendarPlan::folder)
        .containsExactly("privat", "verein");
  }

  @Test
  void the_objects_of_one_calendar_that_lies_in_the_root_are_no_calendars() throws Exception {
    take(directory("/"), file("/1.ics", event("", "1")), file("/x.ics", event("", "2")));
    intake.complete();
    assertThat(calendars()).hasSize(1).allMatch(calendar -> calendar.startsWith("/ none:"));
  }

  @Test
  void a_file_is_decoded_as_a_whole_and_one_that_came_from_a_server_stays_as_it_is()
      throws Exception {
    byte[] latin1 = event("X-WR-CALNAME:B\u00fcro\r\n", "1").getBytes(StandardCharsets.ISO_8859_1);
    take(
        new RestoreFile("/vdir/1.ics", false, latin1, null, null),
        new RestoreFile("/b.ics", false, latin1, null, null),
        file("/saved/.calendar.json", IDENTITY),
        new RestoreFile("/saved/1.ics", false, latin1, null, null));
    intake.complete();
    assertThat(plan.calendars()).hasSize(3);
    for (CalendarPlan calendar : plan.calendars()) {
      byte[] bytes = plan.content(calendar.objects().get(0));
      if (calendar.identity() != null) {
        assertThat(bytes).isEqualTo(latin1);
      } else {
        assertThat(new String(bytes, StandardCharsets.UTF_8)).contains("Gr\u00fc\u00dfe");
      }
      if (calendar.export() != null) {
        assertThat(calendar.export().name()).isEqualTo("B\u00fcro");
      }
    }
  }

  @Test
  void a_label_sets_colour_description_and_time_zone() throws Exception {
    String label = "COLOR:Turquoise\r\nX-WR-CALDESC:d\r\nX-WR-TIMEZONE:Europe/Zurich\r\n";
    take(file("/a.ics", event(label, "1")));
    intake.complete();
    assertThat(plan.calendars().get(0).properties())
        .extracting(CalendarProperties.Property::name)
        .containsExactly("description", "color", "timezone");
    assertThat(plan.calendars().get(0).properties().get(1).xml()).contains(">#40E0D0<");
    assertThat(plan.calendars().get(0).properties().get(2).xml())
        .contains("BEGIN:VTIMEZONE", "TZID:Europe/Zurich");
  }

  @Test
  void what_is_no_calendar_at_all_is_named_and_sent_nowhere() throws Exception {
    take(directory("/"), file("/page.ics", "<html></html>"), file("/a.ics", export("A", "1")));
    intake.complete();
    assertThat(plan.calendars()).extracting(CalendarPlan::folder).containsExactly("a");
    assertThat(plan.takeDue())
        .filteredOn(answer -> answer.error() != null)
        .extracting(answer -> answer.item().path() + " " + answer.error())
        .containsExactly("/page.ics not restored: it contains no VCALENDAR");
  }

  /** The components of these objects, in one. */
  private static String components(String... objects) {
    return Stream.of(objects)
        .map(object -> object.replaceAll("(?s)^.*?(?=BEGIN:VEVENT)|END:VCALENDAR\r\n", ""))
        .collect(
            Collectors.joining(
                "", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n", "END:VCALENDAR\r\n"));
  }

  @Test
  void what_came_from_a_server_is_never_split() throws Exception {
    String two =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\nEND:VCALENDAR\n";
    take(file("/w/.calendar.json", IDENTITY), file("/w/a.ics", two));
    intake.complete();
    assertThat(plan.calendars().get(0).objects()).hasSize(1);
    assertThat(new String(plan.content(plan.calendars().get(0).objects().get(0)))).isEqualTo(two);
  }

  @Test
  void files_and_folders_that_go_into_one_calendar_are_told() throws Exception {
    take(
        file("/a.ics", export("Work", "1")),
        file("/b.ics", export("Work ", "2")),
        file("/c.ics", export("Privat", "3")),
        file("/d.ics", export("Privat", "4")),
        file("/e.ics", export("Alone", "5")),
        file("/Arbeit/f.ics", event("", "6")),
        file("/alone/g.ics", event("", "7")),
        file("/x/.calendar.json", IDENTITY),
        file("/saved--vtodo/.calendar.json", IDENTITY));
    intake.complete();
    for (CalendarPlan calendar : plan.calendars()) {
      String segment = calendar.folder().toLowerCase().replace("arbeit", "alone");
      calendar.target(
          caldavbackup.caldav.Calendar.named(
              "https://h/home/" + segment.replaceFirst("^x$|^saved.*", "saved") + "/", null));
    }
    assertThat(Merged.notes(plan.calendars()))
        .containsExactlyInAnyOrder(
            "a.ics (\"Work\"), b.ics (\"Work \"): restored into one calendar, /home/work/",
            "c.ics, d.ics: restored into one calendar, /home/privat/",
            "Arbeit, alone: restored into one calendar, /home/alone/");
  }
}
