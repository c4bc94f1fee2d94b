package caldavbackup.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page of {@code caldav view} in a real browser. It is the middle of March 2026. */
class PageInChromiumIT {
  private static final String NOW = "2026-03-11T10:00:00Z";
  private static final List<String> VIEWS =
      List.of("Month", "Week", "Day", "Agenda", "Tasks", "Journals");
  private static final String RUN = "document.title='run';window.run=1";

  @TempDir static Path shared;
  private static Chromium chromium;

  private CalendarFolder folder;
  private Path page;

  @BeforeAll
  static void start() {
    chromium = new Chromium(shared.resolve("profile"));
    chromium.now(NOW);
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void prepare(TestInfo test) throws Exception {
    Path place = Files.createTempDirectory(shared, "t");
    folder = new CalendarFolder(place.resolve("backup"));
    page = place.resolve("page.html");
    chromium.size(1200, 800).zone("Europe/Berlin").scheme("light");
  }

  private View open() throws Exception {
    View view = View.make(folder.path, page, Instant.parse(NOW), ZoneId.of("Europe/Berlin"));
    chromium.complaints();
    chromium.requests();
    chromium.open(page);
    return view;
  }

  private static List<String> on(String date) {
    return chromium.texts("[data-date='" + date + "'] .fc-event").stream()
        .map(text -> text.replace("\n", " "))
        .toList();
  }

  private static Map<String, String> details(String title) {
    chromium.search(title);
    chromium.one(".entry").click();
    return chromium.facts();
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-03, 23:30, ",
    "America/New_York, 2026-03-03, 17:30, 'Tue, 3 Mar 2026, 17:30 – 18:30 (America/New_York)'",
    "Asia/Tokyo, 2026-03-04, 07:30, 'Wed, 4 Mar 2026, 07:30 – 08:30 (Asia/Tokyo)'",
  })
  void an_event_stands_where_the_clock_of_its_reader_has_it(
      String zone, String date, String time, String here) throws Exception {
    folder.object(
        "work/late.ics",
        """
        VEVENT
        SUMMARY:Night train
        DTSTART;TZID=Europe/Berlin:20260303T233000
        DURATION:PT1H
        """);
    chromium.zone(zone);
    open();

    assertThat(on(date)).containsExactly(time + " Night train");
    Map<String, String> facts = details("night");
    assertThat(facts.get("When"))
        .isEqualTo("Tue, 3 Mar 2026, 23:30 – Wed, 4 Mar 2026, 00:30 (Europe/Berlin)");
    assertThat(facts.get("Your time")).isEqualTo(here);
  }

  @ParameterizedTest
  @CsvSource({"Europe/Berlin, 09:00, 09:00", "America/New_York, 04:00, 03:00"})
  void a_series_keeps_its_own_time_on_the_day_the_clocks_change(
      String zone, String before, String after) throws Exception {
    folder.object(
        "work/church.ics",
        """
        VEVENT
        SUMMARY:Service
        DTSTART;TZID=Europe/Berlin:20260322T090000
        DTEND;TZID=Europe/Berlin:20260322T100000
        RRULE:FREQ=WEEKLY;COUNT=2
        """);
    folder.object(
        "work/gap.ics",
        """
        VEVENT
        SUMMARY:Over the gap
        DTSTART;TZID=Europe/Berlin:20260329T013000
        DTEND;TZID=Europe/Berlin:20260329T033000
        """);
    chromium.zone(zone);
    open();

    assertThat(on("2026-03-22")).containsExactly(before + " Service");
    assertThat(on("2026-03-29")).contains(after + " Service");
    assertThat(details("gap"))
        .containsEntry("When", "Sun, 29 Mar 2026, 01:30 – 03:30 (Europe/Berlin)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pacific/Honolulu", "Europe/Berlin", "Pacific/Auckland"})
  void an_event_of_whole_days_is_on_these_days_everywhere(String zone) throws Exception {
    folder.object(
        "family/holiday.ics",
        """
        VEVENT
        SUMMARY:Holiday
        DTSTART;VALUE=DATE:20260310
        DTEND;VALUE=DATE:20260313
        """);
    chromium.zone(zone);
    open();

    assertThat(on("2026-03-10")).containsExactly("Holiday");
    assertThat((Long) chromium.run("return document.querySelectorAll('.fc-event').length")).isOne();
    assertThat(details("holiday"))
        .containsEntry("When", "Tue, 10 Mar 2026 – Thu, 12 Mar 2026, all day")
        .doesNotContainKey("Your time");
  }

