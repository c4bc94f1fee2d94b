package caldavbackup.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.CalendarProperties;
import caldavbackup.options.Options;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the records of a snapshot. */
class PlanBuilderTest extends PlanBuilding {
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
            ".calendar.json is not valid JSON: its calendar is restored under the name of the"
                + " folder and each file unchanged, without the data that only this file has (time"
                + " zone, component types and the like)");
  }

  @Test
  void the_objects_of_a_backup_whose_identity_is_damaged_go_back_as_they_are() throws Exception {
    String two =
        export("W", "1").replace("END:VCALENDAR\r\n", "METHOD:PUBLISH\r\nEND:VCALENDAR\r\n");
    take(
        directory("/work"),
        file("/work/.calendar.json", "{\"format\":1,\"hr"),
        file("/work/a.ics", two));
    assertThat(refused().get("/work/.calendar.json")).startsWith(".calendar.json is incomplete: ");
    assertThat(plan.content(plan.calendars().get(0).objects().get(0)))
        .isEqualTo(two.getBytes(StandardCharsets.UTF_8));
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
        .containsExactly("its text is incomplete: the server answered (400)");
  }

  @Test
  void a_file_that_did_not_come_whole_is_refused_with_the_reason() throws Exception {
    take(directory("/w"), new RestoreFile("/w/a.ics", false, null, "broke off", null));
    assertThat(calendars()).containsExactly("/w none:");
    assertThat(refused()).containsExactly(Map.entry("/w/a.ics", "broke off"));
    assertThat(plan.calendars().get(0).completeness().isBroken()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.ics", "A.ICS", "%2Ea.ics", "ü.ics", "x%.ics", ".a.ics", ".ics"})
  void whatever_ends_in_ics_is_an_object(String name) throws Exception {
    take(file("/w/" + name, "x"));
    assertThat(plan.calendars().get(0).objects()).hasSize(1);
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
        .containsValue("a calendar contains no folders");
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

  @Test
  void the_json_of_a_plan_that_was_not_made_has_no_actions() throws Exception {
    take(file("/work/a.ics", event("", "a")));
    intake.complete();
    assertThat(PlanJson.plan(plan).findValue("action").isNull()).isTrue();
  }
}
