package caldavbackup.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.CalendarProperties;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies beside the calendar objects of a folder. */
class BesideTest extends PlanBuilding {
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
                "skipped: it looks like a calendar, but its name does not end in .ics"));
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
        .containsExactly("skipped: 4 files of macOS (._*, __MACOSX), which contain no events");
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
}