  @Test
  void an_override_stands_in_the_place_of_its_occurrence() throws Exception {
    folder.object(
        "work/weekly.ics",
        """
        VEVENT
        SUMMARY:Team
        DTSTART;TZID=Europe/Berlin:20260303T090000
        DURATION:PT1H
        RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=4
        EXDATE;TZID=Europe/Berlin:20260317T090000
        """,
        """
        VEVENT
        SUMMARY:Team\\, in the big room
        RECURRENCE-ID;TZID=Europe/Berlin:20260310T090000
        DTSTART;TZID=Europe/Berlin:20260311T140000
        DURATION:PT1H
        LOCATION:Big room
        """);
    open();

    assertThat(on("2026-03-03")).containsExactly("09:00 Team");
    assertThat(on("2026-03-10")).isEmpty();
    assertThat(on("2026-03-11")).containsExactly("14:00 Team, in the big room");
    assertThat(on("2026-03-17")).isEmpty();
    assertThat(on("2026-03-24")).containsExactly("09:00 Team");
    chromium.one("[data-date='2026-03-11'] .fc-event").click();
    assertThat(chromium.facts())
        .containsEntry("Repeats", "one of a series, changed for this date")
        .containsEntry("Place", "Big room")
        .containsEntry("File", "work/weekly.ics");
    chromium.one("#close").click();
    chromium.one("[data-date='2026-03-24'] .fc-event").click();
    assertThat(chromium.facts())
        .containsEntry("Repeats", "weekly on Tuesday, 4 times, except on 1 date")
        .containsEntry("When", "Tue, 24 Mar 2026, 09:00 – 10:00 (Europe/Berlin)");
  }

  @Test
  void a_zone_that_only_the_file_describes_is_its_own() throws Exception {
    folder.object(
        "work/own.ics",
        """
        VTIMEZONE
        TZID:Office time
        BEGIN:STANDARD
        DTSTART:19700101T000000
        TZOFFSETFROM:+0300
        TZOFFSETTO:+0300
        END:STANDARD
        """,
        """
        VEVENT
        SUMMARY:Call
        DTSTART;TZID=Office time:20260305T120000
        DURATION:PT30M
        """);
    open();

    assertThat(on("2026-03-05")).containsExactly("10:00 Call");
    assertThat(details("call"))
        .containsEntry("When", "Thu, 5 Mar 2026, 12:00 – 12:30 (Office time)")
        .containsEntry("Your time", "Thu, 5 Mar 2026, 10:00 – 10:30 (Europe/Berlin)");
  }

  @Test
  void a_floating_time_is_the_same_everywhere() throws Exception {
    folder.object(
        "work/pill.ics",
        """
        VEVENT
        SUMMARY:Pill
        DTSTART:20260305T080000
        DTEND:20260305T080500
        """);
    chromium.zone("Asia/Tokyo");
    open();

    assertThat(on("2026-03-05")).containsExactly("08:00 Pill");
    assertThat(details("pill"))
        .containsEntry("When", "Thu, 5 Mar 2026, 08:00 – 08:05, in any time zone");
  }

