package caldavbackup.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.CalendarProperties;
import caldavbackup.options.Options;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanBuilderTest {
  private static final String IDENTITY = "{\"format\":1,\"href\":\"/alice/saved/\"}";
  private RestorePlan plan;
  private PlanBuilder intake;

  @BeforeEach
  void begin() throws Exception {
    plan = new RestorePlan();
    intake = new PlanBuilder(plan, Options.forRestore(Map.of("location", "caldav://h")));
  }

  @AfterEach
  void end() throws Exception {
    plan.close();
  }

  @Test
  void a_calendar_is_its_identity_and_its_objects_in_whatever_order_they_come() throws Exception {
    take(
        directory("/"),
        directory("/work"),
        file("/work/%2Ehidden.ics", "1"),
        file("/work/+early.ics", "2"),
        file("/work/.calendar.json", IDENTITY),
        file("/work/a.ics", "3"));
    assertThat(calendars()).containsExactly("/work saved: .hidden.ics=1 +early.ics=2 a.ics=3");
    assertThat(refused()).isEmpty();
  }

  @Test
  void the_files_of_a_vdir_set_properties_only_where_no_identity_says_more() throws Exception {
    take(
        file("/saved/.calendar.json", IDENTITY),
        file("/saved/color", "#112233"),
        file("/vdir/color", "#112233"),
        file("/vdir/displayname", "V"));
    assertThat(plan.calendars().get(0).properties()).isEmpty();
    assertThat(plan.calendars().get(1).properties())
        .extracting(CalendarProperties.Property::name)
        .containsExactly("color", "displayname");
  }

  @Test
  void an_empty_folder_becomes_an_empty_calendar_and_the_root_does_not() throws Exception {
    take(directory("/"), directory("/empty"));
    assertThat(calendars()).containsExactly("/empty none:");
  }

  @Test
  void a_calendar_restored_by_itself_lies_in_the_root() throws Exception {
    take(directory("/"), file("/.calendar.json", IDENTITY), file("/a.ics", "2"));
    assertThat(calendars()).containsExactly("/ saved: a.ics=2");
  }

  @Test
  void an_identity_that_cannot_be_read_is_refused_and_its_objects_go_by_the_folders_name()
      throws Exception {
    take(directory("/work"), file("/work/.calendar.json", "not json"), file("/work/a.ics", "1"));
    assertThat(calendars()).containsExactly("/work none: a.ics=1");
    assertThat(refused().get("/work/.calendar.json"))
        .isEqualTo(
            ".calendar.json is damaged, it is not JSON: its calendar is restored by the name of the"
                + " folder, each file as it is, without what only this file tells (time zone,"
                + " component types and the like)");
  }

  @Test
  void the_objects_of_a_backup_whose_identity_is_damaged_go_back_as_they_are() throws Exception {
    String two =
        export("W", "1").replace("END:VCALENDAR\r\n", "METHOD:PUBLISH\r\nEND:VCALENDAR\r\n");
    take(
        directory("/work"),
        file("/work/.calendar.json", "{\"format\":1,\"hr"),
        file("/work/a.ics", two));
    assertThat(refused().get("/work/.calendar.json"))
        .startsWith(".calendar.json is damaged, it breaks off: ");
    assertThat(plan.content(plan.calendars().get(0).objects().get(0)))
        .isEqualTo(two.getBytes(StandardCharsets.UTF_8));
  }

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
    plan.objects().forEach(object -> object.decide(ObjectPlan.Action.CREATE, null));
    assertThat(PlanReport.outcome(plan))
        .containsPattern("CALENDAR +INTO +CREATE +REPEATED\n/?w +- +3 +3\n")
        .contains(
            "repeated /w/a.ics: 1 \"Gr\u00fc\u00dfe\", 2026-03-01 10:00: stands in the file once more\n")
        .contains("\"Gr\u00fc\u00dfe\", 2026-03-01 10:00 (2 times): stands in the file once more");
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
        .contains("VEVENT at line 10 (2 \"Gr\u00fc\u00dfe\", 2026-03-01 10:00) has no END");
    assertThat(refused.get("/w/mid.ics"))
        .contains("(1 \"Gr\u00fc\u00dfe\", 2026-03-01 10:00) has no END");
    assertThat(refused.get("/w/stray.ics"))
        .contains(
            "(s1 \"Gr\u00fc\u00dfe\", 2026-03-01 10:00; s2 \"Gr\u00fc\u00dfe\", 2026-03-01 10:00)");
  }

  @Test
  void an_object_that_breaks_off_is_named_when_the_server_refuses_it() throws Exception {
    String whole = event("", "1");
    take(directory("/w"), file("/w/cut.ics", whole.substring(0, whole.lastIndexOf("END:VEVENT"))));
    intake.complete();
    plan.takeDue();
    plan.objects().forEach(object -> plan.settle(object, "the server answered (400)"));
    assertThat(plan.takeDue())
        .extracting(RecordResult::error)
        .containsExactly(
            "its text breaks off (1 \"Gr\u00fc\u00dfe\", 2026-03-01 10:00): the server answered (400)");
  }

  @Test
  void a_file_that_did_not_come_whole_is_refused_with_the_reason() throws Exception {
    take(directory("/w"), new RestoreFile("/w/a.ics", false, null, "broke off", null));
    assertThat(calendars()).containsExactly("/w none:");
    assertThat(refused()).containsExactly(Map.entry("/w/a.ics", "broke off"));
    assertThat(plan.calendars().get(0).isBroken()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.ics", "A.ICS", "%2Ea.ics", "ü.ics", "x%.ics", ".a.ics", ".ics"})
  void whatever_ends_in_ics_is_an_object(String name) throws Exception {
    take(file("/w/" + name, "x"));
    assertThat(plan.calendars().get(0).objects()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"notes.txt", "ics", "a.ics.bak", "Color"})
  void another_file_in_a_calendar_is_refused(String name) throws Exception {
    take(directory("/w"), file("/w/" + name, "x"));
    assertThat(refused())
        .containsExactly(
            Map.entry("/w/" + name, "not a calendar object: its name does not end in .ics"));
  }

  @Test
  void hidden_files_hidden_folders_and_files_beside_the_calendars_are_passed_over()
      throws Exception {
    take(
        directory("/"),
        directory("/.git"),
        file("/.git/config", "x"),
        file("/.git/a.ics", "x"),
        directory("/.git/refs"),
        file("/.state", "x"),
        file("/README", "x"),
        directory("/w"),
        file("/w/.sync", "x"));
    assertThat(calendars()).containsExactly("/w none:");
    assertThat(refused()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.ical", "A.ICALENDAR", "b.ifb", "c.vcs", "d.ics.bak", "e.ics~"})
  void a_file_beside_that_looks_like_a_calendar_is_named(String name) throws Exception {
    take(directory("/"), file("/" + name, "x"), file("/w/a.ics", "1"));
    assertThat(refused())
        .containsExactly(
            Map.entry(
                "/" + name,
                "passed over: it looks like a calendar, and its name does not end in .ics"));
  }

  @Test
  void a_file_beside_that_is_a_calendar_is_named_whatever_it_is_called() throws Exception {
    take(file("/export.txt", "\n\uFEFFbegin:vcalendar\n"), file("/w/a.ics", "1"));
    assertThat(refused()).containsOnlyKeys("/export.txt");
  }

  @Test
  void what_macos_leaves_in_a_folder_is_left_out_and_said_once() throws Exception {
    take(
        directory("/__MACOSX"),
        directory("/__MACOSX/w"),
        file("/__MACOSX/w/._a.ics", "x"),
        directory("/w"),
        file("/w/._a.ics", "x"),
        file("/w/a.ics", "1"));
    assertThat(calendars()).containsExactly("/w none: a.ics=1");
    assertThat(refused()).isEmpty();
    assertThat(plan.notes())
        .containsExactly("left out: 4 files of macOS (._*, __MACOSX), which hold no events");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n \r\n", "\0\0"})
  void a_file_without_anything_in_it_is_named(String text) throws Exception {
    take(file("/w/a.ics", "1"), file("/w/empty.ics", text));
    assertThat(refused())
        .containsExactly(
            Map.entry("/w/empty.ics", "the file is empty, there is nothing in it to restore"));
    assertThat(plan.calendars().get(0).objects()).hasSize(1);
  }

  @Test
  void what_a_server_had_as_an_empty_object_goes_back_to_it() throws Exception {
    take(file("/w/.calendar.json", IDENTITY), file("/w/empty.ics", ""));
    assertThat(refused()).isEmpty();
    assertThat(calendars()).containsExactly("/w saved: empty.ics=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/Old.icbu", "/Old.icbu/7.caldav"})
  void an_archive_of_apples_calendar_is_entered(String above) throws Exception {
    String plist =
        "<plist><dict><key>Color</key>\n<string>#112233</string><key>Title</key>"
            + "<string>Chor &amp; Co</string></dict></plist>";
    take(
        directory(above + "/1.calendar"),
        directory(above + "/1.calendar/Events"),
        file(above + "/1.calendar/Events/a.ics", "1"),
        file(above + "/1.calendar/Info.plist", plist),
        directory(above + "/2.calendar"),
        file(above + "/2.calendar/Events/b.ics", "2"),
        file(above + "/2.calendar/Info.plist", plist),
        file(above + "/Calendar.sqlitedb", "binary"));
    assertThat(refused()).isEmpty();
    assertThat(plan.calendars())
        .extracting(calendar -> calendar.objects().get(0).name())
        .containsExactly("a.ics", "b.ics");
    assertThat(plan.calendars())
        .extracting(CalendarPlan::folder)
        .doesNotHaveDuplicates()
        .contains("chor-co");
    assertThat(plan.calendars().get(0).properties())
        .extracting(CalendarProperties.Property::value)
        .containsExactly("Chor & Co", "#112233");
  }

  @Test
  void an_archive_of_apples_calendar_with_nothing_but_its_database_is_refused() throws Exception {
    take(directory("/Old.icbu"), file("/Old.icbu/Calendar.sqlitedb", "x"), file("/w/a.ics", "1"));
    assertThat(refused()).containsOnlyKeys("/Old.icbu/Calendar.sqlitedb");
  }

  @Test
  void a_folder_that_is_only_called_like_an_archive_is_a_calendar() throws Exception {
    take(directory("/my.calendar"), file("/my.calendar/a.ics", "1"));
    assertThat(calendars()).containsExactly("/my.calendar none: a.ics=1");
  }

  @Test
  void a_folder_within_a_calendar_is_refused_with_all_that_is_in_it() throws Exception {
    take(
        directory("/w"),
        file("/w/a.ics", "1"),
        directory("/w/deep"),
        file("/w/deep/b.ics", "2"),
        file("/w/deep/color", "#112233"),
        file("/w/z.ics", "3"));
    assertThat(calendars()).containsExactly("/w none: a.ics=1 z.ics=3");
    assertThat(refused())
        .containsOnlyKeys("/w/deep", "/w/deep/b.ics", "/w/deep/color")
        .containsValue("a calendar holds no folders");
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
        .containsExactly("/page.ics not restored: there is no VCALENDAR in it");
  }

  /** The components of these objects, in one. */
  private static String components(String... objects) {
    return Stream.of(objects)
        .map(object -> object.replaceAll("(?s)^.*?(?=BEGIN:VEVENT)|END:VCALENDAR\r\n", ""))
        .collect(
            Collectors.joining(
                "", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n", "END:VCALENDAR\r\n"));
  }

  private static String export(String name, String uid) {
    return event("X-WR-CALNAME:" + name + "\r\n", uid);
  }

  private static String event(String label, String uid) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n"
        + label
        + "BEGIN:VEVENT\r\nUID:"
        + uid
        + "\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260301T100000Z\r\nSUMMARY:Gr\u00fc\u00dfe\r\n"
        + "END:VEVENT\r\nEND:VCALENDAR\r\n";
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
  void what_is_wrong_with_calendars_that_are_left_out_fails_nothing() throws Exception {
    take(
        directory("/"),
        directory("/work"),
        file("/work/a.ics", "1"),
        directory("/home"),
        file("/home/.calendar.json", "damaged"),
        file("/home/empty.ics", ""),
        file("/home/notes.txt", "x"),
        directory("/home/sub"),
        file("/b.ics", export("B", "1").replaceFirst("(?s)END:VEVENT.*", "")),
        new RestoreFile("/gone/x.ics", false, null, "the folder lacks it", null),
        new RestoreFile("/work/y.ics", false, null, "the folder lacks it", null));
    assertThat(refusedWith("calendars=work")).containsOnlyKeys("/work/y.ics");
  }

  @Test
  void a_calendar_that_is_not_there_may_be_the_one_that_was_asked_for_by_its_name()
      throws Exception {
    take(
        directory("/work"),
        file("/work/a.ics", "1"),
        new RestoreFile("/gone/x.ics", false, null, "the folder lacks it", null));
    assertThat(refusedWith("calendars=work,Privat")).containsOnlyKeys("/gone/x.ics");
  }

  @Test
  void the_folder_of_a_vdir_is_chosen_by_its_display_name_too() throws Exception {
    take(
        directory("/1"),
        file("/1/a.ics", "1"),
        file("/1/displayname", "Arbeit"),
        directory("/2"),
        file("/2/notes.txt", "x"));
    assertThat(refusedWith("calendars=Arbeit")).isEmpty();
    assertThat(plan.calendars()).extracting(CalendarPlan::isLeftOut).containsExactly(false, true);
  }

  private Map<String, String> refusedWith(String option) throws Exception {
    String[] word = option.split("=");
    Options options = Options.forRestore(Map.of("location", "caldav://h", word[0], word[1]));
    intake.complete();
    Targets targets = new Targets(options, null);
    for (CalendarPlan calendar : plan.calendars()) {
      if (!targets.wants(calendar)) {
        calendar.leaveOut("left out");
      }
    }
    plan.forgiveLeftOut(options.selection());
    Map<String, String> refused = new TreeMap<>();
    plan.objects().forEach(object -> plan.settle(object, null));
    plan.calendars().forEach(calendar -> plan.settle(calendar, null));
    for (RecordResult answer : plan.takeDue()) {
      if (answer.error() != null) {
        refused.put(answer.item().path(), answer.error());
      }
    }
    return refused;
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
            "/a.ics (\"Work\"), /b.ics (\"Work \"): restored into one calendar, /home/work/",
            "/c.ics, /d.ics: restored into one calendar, /home/privat/",
            "/Arbeit, /alone: restored into one calendar, /home/alone/");
  }

  @Test
  void every_record_is_answered_once_and_an_object_only_when_it_is_settled() throws Exception {
    take(directory("/w"), file("/w/a.ics", "1"), file("/w/b.txt", "2"));
    intake.complete();
    assertThat(plan.takeDue()).extracting(a -> a.item().path()).containsExactly("/w", "/w/b.txt");
    ObjectPlan object = plan.calendars().get(0).objects().get(0);
    plan.settle(object, "disk on fire");
    plan.settle(object, null);
    assertThat(plan.takeDue())
        .extracting(a -> a.item().path() + " " + a.error())
        .containsExactly("/w/a.ics disk on fire");
    assertThat(plan.takeDue()).isEmpty();
    assertThat(plan.isFlawless()).isFalse();
  }

  private void take(RestoreFile... items) throws Exception {
    for (RestoreFile item : items) {
      intake.take(item);
    }
  }

  /** Each calendar in words: its path, who it was, and its objects with their content. */
  private List<String> calendars() {
    return plan.calendars().stream()
        .map(
            calendar ->
                Stream.concat(
                        Stream.of(
                            calendar.path()
                                + " "
                                + (calendar.identity() == null
                                    ? "none"
                                    : calendar.identity().segment())
                                + ":"),
                        calendar.objects().stream().map(this::words))
                    .reduce((a, b) -> a + " " + b)
                    .orElseThrow())
        .toList();
  }

  private String words(ObjectPlan object) {
    try {
      return object.name() + "=" + new String(plan.content(object), StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Map<String, String> refused() throws Exception {
    intake.complete();
    Map<String, String> refused = new TreeMap<>();
    for (RecordResult answer : plan.takeDue()) {
      if (answer.error() != null) {
        refused.put(answer.item().path(), answer.error());
      }
    }
    return refused;
  }

  private static RestoreFile directory(String path) {
    return new RestoreFile(path, true, null, null, null);
  }

  private static RestoreFile file(String path, String text) {
    return new RestoreFile(path, false, text.getBytes(StandardCharsets.UTF_8), null, null);
  }
}
