package caldavbackup.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.discover.Discovered;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.options.Options;
import caldavbackup.snapshot.CalendarFiles;
import caldavbackup.text.Failure;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsTest {
  private static final String HOME = "https://h/bob/";
  private static final Discovery ACCOUNT =
      Discovered.of(
          List.of(HOME, "https://h/other/"),
          Calendar.named(HOME + "work/", "Arbeit"),
          Calendar.named(HOME + "b%C3%BCro/", "Büro"));

  @ParameterizedTest(name = "{0} goes to {1}")
  @CsvSource({
    "/work,work/",
    "/büro,b%C3%BCro/",
    "/Arbeit,work/",
    "/new,new/",
    "/neu & schön,neu%20&%20sch%C3%B6n/",
    "/a%2Fb,a%2Fb/",
    "/..,%2E%2E/",
    "/Work,Work/"
  })
  void a_folder_goes_to_the_calendar_of_its_name_or_a_new_one_in_the_first_home(
      String path, String url) throws Failure {
    assertThat(of(targets(""), folder(path, null)).url()).isEqualTo(HOME + url);
  }

  @ParameterizedTest(name = "what was at {0} goes to {1}")
  @CsvSource({
    "/alice/work/,work/",
    "/alice/w%6Frk/,work/",
    "/work/,work/",
    "/alice/b%c3%bcro/,b%C3%BCro/",
    "/alice/gone/,gone/"
  })
  void an_identity_counts_before_the_folders_name(String href, String url) throws Failure {
    assertThat(of(targets(""), folder("/somewhere", identity(href))).url()).isEqualTo(HOME + url);
  }

  @Test
  void a_saved_calendar_keeps_its_properties_at_its_new_place() throws Failure {
    Calendar saved = identity("/alice/gone/");
    Calendar target = of(targets(""), folder("/x", saved));
    assertThat(target.displayName()).isEqualTo("Saved");
    assertThat(target.color()).isEqualTo("#112233");
    assertThat(target.components()).containsExactly("VTODO");
    assertThat(target.transparent()).isTrue();
  }

  @Test
  void a_new_calendar_without_identity_is_called_as_its_folder() throws Failure {
    assertThat(of(targets(""), folder("/new%2Fer", null)).displayName()).isEqualTo("new/er");
  }

  @ParameterizedTest(name = "calendar={0} is {1}, called {2}")
  @CsvSource({"work,work/,Arbeit", "Arbeit,work/,Arbeit", "Neues,Neues/,Neues"})
  void the_option_takes_everything_into_one_calendar_by_segment_or_name(
      String option, String url, String name) throws Failure {
    for (CalendarPlan folder :
        List.of(folder("/x", identity("/alice/y/")), folder("/x", null), folder("/", null))) {
      Calendar target = of(targets("calendar=" + option), folder);
      assertThat(target.url()).isEqualTo(HOME + url);
      assertThat(target.displayName() == null ? name : target.displayName()).isEqualTo(name);
    }
  }

  @Test
  void objects_without_any_word_of_their_calendar_are_refused_with_the_way_out() {
    assertThatThrownBy(() -> of(targets(""), folder("/", null)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("give option 'calendar'");
  }

  @Test
  void a_location_that_is_one_calendar_takes_everything() throws Failure {
    Discovery one = Discovered.of(List.of(), Calendar.named("https://h/bob/single/", "S"));
    Targets targets = new Targets(options(""), one);
    for (CalendarPlan folder : List.of(folder("/", null), folder("/x", identity("/alice/y/")))) {
      assertThat(of(targets, folder).url()).isEqualTo("https://h/bob/single/");
    }
  }

  @ParameterizedTest(name = "calendars={0} exclude_calendars={1}: {2} with {3} is wanted: {4}")
  @CsvSource({
    "work,,/work,,true",
    "work,,/home,,false",
    ",work,/work,,false",
    "a/b,,/a%2Fb,,true",
    "saved,,/x,/alice/saved/,true",
    "Saved,,/x,/alice/y/,true",
    "x,,/x,/alice/saved/,false",
    "work,,/,,true"
  })
  void only_the_calendars_asked_for_are_restored(
      String wanted, String unwanted, String path, String href, boolean wants) throws Failure {
    String words = wanted == null ? "exclude_calendars=" + unwanted : "calendars=" + wanted;
    CalendarPlan folder = folder(path, href == null ? null : identity(href));
    assertThat(targets(words).wants(folder.folder(), folder.identity())).isEqualTo(wants);
  }

  @Test
  void a_folder_goes_where_its_segment_is_before_where_its_name_is() throws Failure {
    Discovery account =
        Discovered.of(
            List.of(HOME),
            Calendar.named(HOME + "an-export/", "work"),
            Calendar.named(HOME + "work/", "Arbeit"));
    Targets targets = new Targets(options(""), account);
    assertThat(targets.of(folder("/work", null), List.of()).url()).isEqualTo(HOME + "work/");
  }

  @Test
  void a_folder_and_an_export_of_one_name_stay_two_calendars_in_each_run() throws Failure {
    CalendarPlan folder = folder("/Büro", null);
    CalendarPlan file = folder("/x.ics", null);
    file.export(new Export("Büro", true, false));
    List<CalendarPlan> both = List.of(folder, file);
    Discovery account =
        Discovered.of(List.of(HOME), Calendar.named(HOME + "buro/", "Büro")); // the export's
    Targets targets = new Targets(options(""), account);
    assertThat(targets.of(file, both).url()).isEqualTo(HOME + "buro/");
    assertThat(targets.of(folder, both).url()).isEqualTo(HOME + "B%C3%BCro/");
  }

  @Test
  void two_calendars_of_one_segment_go_where_they_were() throws Failure {
    CalendarPlan plain = folder("/work", identity("/bob/work/"));
    CalendarPlan other = folder("/work~1a2b3c4d", identity("/bob/family/work/"));
    List<CalendarPlan> both = List.of(other, plain);
    Discovery same =
        Discovered.of(
            List.of(HOME),
            Calendar.named(HOME + "family/work/", "Family"),
            Calendar.named(HOME + "work/", "Arbeit"));
    Targets targets = new Targets(options(""), same);
    assertThat(targets.of(plain, both).url()).isEqualTo(HOME + "work/");
    assertThat(targets.of(other, both).url()).isEqualTo(HOME + "family/work/");
  }

  @ParameterizedTest(name = "{0} is there")
  @CsvSource({"work/,family/work/", "work/,work~1a2b3c4d/", "family/work/,x/", "x/,y/"})
  void two_calendars_of_one_segment_stay_two_where_one_or_none_is_there(String a, String b)
      throws Failure {
    CalendarPlan plain = folder("/work", identity("/bob/work/"));
    CalendarPlan other = folder("/work~1a2b3c4d", identity("/bob/family/work/"));
    List<CalendarPlan> both = List.of(other, plain);
    Targets targets =
        new Targets(
            options(""),
            Discovered.of(
                List.of(HOME), Calendar.named(HOME + a, "A"), Calendar.named(HOME + b, "B")));
    assertThat(targets.of(plain, both).url()).isEqualTo(HOME + "work/");
    assertThat(targets.of(other, both).url())
        .isEqualTo(
            HOME
                + (a.equals("family/work/") || b.equals("family/work/")
                    ? "family/work/"
                    : "work~1a2b3c4d/"));
  }

  @Test
  void the_parts_of_a_split_calendar_become_one_again() throws Failure {
    CalendarPlan events = folder("/work", identity("/bob/work/"));
    CalendarPlan tasks = folder("/work--vtodo", identity("/bob/work/"));
    Targets targets = targets("");
    assertThat(targets.of(tasks, List.of(events, tasks)).url()).isEqualTo(HOME + "work/");
  }

  private static Calendar of(Targets targets, CalendarPlan folder) throws Failure {
    return targets.of(folder.folder(), folder.identity());
  }

  private static Targets targets(String words) throws Failure {
    return new Targets(options(words), ACCOUNT);
  }

  private static Options options(String word) throws Failure {
    Map<String, String> map = new HashMap<>(Map.of("location", "caldav://h"));
    if (!word.isEmpty()) {
      map.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
    }
    return Options.forRestore(map);
  }

  private static CalendarPlan folder(String path, Calendar identity) {
    CalendarPlan calendar = new CalendarPlan(path);
    if (identity != null) {
      calendar.identity(identity, new RecordResult(new RestoreFile(path, false, null, null, null)));
    }
    return calendar;
  }

  private static Calendar identity(String href) throws Failure {
    String json =
        """
        {"format": 1, "href": "%s", "displayname": "Saved", "color": "#112233",
         "components": ["VTODO"], "transparent": true}
        """;
    return CalendarFiles.parse(json.formatted(href).getBytes(StandardCharsets.UTF_8));
  }
}