  @Test
  void nothing_that_an_event_says_runs_or_loads_anything() throws Exception {
    String script = "</script><script>" + RUN + "</script>";
    String image = "<img src=x onerror=\"" + RUN + "\"><img src=http://127.0.0.1:9/leak>";
    String style = "</style><style>@import url(http://127.0.0.1:9/css)</style><!--";
    folder
        .calendar(
            "evil", image + script, "red;background:url(http://127.0.0.1:9/color)}</style>" + image)
        .object(
            "evil/<img src=x onerror=" + RUN + ">,'$(touch x)`.ics",
            """
            VEVENT
            UID:%1$s
            SUMMARY:%1$s%2$s{{data}}
            LOCATION:%2$s%3$s
            DESCRIPTION:%3$s%1$s javascript:%4$s https://example.org/"onclick=%4$s
            URL:javascript:%4$s
            CATEGORIES:%2$s
            ORGANIZER;CN="%5$s":javascript:%4$s
            ATTENDEE;CN="%5$s";PARTSTAT=%5$s:mailto:%1$s
            ATTACH:javascript:%4$s
            STATUS:%1$s
            RRULE:FREQ=%1$s
            DTSTART;TZID="%5$s":20260303T090000
            BEGIN:VALARM
            TRIGGER:%1$s
            ACTION:%2$s
            END:VALARM
            """
                .formatted(script, image, style, RUN, image.replace("\"", "").replace(";", " ")));
    folder.object("evil/b.ics", "VEVENT\nSUMMARY:\u202Egnp.exe\nDTSTART:20260304T100000Z");
    open();
    chromium.run(
        "window.violations = 0; document.addEventListener('securitypolicyviolation', () => violations++)");
    for (String view : List.of("Month", "Week", "Day", "Agenda")) {
      chromium.view(view);
    }
    Map<String, String> facts = details("onerror");
    chromium.one("#copy").click();

    assertThat(chromium.run("return document.title")).isEqualTo("Calendar backup: backup");
    assertThat(chromium.run("return window.run")).isNull();
    assertThat(chromium.run("return window.violations")).isEqualTo(0L);
    assertThat(chromium.complaints()).isEmpty();
    assertThat(chromium.requests()).containsOnly(page.toUri().toString());
    assertThat(
            chromium.run(
                "return document.querySelectorAll('img,iframe,object,[onerror],[onclick]').length"))
        .isEqualTo(0L);
    assertThat(chromium.run("return document.querySelectorAll('script').length")).isEqualTo(3L);
    assertThat(chromium.run("return document.querySelectorAll('style').length")).isEqualTo(2L);
    assertThat(
            chromium.run(
                "return [...new Set([...document.querySelectorAll('#details a')].map(a => a.protocol))].join()"))
        .isEqualTo("http:,https:");
    assertThat(chromium.one("#details-title").getText()).contains(script).endsWith("{{data}}");
    assertThat(facts.get("Place")).contains(image);
    assertThat(facts.get("Calendar")).contains(image);
    assertThat(chromium.one("#command").getText())
        .endsWith(
            "'only=evil/<img src=x onerror="
                + RUN.replace("'", "'\\''")
                + ">%2C'\\''$(touch x)`.ics'");
  }

  @Test
  void a_page_that_could_run_something_is_stopped_by_its_policy() throws Exception {
    folder.object("work/a.ics", "VEVENT\nSUMMARY:A\nDTSTART:20260304T100000Z");
    open();
    Files.writeString(
        page, Files.readString(page).replace("</body>", "<script>" + RUN + "</script></body>"));
    chromium.open(page);

    assertThat(chromium.run("return window.run")).isNull();
    assertThat(chromium.complaints()).anyMatch(line -> line.contains("Content Security Policy"));
  }

  @Test
  void everything_is_done_with_a_keyboard() throws Exception {
    folder
        .calendar("work", "Work", "#1f6feb")
        .object("work/a.ics", "VEVENT\nSUMMARY:First\nDTSTART:20260304T100000Z\nDURATION:PT1H")
        .object("work/b.ics", "VEVENT\nSUMMARY:Second\nDTSTART:20260305T100000Z\nDURATION:PT1H");
    open();
    press(Keys.TAB);
    assertThat(focused()).isEqualTo("Skip to the events");
    press(Keys.ENTER);
    for (int i = 0; i < 60 && !focused().contains("First"); i++) {
      press(Keys.TAB);
    }
    assertThat(focused()).contains("First");
    assertThat(chromium.run("return getComputedStyle(document.activeElement).outlineStyle"))
        .isEqualTo("solid");
    press(Keys.ENTER);
    assertThat(chromium.run("return document.getElementById('details').open")).isEqualTo(true);
    assertThat(focused()).isEqualTo("First");
    for (int i = 0; i < 8; i++) {
      press(Keys.TAB);
      assertThat(
              chromium.run(
                  "return document.activeElement === document.body || document.getElementById('details').contains(document.activeElement)"))
          .isEqualTo(true);
    }
    press(Keys.ESCAPE);
    assertThat(chromium.run("return document.getElementById('details').open")).isEqualTo(false);
    assertThat(focused()).contains("First");
    press(Keys.TAB);
    for (int i = 0; i < 5 && !focused().contains("Second"); i++) {
      press(Keys.TAB);
    }
    assertThat(focused()).contains("Second");
  }

