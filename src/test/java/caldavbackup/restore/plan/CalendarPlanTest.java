package caldavbackup.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarDetails;
import caldavbackup.caldav.Member;
import caldavbackup.options.Options;
import caldavbackup.snapshot.CalendarFiles;
import caldavbackup.text.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarPlanTest {
  private static final String URL = "https://h/bob/work/";
  private static final String IDENTITY = "{'format':1,'href':'/alice/work/'%s}";

  @ParameterizedTest(name = "{0}: what differs is {1}")
  @CsvSource({"overwrite,UPDATE", "skip,KEEP", "fail,CONFLICT", "copy,KEEP"})
  void the_policy_decides_about_what_is_there_and_differs(String conflict, String action)
      throws Exception {
    CalendarPlan calendar = plan("conflict=" + conflict, "same.ics", "other.ics", "new.ics");
    there(calendar, Calendar.named(URL, "Work"), "same.ics", "other.ics");
    calendar.targetObjects().counterpart("same.ics", "same").decide(Action.EQUAL, null);
    decide(calendar, "conflict=" + conflict);
    assertThat(actions(calendar))
        .isEqualTo("same.ics=EQUAL other.ics=" + action + " new.ics=CREATE");
  }

  @Test
  void an_object_that_is_there_under_another_name_is_found_by_its_uid() throws Exception {
    CalendarPlan calendar = plan("", "a.ics", "b.ics");
    there(calendar, Calendar.named(URL, "Work"), "renamed.ics", "b.ics");
    assertThat(calendar.targetObjects().nextToCompare())
        .extracting(Member::name)
        .containsExactly("b.ics", "renamed.ics");
    assertThat(calendar.targetObjects().counterpart("renamed.ics", "a").name()).isEqualTo("a.ics");
    decide(calendar, "");
    assertThat(calendar.objects().get(0).action()).isEqualTo(Action.UPDATE);
    assertThat(calendar.objects().get(0).there().name()).isEqualTo("renamed.ics");
    assertThat(calendar.objects().get(0).reason()).isEqualTo("already exists as renamed.ics");
    assertThat(calendar.targetObjects().others()).isEmpty();
  }

  @Test
  void only_what_may_be_one_of_ours_is_read() throws Exception {
    CalendarPlan calendar = plan("", "a.ics");
    there(calendar, Calendar.named(URL, "Work"), "a.ics", "stranger.ics");
    assertThat(calendar.targetObjects().nextToCompare())
        .extracting(Member::name)
        .containsExactly("a.ics");
  }

  @Test
  void what_the_target_does_not_take_is_refused_beforehand() throws Exception {
    CalendarPlan calendar = plan("", "a.ics");
    there(calendar, withLimit("10"));
    decide(calendar, "");
    assertThat(actions(calendar)).isEqualTo("a.ics=REFUSED");
    assertThat(calendar.objects().get(0).reason()).contains("at most 10");

    calendar = plan("", "a.ics");
    there(calendar, Calendar.named(URL, "Work").withComponents(List.of("VTODO")));
    decide(calendar, "");
    assertThat(calendar.objects().get(0).reason())
        .isEqualTo("the calendar accepts only VTODO, but this is a VEVENT");
  }

  @ParameterizedTest
  @CsvSource({
    "hello,false,REFUSED,it is not a calendar: it does not begin with BEGIN:VCALENDAR",
    "hello,true,REFUSED,it is not a calendar: it does not begin with BEGIN:VCALENDAR",
    "'BEGIN:VCARD\nEND:VCARD\n',false,REFUSED,it is not a calendar",
    "<html><body>Sign in</body></html>,true,REFUSED,it is not a calendar",
    "' \n',true,REFUSED,'the file is empty, there is nothing in it to restore'",
    "'BEGIN:VCALENDAR\nBEGIN:VAVAILABILITY\nEND:VAVAILABILITY\nEND:VCALENDAR\n',true,CREATE,",
    "'BEGIN:VCALENDAR\nBEGIN:VAVAILABILITY\n',true,CREATE,'its text is incomplete, the server may'",
  })
  void what_is_no_calendar_is_refused_by_the_plan_as_every_server_would(
      String text, boolean isThere, String action, String reason) throws Exception {
    CalendarPlan calendar = new CalendarPlan("/work");
    calendar.add(
        new ObjectPlan(
            "/work/a.ics", "a.ics", null, null, false, new Spool.Slot(0, 100), answer()));
    calendar.target(Calendar.named(URL, "Work"));
    if (isThere) {
      there(calendar, Calendar.named(URL, "Work"));
    }
    new Decisions(calendar, options(""), object -> text.getBytes(StandardCharsets.UTF_8)).decide();
    assertThat(actions(calendar)).isEqualTo("a.ics=" + action);
    assertThat(String.valueOf(calendar.objects().get(0).reason())).contains(String.valueOf(reason));
  }

  @Test
  void what_is_no_calendar_takes_no_objects_place_even_from_a_backup() throws Exception {
    CalendarPlan calendar = new CalendarPlan("/work");
    calendar.identity(Calendar.named(URL, "Work"), answer());
    ObjectPlan object =
        new ObjectPlan("/work/a.ics", "a.ics", null, null, false, new Spool.Slot(0, 100), answer());
    calendar.add(object);
    calendar.target(Calendar.named(URL, "Work"));
    there(calendar, Calendar.named(URL, "Work"), "a.ics");
    assertThat(object.there()).isNotNull();
    new Decisions(calendar, options(""), one -> "hello".getBytes(StandardCharsets.UTF_8)).decide();
    assertThat(actions(calendar)).isEqualTo("a.ics=REFUSED");
  }

  @Test
  void what_a_server_kept_is_offered_to_a_server_again_whatever_it_is() throws Exception {
    CalendarPlan calendar = new CalendarPlan("/work");
    calendar.identity(Calendar.named(URL, "Work"), answer());
    calendar.add(
        new ObjectPlan(
            "/work/a.ics", "a.ics", null, null, false, new Spool.Slot(0, 100), answer()));
    calendar.target(Calendar.named(URL, "Work"));
    new Decisions(calendar, options(""), object -> "hello".getBytes(StandardCharsets.UTF_8))
        .decide();
    assertThat(actions(calendar)).isEqualTo("a.ics=CREATE");
    assertThat(calendar.objects().get(0).reason()).contains("not a calendar", "may refuse it");
  }

  @Test
  void a_calendar_that_may_only_be_read_is_refused_as_a_whole() throws Exception {
    CalendarPlan calendar = plan("", "a.ics");
    there(calendar, identity(",'privileges':['read','read-free-busy']"));
    decide(calendar, "");
    assertThat(calendar.refusal()).contains("read");
    assertThat(actions(calendar)).isEqualTo("a.ics=REFUSED");
  }

  @Test
  void types_that_the_target_does_not_take_become_calendars_of_their_own() throws Exception {
    CalendarPlan calendar = plan("", "a.ics", "b.ics");
    calendar.there(Calendar.named(URL, "Work").withComponents(List.of("VTODO")));
    List<CalendarPlan> parts = SeparateParts.of(calendar);
    assertThat(parts).hasSize(1);
    assertThat(parts.get(0).target().url()).isEqualTo("https://h/bob/work--vevent/");
    assertThat(parts.get(0).objects()).hasSize(2);
    assertThat(calendar.objects()).isEmpty();
  }

  @Test
  void mirror_deletes_what_the_snapshot_has_not_up_to_its_limit() throws Exception {
    CalendarPlan calendar = plan("mirror=true", "a.ics", "b.ics", "c.ics", "d.ics");
    calendar.identity(identity(""), answer());
    calendar.completeness().says(new CalendarFiles.Count(4, true), false);
    calendar.completeness().completed(4);
    there(calendar, Calendar.named(URL, "W"), "a.ics", "b.ics", "c.ics", "d.ics", "stranger.ics");
    decide(calendar, "mirror=true");
    assertThat(actions(calendar)).endsWith("stranger.ics=DELETE");

    CalendarPlan more = plan("mirror=true", "a.ics", "b.ics");
    more.identity(identity(""), answer());
    there(more, Calendar.named(URL, "Work"), "a.ics", "b.ics", "stranger.ics");
    assertThatThrownBy(() -> decide(more, "mirror=true"))
        .isInstanceOf(Failure.class)
        .hasMessage(
            "nothing was written: mirror would delete 1 of the 3 objects of calendar Work, more than"
                + " mirror_limit=20 percent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "filtered",
        "broken",
        "lacks",
        "incomplete",
        "since=2026-01-01",
        "calendar=x"
      })
  void mirror_deletes_nothing_when_the_snapshot_may_lack_something(String how) throws Exception {
    CalendarPlan calendar = plan("mirror=true", "a.ics", "b.ics", "c.ics", "d.ics");
    if (!how.equals("none")) {
      calendar.identity(identity(""), answer());
    }
    if (how.equals("broken")) {
      calendar.completeness().broken();
    }
    CalendarFiles.Count count =
        new CalendarFiles.Count(how.equals("lacks") ? 5 : 4, !how.equals("incomplete"));
    calendar.completeness().says(count, how.equals("filtered"));
    calendar.completeness().completed(4);
    there(calendar, Calendar.named(URL, "W"), "a.ics", "b.ics", "c.ics", "d.ics", "stranger.ics");
    decide(calendar, how.contains("=") ? "mirror=true " + how : "mirror=true");
    assertThat(actions(calendar)).doesNotContain("DELETE");
  }

  private static CalendarPlan plan(String words, String... names) throws Exception {
    CalendarPlan calendar = new CalendarPlan("/work");
    for (String name : names) {
      calendar.add(
          new ObjectPlan(
              "/work/" + name,
              name,
              name.replace(".ics", ""),
              "VEVENT",
              false,
              new Spool.Slot(0, 100),
              answer()));
    }
    calendar.target(Calendar.named(URL, "Work"));
    return calendar;
  }

  private static void there(CalendarPlan calendar, Calendar there, String... names) {
    calendar.there(there);
    Arrays.stream(names)
        .map(name -> new Member(there, "/bob/work/" + name, "\"1\"", 1, null))
        .forEach(calendar.targetObjects()::found);
  }

  private static void decide(CalendarPlan calendar, String words) throws Exception {
    try (RestorePlan plan = new RestorePlan()) {
      new Decisions(calendar, options(words), object -> new byte[0]).decide();
      if (options(words).restore().mirror()) {
        new Mirror(calendar, options(words)).plan(plan);
      }
      plan.requireAllowed();
    }
  }

  private static Options options(String words) throws Failure {
    Map<String, String> map = new HashMap<>(Map.of("location", "caldav://h"));
    for (String word : words.isEmpty() ? new String[0] : words.split(" ")) {
      map.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
    }
    return Options.forRestore(map);
  }

  private static String actions(CalendarPlan calendar) {
    return calendar.objects().stream()
        .map(object -> object.name() + "=" + object.action())
        .collect(Collectors.joining(" "));
  }

  private static RecordResult answer() {
    return new RecordResult(new RestoreFile("/work/x", false, null, null, null));
  }

  private static Calendar withLimit(String most) throws Failure {
    return identity(",'limits':{'max-resource-size':'" + most + "'}");
  }

  private static Calendar identity(String more) throws Failure {
    String json = IDENTITY.formatted(more).replace('\'', '"');
    Calendar saved = CalendarFiles.parse(json.getBytes(StandardCharsets.UTF_8));
    assertThat(saved.details()).isNotNull().isInstanceOf(CalendarDetails.class);
    return saved;
  }
}
