package caldavbackup.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.options.Options;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiblingsTest {
  private static final String IDENTITY = "{\"format\":1,\"href\":\"/alice/saved/\"}";
  private static final String MASTER = event("VEVENT", "1", "RRULE:FREQ=DAILY\r\nSUMMARY:s");
  private static final String OVERRIDE =
      event("VEVENT", "1", "RECURRENCE-ID:20260302T100000Z\r\nSUMMARY:moved");

  private final RestorePlan plan = new RestorePlan();

  @AfterEach
  void end() throws Exception {
    plan.close();
  }

  @Test
  void a_series_whose_override_lies_in_another_file_is_written_once_and_answered_for_both()
      throws Exception {
    join("", "/w/a.ics", MASTER, "/w/b.ics", OVERRIDE);
    assertThat(actions()).containsExactly("/w/a.ics null", "/w/b.ics JOINED");
    assertThat(text(0)).contains("SUMMARY:s").contains("SUMMARY:moved");
    plan.settle(object(0), "disk on fire");
    assertThat(plan.takeDue())
        .extracting(answer -> answer.item().path() + " " + answer.error())
        .containsExactly("/w/a.ics disk on fire", "/w/b.ics disk on fire");
  }

  @Test
  void of_two_versions_the_older_is_named_with_the_file_of_the_newer() throws Exception {
    join(
        "",
        "/w/old.ics",
        event("VEVENT", "1", "SUMMARY:old"),
        "/w/new.ics",
        event("VEVENT", "1", "SEQUENCE:1\r\nSUMMARY:new"));
    assertThat(actions()).containsExactly("/w/old.ics SUPERSEDED", "/w/new.ics null");
    assertThat(object(0).reason()).isEqualTo("older than the version in /w/new.ics");
    assertThat(text(1)).contains("SUMMARY:new").doesNotContain("SUMMARY:old");
  }

  @Test
  void what_says_the_same_is_named_as_the_same() throws Exception {
    join("", "/w/a.ics", MASTER, "/w/a(1).ics", MASTER);
    assertThat(actions()).containsExactly("/w/a.ics null", "/w/a(1).ics REPEATED");
    assertThat(object(1).reason()).isEqualTo("has the same meaning as /w/a.ics");
  }

  @Test
  void an_export_that_holds_two_versions_of_one_event_says_so() throws Exception {
    String twice =
        MASTER.replace("END:VCALENDAR\r\n", "")
            + "BEGIN:VEVENT\r\nUID:1\r\nSEQUENCE:3\r\nSUMMARY:newer\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    join("", "/w/a.ics", twice);
    assertThat(text(0)).contains("SUMMARY:newer").doesNotContain("SUMMARY:s\r");
    assertThat(object(0).kinship().lost())
        .contains("an older version of it")
        .contains("the same file");
    object(0).decide(Action.EQUAL, "is written differently, but has the same content");
    assertThat(PlanReport.outcome(plan))
        .contains("(w/a.ics): an older version of it")
        .contains("superseded w: ");
  }

  @Test
  void an_event_and_a_task_of_one_uid_do_not_go_into_one_calendar() throws Exception {
    join("", "/w/a.ics", MASTER, "/w/b.ics", event("VTODO", "1", "SUMMARY:task"));
    decide("");
    assertThat(actions()).containsExactly("/w/a.ics CREATE", "/w/b.ics REFUSED");
    assertThat(object(1).reason())
        .isEqualTo(
            "it has the same UID as a VEVENT in /w/a.ics, and a calendar accepts each UID only once");
  }

  @Test
  void the_newer_of_an_event_and_a_task_of_one_uid_is_restored_over_what_is_there()
      throws Exception {
    join("", "/w/a.ics", MASTER, "/w/b.ics", event("VTODO", "1", "SEQUENCE:9\r\nSUMMARY:task"));
    CalendarPlan calendar = plan.calendars().get(0);
    calendar
        .targetObjects()
        .found(new Member(calendar.target(), "/cal/w/there.ics", null, -1, null));
    assertThat(calendar.targetObjects().counterpart("there.ics", "1")).isSameAs(object(1));
    decide("");
    assertThat(actions()).containsExactly("/w/a.ics REFUSED", "/w/b.ics UPDATE");
  }

  @Test
  void what_a_joined_file_has_in_an_older_version_is_told() throws Exception {
    join(
        "",
        "/w/a.ics",
        MASTER.replace("SUMMARY:s", "SEQUENCE:1\r\nSUMMARY:newer"),
        "/w/b.ics",
        MASTER.replace("END:VCALENDAR\r\n", "")
            + OVERRIDE.replaceFirst("(?s)^.*?(?=BEGIN:VEVENT)", ""));
    assertThat(actions()).containsExactly("/w/a.ics null", "/w/b.ics JOINED");
    object(0).decide(Action.UPDATE, "already exists as there.ics");
    assertThat(PlanReport.outcome(plan)).containsPattern("superseded w: .*\\(w/b\\.ics\\)");
  }

  @Test
  void an_event_and_a_task_of_one_uid_in_one_file_are_two_objects() throws Exception {
    String both =
        MASTER.replace(
            "END:VCALENDAR", "BEGIN:VTODO\r\nUID:1\r\nSUMMARY:t\r\nEND:VTODO\r\nEND:VCALENDAR");
    join("", "/w/a.ics", both);
    decide("");
    assertThat(actions()).containsExactly("/w/a.ics CREATE", "/w/a.ics REFUSED");
    new Settlements(plan).settleDecided();
    CalendarPlan calendar = plan.calendars().get(0);
    new Settlements(plan).ready(calendar, calendar.target());
    plan.settle(object(0), null);
    assertThat(plan.takeDue().get(0).error())
        .contains("1 of 2 objects was not restored: task \"t\"");
  }

  @Test
  void an_event_and_a_task_of_one_uid_are_both_restored_where_they_are_kept_apart()
      throws Exception {
    join("", "/w/a.ics", MASTER, "/w/b.ics", event("VTODO", "1", "SUMMARY:task"));
    CalendarPlan calendar = plan.calendars().get(0);
    calendar.there(calendar.target().withComponents(List.of("VEVENT")));
    SeparateParts.of(calendar).forEach(plan::add);
    decide("");
    assertThat(actions()).containsExactly("/w/a.ics CREATE", "/w/b.ics CREATE");
  }

  @Test
  void the_part_of_a_calendar_compares_what_is_there_with_the_winner() throws Exception {
    join(
        "",
        "/w/1.ics",
        event("VTODO", "1", "SUMMARY:older"),
        "/w/b.ics",
        event("VTODO", "1", "SEQUENCE:1\r\nSUMMARY:newer"));
    CalendarPlan calendar = plan.calendars().get(0);
    calendar.there(calendar.target().withComponents(List.of("VEVENT")));
    CalendarPlan part = SeparateParts.of(calendar).get(0);
    Member there = new Member(part.target(), "/home/w--vtodo/1.ics", "\"e\"", -1, null);
    part.targetObjects().found(there);
    assertThat(part.targetObjects().nextToCompare()).containsExactly(there);
    assertThat(part.targetObjects().counterpart("1.ics", "1").action()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"VEVENT", "VTODO"})
  void they_are_both_restored_where_the_new_calendar_turns_out_to_take_one_type(String type)
      throws Exception {
    join("", "/w/a.ics", MASTER, "/w/b.ics", event("VTODO", "1", "SUMMARY:task"));
    decide("");
    new Settlements(plan).settleDecided();
    CalendarPlan calendar = plan.calendars().get(0);
    new Settlements(plan).ready(calendar, calendar.target().withComponents(List.of(type)));
    assertThat(actions()).containsExactly("/w/a.ics CREATE", "/w/b.ics CREATE");
    assertThat(Batches.ofWritten(calendar.objects()))
        .containsExactly(List.of(object(0), object(1)));
    assertThat(plan.takeDue()).isEmpty();
  }

  @Test
  void a_dry_run_does_not_pass_for_a_restore_of_both() throws Exception {
    join("", "/w/a.ics", MASTER, "/w/b.ics", event("VTODO", "1", "SUMMARY:task"));
    decide("");
    new Settlements(plan).pretend();
    assertThat(plan.takeDue())
        .extracting(RecordResult::error)
        .containsExactly(
            null,
            "it has the same UID as a VEVENT in /w/a.ics, and a calendar accepts each UID only once, unless"
                + " the server keeps these types apart");
  }

  @Test
  void the_winner_of_several_versions_has_the_name_that_it_would_have_alone() throws Exception {
    join("", "/x-2025.ics", export("old", "p", "q"), "/x-2026.ics", export("new", "p", "r"));
    assertThat(actions())
        .containsExactly(
            "/x-2025.ics SUPERSEDED", "/x-2025.ics null", "/x-2026.ics null", "/x-2026.ics null");
    assertThat(List.of(object(1).name(), object(2).name(), object(3).name()))
        .containsExactly("q.ics", "p.ics", "r.ics");
    CalendarPlan calendar = plan.calendars().get(0);
    calendar
        .targetObjects()
        .found(new Member(calendar.target(), "/home/x/p.ics", "\"e\"", -1, null));
    assertThat(calendar.targetObjects().counterpart("p.ics", "p")).isSameAs(object(2));
  }

  @Test
  void what_is_there_is_found_by_its_name_though_another_object_had_the_same() throws Exception {
    join(
        "",
        "/w/%41.ics",
        event("VEVENT", "1", "SUMMARY:s"),
        "/w/A.ics",
        event("VEVENT", "2", "SUMMARY:older"),
        "/w/B.ics",
        event("VEVENT", "2", "RECURRENCE-ID:20260302T100000Z\r\nSUMMARY:newer"));
    CalendarPlan calendar = plan.calendars().get(0);
    calendar
        .targetObjects()
        .found(new Member(calendar.target(), "/home/w/A.ics", "\"e\"", -1, null));
    assertThat(object(0).there()).isNotNull();
    assertThat(object(1).name()).isEqualTo("2.ics");
  }

  @Test
  void a_winner_whose_plain_name_another_object_has_keeps_its_own() throws Exception {
    join(
        "",
        "/w/p.ics",
        event("VEVENT", "other", "SUMMARY:o"),
        "/w/x-2025.ics",
        export("old", "p", "q"),
        "/w/x-2026.ics",
        export("new", "p", "r"));
    assertThat(plan.calendars().get(0).objects())
        .filteredOn(object -> object.action() == null)
        .extracting(ObjectPlan::name)
        .doesNotHaveDuplicates()
        .contains("p.ics");
    assertThat(object(0).name()).isEqualTo("p.ics");
  }

  @Test
  void a_repeat_in_other_words_within_one_file_is_counted() throws Exception {
    String folded =
        MASTER.replace("SUMMARY:s", "SUMMARY\r\n :s").replaceFirst("(?s)^.*?(?=BEGIN:VEVENT)", "");
    join("", "/w/a.ics", MASTER.replace("END:VCALENDAR\r\n", "") + folded);
    assertThat(object(0).kinship().repeats()).isEqualTo(1);
    assertThat(object(0).kinship().lost()).isNull();
  }

  @Test
  void calendars_that_are_brought_together_are_joined_and_their_names_kept_apart()
      throws Exception {
    join(
        "calendar=all",
        "/v/.calendar.json",
        IDENTITY,
        "/v/a.ics",
        MASTER,
        "/v/x.ics",
        event("VEVENT", "2", "SUMMARY:two"),
        "/w/.calendar.json",
        IDENTITY,
        "/w/a.ics",
        OVERRIDE,
        "/w/x.ics",
        event("VEVENT", "3", "SUMMARY:three"));
    assertThat(actions())
        .containsExactly("/v/a.ics null", "/v/x.ics null", "/w/a.ics JOINED", "/w/x.ics null");
    assertThat(object(1).name()).isEqualTo("x.ics");
    assertThat(object(3).name()).isEqualTo("3.ics");
  }

  @Test
  void the_same_uid_in_two_calendars_stays_two_objects() throws Exception {
    join("", "/v/a.ics", MASTER, "/w/a.ics", OVERRIDE);
    assertThat(actions()).containsExactly("/v/a.ics null", "/w/a.ics null");
  }

  @Test
  void what_a_server_had_as_two_objects_goes_back_as_it_was_the_newest_first() throws Exception {
    join("", "/w/.calendar.json", IDENTITY, "/w/a.ics", OVERRIDE, "/w/b.ics", MASTER);
    assertThat(actions()).containsExactly("/w/a.ics null", "/w/b.ics null");
    assertThat(object(0).kinship().sibling()).isSameAs(object(1));
    assertThat(text(0)).isEqualTo(OVERRIDE);
    decide("");
    assertThat(Batches.ofWritten(plan.calendars().get(0).objects()))
        .containsExactly(List.of(object(1)), List.of(object(0)));
  }

  @Test
  void the_options_choose_among_objects_as_they_are_when_joined() throws Exception {
    String late =
        event("VEVENT", "1", "RECURRENCE-ID:20200108T100000Z\r\nDTSTART:20260302T100000Z");
    String early = event("VEVENT", "1", "DTSTART:20200101T100000Z\r\nRRULE:FREQ=WEEKLY;COUNT=2");
    join("since=2026-01-01", "/w/a.ics", early, "/w/b.ics", late);
    assertThat(actions()).containsExactly("/w/a.ics null", "/w/b.ics JOINED");
  }

  @Test
  void a_broken_file_with_the_uid_of_another_is_refused() throws Exception {
    join("", "/w/a.ics", MASTER.replace("END:VEVENT\r\n", ""), "/w/b.ics", MASTER);
    assertThat(actions()).containsExactly("/w/a.ics REFUSED", "/w/b.ics null");
    assertThat(object(0).reason()).contains("is damaged").contains("/w/b.ics");
  }

  @Test
  void another_event_of_the_server_with_the_name_of_ours_is_left_alone() throws Exception {
    join("", "/w/a.ics", MASTER);
    CalendarPlan calendar = plan.calendars().get(0);
    calendar.there(calendar.target());
    Member stranger = new Member(calendar.target(), "/home/w/a.ics", "\"e\"", -1, null);
    Member ours = new Member(calendar.target(), "/home/w/z.ics", "\"e\"", -1, null);
    calendar.targetObjects().found(stranger);
    calendar.targetObjects().found(ours);
    assertThat(calendar.targetObjects().nextToCompare()).containsExactly(stranger);
    assertThat(calendar.targetObjects().counterpart("a.ics", "other")).isNull();
    assertThat(calendar.targetObjects().nextToCompare()).contains(ours);
    assertThat(calendar.targetObjects().counterpart("z.ics", "1")).isSameAs(object(0));
    assertThat(object(0).there()).isSameAs(ours);
    assertThat(object(0).name()).isEqualTo("1.ics");
    assertThat(calendar.targetObjects().others()).containsExactly(stranger);
  }

  @Test
  void a_copy_under_a_new_uid_is_still_ours() throws Exception {
    join("", "/w/a.ics", MASTER);
    CalendarPlan calendar = plan.calendars().get(0);
    calendar.there(calendar.target());
    calendar
        .targetObjects()
        .found(new Member(calendar.target(), "/home/w/a.ics", "\"e\"", -1, null));
    assertThat(calendar.targetObjects().nextToCompare()).hasSize(1);
    String given = RestorePlan.newUid("1", calendar.target());
    assertThat(calendar.targetObjects().counterpart("a.ics", given)).isSameAs(object(0));
    assertThat(calendar.targetObjects().nextToCompare()).isEmpty();
  }

  private void join(String options, String... files) throws Exception {
    Options read = options(options);
    PlanBuilder intake = new PlanBuilder(plan, read);
    for (int i = 0; i < files.length; i += 2) {
      byte[] bytes = files[i + 1].getBytes(StandardCharsets.UTF_8);
      intake.take(new RestoreFile(files[i], false, bytes, null, null));
    }
    intake.complete();
    for (CalendarPlan calendar : plan.calendars()) {
      String name = read.calendar() == null ? calendar.folder() : read.calendar();
      calendar.target(Calendar.named("https://h/home/" + name + "/", null));
    }
    new Siblings(plan, intake.selection()).join();
  }

  private void decide(String options) throws Exception {
    for (CalendarPlan calendar : plan.calendars()) {
      new Decisions(calendar, options(options), plan::content).decide();
    }
  }

  private static Options options(String text) throws Exception {
    Map<String, String> options = new TreeMap<>(Map.of("location", "caldav://h"));
    if (!text.isEmpty()) {
      String[] option = text.split("=", 2);
      options.put(option[0], option[1]);
    }
    return Options.forRestore(options);
  }

  private List<String> actions() {
    List<String> actions = new ArrayList<>();
    plan.objects().forEach(object -> actions.add(object.path() + " " + object.action()));
    return actions;
  }

  private ObjectPlan object(int index) {
    List<ObjectPlan> objects = new ArrayList<>();
    plan.objects().forEach(objects::add);
    return objects.get(index);
  }

  private String text(int index) throws Exception {
    return new String(plan.content(object(index)), StandardCharsets.UTF_8);
  }

  private static String export(String summary, String... uids) {
    StringBuilder text = new StringBuilder("BEGIN:VCALENDAR\r\nX-WR-CALNAME:x\r\n");
    for (String uid : uids) {
      text.append(
          event("VEVENT", uid, "SUMMARY:" + summary)
              .replaceAll("(?s)^.*?(?=BEGIN:VEVENT)|END:VCALENDAR.*", ""));
    }
    return text + "END:VCALENDAR\r\n";
  }

  private static String event(String type, String uid, String lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:%1$s\r\nUID:%2$s\r\n%3$s\r\nEND:%1$s\r\nEND:VCALENDAR\r\n"
        .formatted(type, uid, lines);
  }
}