  private static void press(Keys key) {
    chromium.driver.switchTo().activeElement().sendKeys(key);
  }

  private static String focused() {
    return (String)
        chromium.run(
            "const at = document.activeElement; return at.ariaLabel || (at.id === 'content' ? '' : at.innerText)");
  }

  @Test
  void a_search_looks_at_title_place_text_and_people() throws Exception {
    folder
        .object("work/a.ics", "VEVENT\nSUMMARY:Zahnarzt Müller\nDTSTART:20260304T100000Z")
        .object("work/b.ics", "VEVENT\nSUMMARY:B\nLOCATION:Café Zürich\nDTSTART:20260304T100000Z")
        .object(
            "work/c.ics",
            "VEVENT\nSUMMARY:C\nDESCRIPTION:the old\\nbicycle\nDTSTART:20310304T100000Z")
        .object(
            "work/d.ics",
            "VEVENT\nSUMMARY:D\nATTENDEE;CN=Carla:mailto:c@example.org\nDTSTART:20260304T100000Z")
        .object("work/e.ics", "VTODO\nSUMMARY:E\nORGANIZER:mailto:dora@example.org");
    open();

    for (String[] both :
        new String[][] {
          {"zahn mULL", "Zahnarzt Müller"},
          {"cafe zurich", "B"},
          {"bicycle OLD", "C"},
          {"carla", "D"},
          {"dora@", "☐ E"}
        }) {
      chromium.search(both[0]);
      assertThat(chromium.texts(".entry-title")).containsExactly(both[1]);
      assertThat(chromium.run("return document.querySelector('[role=status]').textContent"))
          .isEqualTo("1 found");
    }
    chromium.search("nobody");
    assertThat(chromium.texts(".entry-title")).isEmpty();
    assertThat(chromium.one("#list").getText()).isEqualTo("Nothing contains these words");
    chromium.search("");
    assertThat(chromium.one("#calendar").isDisplayed()).isTrue();
  }

  @Test
  void tasks_have_a_list_of_their_own() throws Exception {
    folder
        .object(
            "t/a.ics",
            "VTODO\nSUMMARY:Done\nSTATUS:COMPLETED\nCOMPLETED:20260301T100000Z\nDUE;VALUE=DATE:20260302")
        .object("t/b.ics", "VTODO\nSUMMARY:Someday")
        .object(
            "t/c.ics",
            "VTODO\nSUMMARY:Tax\nDUE;VALUE=DATE:20260331\nSTATUS:IN-PROCESS\nPERCENT-COMPLETE:40\nPRIORITY:1")
        .object("t/d.ics", "VJOURNAL\nSUMMARY:Diary\nDTSTART;VALUE=DATE:20260301");
    View view = open();
    assertThat(view.counts()).isEqualTo("1 calendar, 0 events, 3 tasks, 1 journal");
    chromium.view("Tasks");

    assertThat(chromium.texts(".entry-title")).containsExactly("☐ Tax", "☐ Someday", "☑ Done");
    assertThat(chromium.texts(".entry-facts"))
        .containsExactly(
            "due Tue, 31 Mar 2026 · in progress, 40 %, high priority",
            "to do", "due Mon, 2 Mar 2026 · done");
    assertThat(chromium.one("#period").getText()).isEqualTo("2 open, 1 done");
    chromium.view("Journals");
    assertThat(chromium.texts(".entry-title")).containsExactly("✎ Diary");
    chromium.view("Month");
    assertThat(on("2026-03-31")).containsExactly("☐ Tax");
  }

  @Test
  void a_calendar_can_be_left_out() throws Exception {
    folder
        .calendar("a", "Work", null)
        .calendar("b", "Home", "#00ff00")
        .object("a/a.ics", "VEVENT\nSUMMARY:A\nDTSTART:20260304T100000Z")
        .object("b/b.ics", "VEVENT\nSUMMARY:B\nDTSTART:20260304T100000Z");
    open();

    assertThat(chromium.texts("#calendars li")).containsExactly("Work", "Home");
    assertThat(on("2026-03-04")).containsExactly("11:00 A", "11:00 B");
    chromium.one("#calendars li:first-child input").click();
    assertThat(on("2026-03-04")).containsExactly("11:00 B");
  }

  @Test
  void all_of_an_event_is_in_its_details() throws Exception {
    folder.object(
        "work/3f2a,b.ics",
        """
        VEVENT
        UID:u-1
        SUMMARY:Review
        LOCATION:Room 5
        DESCRIPTION:Agenda at https://example.org/agenda.\\nBring the papers\\, please
        URL:https://example.org/meeting
        DTSTART:20260304T100000Z
        DTEND:20260304T110000Z
        RRULE:FREQ=MONTHLY;BYDAY=1WE;UNTIL=20270101T000000Z
        ORGANIZER;CN=Alice:mailto:alice@example.org
        ATTENDEE;CN=Bob;PARTSTAT=DECLINED;ROLE=OPT-PARTICIPANT:mailto:bob@example.org
        ATTENDEE:mailto:carla@example.org
        CATEGORIES:Projects,Very\\, important
        CLASS:PRIVATE
        ATTACH;FILENAME=plan.pdf:https://example.org/plan.pdf
        BEGIN:VALARM
        ACTION:EMAIL
        TRIGGER:-P1DT2H
        END:VALARM
        """);
    open();

    assertThat(details("review"))
        .containsEntry("When", "Wed, 1 Apr 2026, 10:00 – 11:00 (UTC)")
        .containsEntry("Your time", "Wed, 1 Apr 2026, 12:00 – 13:00 (Europe/Berlin)")
        .containsEntry("Repeats", "monthly on the first Wednesday, until 2027-01-01")
        .containsEntry("State", "private")
        .containsEntry("Place", "Room 5")
        .containsEntry("Organizer", "Alice <alice@example.org>")
        .containsEntry(
            "People", "Bob <bob@example.org>: declined, optional\ncarla@example.org: no answer")
        .containsEntry("Reminders", "1 day 2 hours before, by e-mail")
        .containsEntry(
            "Description", "Agenda at https://example.org/agenda.\nBring the papers, please")
        .containsEntry("Categories", "Projects, Very, important")
        .containsEntry("Link", "https://example.org/meeting")
        .containsEntry("Attachments", "plan.pdf: https://example.org/plan.pdf")
        .containsEntry("File", "work/3f2a,b.ics")
        .containsEntry("UID", "u-1");
    assertThat(
            chromium.run(
                "return [...document.querySelectorAll('#details a')].map(a => a.href + ' ' + a.rel).join()"))
        .isEqualTo(
            "https://example.org/agenda noopener noreferrer,https://example.org/meeting noopener noreferrer");
    assertThat(chromium.one("#command").getText())
        .isEqualTo("caldav restore " + folder.path + " LOCATION only=work/3f2a%2Cb.ics");
    chromium.one("#copy").click();
    assertThat(chromium.one("#copied").getText()).isEqualTo("Copied.");
  }

  @Test
  void what_cannot_be_shown_is_named_at_the_top() throws Exception {
    folder
        .object("work/a.ics", "VEVENT\nSUMMARY:A\nDTSTART:20260304T100000Z")
        .object("work/b.ics", "VEVENT\nSUMMARY:B\nDTSTART:not a time");
    Files.createSymbolicLink(folder.path.resolve("work/c.ics"), Path.of("nowhere"));
    View view = open();

    assertThat(view.problems()).containsExactly("work/c.ics: not read: a broken link");
    assertThat(view.notes()).singleElement().asString().startsWith("work/b.ics: ");
    chromium.driver.findElements(By.cssSelector("#notes summary")).forEach(WebElement::click);
    assertThat(chromium.texts("#notes summary"))
        .containsExactly("1 problem: the backup is incomplete", "1 note");
    assertThat(chromium.texts("#notes li"))
        .containsExactly(view.problems().get(0), view.notes().get(0));
    assertThat(chromium.one("#about").getText())
        .isEqualTo(
            "The backup in "
                + folder.path
                + ": 1 calendar, 2 events. This page was made on 11 March 2026, 11:00.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void every_view_is_accessible(String scheme) throws Exception {
    Sample.write(folder);
    chromium.scheme(scheme);
    open();

    for (String view : VIEWS) {
      chromium.view(view);
      assertThat(chromium.accessibility()).as(view).isEmpty();
    }
    chromium.search("a");
    assertThat(chromium.accessibility()).as("search").isEmpty();
    chromium.one(".entry").click();
    assertThat(chromium.accessibility()).as("details").isEmpty();
    boolean isDark =
        (Boolean)
            chromium.run(
                "return Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]) < 128");
    assertThat(isDark).isEqualTo(scheme.equals("dark"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void text_is_readable_on_every_colour(String scheme) throws Exception {
    for (String color :
        new String[] {
          "000000", "ffffff", "ffff00", "00ffff", "ff00ff", "ff0000", "00ff00", "0000ff", "808080"
        }) {
      folder
          .calendar(color, color, "#" + color)
          .object(color + "/a.ics", "VEVENT\nSUMMARY:" + color + "\nDTSTART:20260311T100000Z")
          .object(color + "/b.ics", "VTODO\nSUMMARY:" + color);
    }
    chromium.scheme(scheme);
    open();
    chromium.view("Day");
    assertThat(contrasts(".fc-event")).hasSize(9).allMatch(ratio -> ratio >= 4.5);
    chromium.view("Tasks");
    assertThat(contrasts(".entry")).hasSize(9).allMatch(ratio -> ratio >= 4.5);
  }

  /** The contrast of text and background (WCAG 2.2), of each element. */
  @SuppressWarnings("unchecked")
  private static List<Double> contrasts(String selector) {
    return ((List<Number>)
            chromium.run(
                """
                const light = color => {
                  const parts = color.match(/[\\d.]+/g).slice(0, 3).map(Number)
                    .map(part => color.startsWith('rgb') ? part / 255 : part)
                    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
                };
                return [...document.querySelectorAll(arguments[0])].map(element => {
                  const style = getComputedStyle(element);
                  const both = [light(style.color), light(style.backgroundColor)].sort((a, b) => b - a);
                  return (both[0] + 0.05) / (both[1] + 0.05);
                });
                """,
                selector))
        .stream().map(Number::doubleValue).toList();
  }

  @Test
  void a_phone_scrolls_only_downwards() throws Exception {
    Sample.write(folder);
    chromium.size(320, 640);
    open();

    assertThat(chromium.one("#views [aria-pressed=true]").getText()).isEqualTo("Agenda");
    for (String view : VIEWS) {
      chromium.view(view);
      assertThat(chromium.run("return document.documentElement.scrollWidth"))
          .as(view)
          .isEqualTo(320L);
    }
    chromium.search("a");
    chromium.one(".entry").click();
    assertThat(chromium.run("return document.documentElement.scrollWidth")).isEqualTo(320L);
    WebElement dialog = chromium.one("#details");
    assertThat(dialog.getSize().getWidth()).isLessThanOrEqualTo(320);
    assertThat(chromium.accessibility()).isEmpty();
  }

  @Test
  void paper_gets_the_events_without_what_is_to_be_clicked() throws Exception {
    Sample.write(folder);
    open();
    chromium.run("dispatchEvent(new Event('beforeprint'))");
    chromium.driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));

    assertThat(chromium.one("#calendar").isDisplayed()).isTrue();
    assertThat(chromium.one("#about").isDisplayed()).isTrue();
    assertThat(chromium.one("aside").isDisplayed()).isFalse();
    assertThat(chromium.one("#views").isDisplayed()).isFalse();
    assertThat(right("[data-date='2026-03-06'] .fc-event"))
        .isCloseTo(right("[data-date='2026-03-08']"), within(5.0));
    assertThat(right("[data-date='2026-03-08']")).isLessThan(720);
    chromium.driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
    chromium.run("dispatchEvent(new Event('afterprint'))");
    assertThat(chromium.one("aside").isDisplayed()).isTrue();
    assertThat(right("[data-date='2026-03-08']")).isGreaterThan(1100);
  }

  private static double right(String selector) {
    return ((Number)
            chromium.run(
                "return document.querySelector(arguments[0]).getBoundingClientRect().right",
                selector))
        .doubleValue();
  }
}
