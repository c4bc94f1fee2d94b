package caldavbackup.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.folder.FolderException;
import caldavbackup.text.Failure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a page and the data in it, without a browser. */
class ViewTest {
  private static final Pattern DATA =
      Pattern.compile("<script type=\"application/json\" id=\"data\">([^<]*)</script>");

  @TempDir Path place;
  private CalendarFolder folder;
  private Path page;

  @BeforeEach
  void prepare() throws Exception {
    folder = new CalendarFolder(place.resolve("backup"));
    folder.object("work/a.ics", "VEVENT\nSUMMARY:A\nDTSTART:20260304T100000Z");
    page = place.resolve("page.html");
  }

  private View make(Path folder, Path page) throws Exception {
    return View.make(folder, page, Instant.parse("2026-03-11T10:00:00Z"), ZoneId.of("UTC"));
  }

  private JsonNode data() throws Exception {
    make(folder.path, page);
    Matcher data = DATA.matcher(Files.readString(page));
    assertThat(data.find()).isTrue();
    return new ObjectMapper().readTree(data.group(1));
  }

  @Test
  void only_its_user_can_read_the_page() throws Exception {
    View view = make(folder.path, page);

    assertThat(view.page()).isEqualTo(page);
    assertThat(view.counts()).isEqualTo("1 calendar, 1 event");
    assertThat(view.problems()).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
        .isEqualTo("rw-------");
    assertThat(Files.list(place)).containsExactlyInAnyOrder(folder.path, page);
  }

  @Test
  void a_page_is_replaced_and_nothing_else_is() throws Exception {
    make(folder.path, page);
    folder.object("work/b.ics", "VEVENT\nSUMMARY:B\nDTSTART:20260304T100000Z");
    make(folder.path, page);
    assertThat(data().path("items")).hasSize(2);

    Path letter = Files.writeString(place.resolve("letter.html"), "<html>Dear Anna");
    assertThatThrownBy(() -> make(folder.path, letter))
        .isInstanceOf(Failure.class)
        .hasMessage(
            letter + " already exists and was not made by caldav view: give another PAGE.html");
    assertThat(letter).hasContent("<html>Dear Anna");
  }

  @Test
  void a_page_is_never_inside_of_the_backup() throws Exception {
    Path link = Files.createSymbolicLink(place.resolve("link"), folder.path.resolve("work"));
    for (Path inside :
        List.of(
            folder.path.resolve("a.html"),
            link.resolve("a.html"),
            folder.path.resolve("work/../a.html"))) {
      assertThatThrownBy(() -> make(folder.path, inside))
          .isInstanceOf(Failure.class)
          .hasMessageStartingWith("the page must not be inside the backup");
    }
    assertThat(Files.list(folder.path)).containsExactly(folder.path.resolve("work"));
  }

  @Test
  void a_place_that_cannot_be_is_named() {
    assertThatThrownBy(() -> make(folder.path, place))
        .hasMessage("PAGE.html is the folder " + place + ", give the name of a file");
    assertThatThrownBy(() -> make(folder.path, place.resolve("no/page.html")))
        .hasMessage("there is no folder " + place.resolve("no") + " for the page");
    assertThatThrownBy(() -> make(place.resolve("none"), page))
        .isInstanceOf(FolderException.class)
        .hasMessage("there is no folder " + place.resolve("none"));
    assertThat(page).doesNotExist();
  }

  @Test
  void nothing_in_the_data_is_markup() throws Exception {
    folder.object("work/b.ics", "VEVENT\nSUMMARY:</script><!--&\u2028x\nDTSTART:20260304T100000Z");

    assertThat(data().path("items").get(1).path("title").asText())
        .isEqualTo("</script><!--&\u2028x");
  }

  @Test
  void a_time_has_the_offsets_of_its_own_zone() throws Exception {
    folder
        .object(
            "work/a.ics",
            "VEVENT\nDTSTART;TZID=Europe/Berlin:20260329T013000\nDTEND;TZID=Europe/Berlin:20260329T033000")
        .object("work/b.ics", "VEVENT\nDTSTART:20260304T100000\nDURATION:PT1H")
        .object("work/c.ics", "VEVENT\nDTSTART;VALUE=DATE:20260304");

    assertThat(data().path("times"))
        .extracting(JsonNode::toString)
        .containsExactly(
            "[0,1774744200,1774747800,60,120]",
            "[1,\"2026-03-04T10:00\",\"2026-03-04T11:00\"]",
            "[2,\"2026-03-04\",\"2026-03-05\"]");
  }

  @Test
  void a_series_ends_two_years_ahead_and_a_single_event_is_shown_whenever_it_is() throws Exception {
    folder
        .object("work/a.ics", "VEVENT\nDTSTART:20200304T100000Z\nRRULE:FREQ=YEARLY")
        .object("work/b.ics", "VEVENT\nDTSTART:20990304T100000Z")
        .object("work/c.ics", "VEVENT\nDTSTART:19010304T100000Z");
    JsonNode data = data();

    assertThat(data.path("times"))
        .extracting(time -> time.get(0).asInt())
        .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2);
    assertThat(data.path("limits").asText()).isEqualTo("Series are shown to 2028-03-11.");
  }

  @Test
  void so_many_occurrences_that_a_browser_would_be_slow_are_cut_and_told() throws Exception {
    for (int i = 0; i < 8; i++) {
      folder.object(
          "work/" + i + ".ics", "VEVENT\nDTSTART:20000101T000000Z\nRRULE:FREQ=HOURLY;INTERVAL=12");
    }
    JsonNode data = data();

    assertThat(data.path("times").size()).isBetween(20_000, PageTimes.MOST);
    assertThat(data.path("limits").asText())
        .isEqualTo("Series are shown from 2023-03-11 to 2027-03-11.");
  }

  @Test
  void a_command_names_each_object() throws Exception {
    folder
        .object("work/a, b.ics", "VEVENT\nDTSTART:20260304T100000Z")
        .object("work/c\nd.ics", "VEVENT\nUID:c-d\nDTSTART:20260304T100000Z")
        .object("work/e\nf.ics", "VEVENT\nUID:e\u0001f\nDTSTART:20260304T100000Z");
    JsonNode objects = data().path("objects");

    assertThat(objects.get(0).path("only").asText()).isEqualTo("'only=work/a%2C b.ics'");
    assertThat(objects.get(1).has("only")).isFalse();
    assertThat(objects.get(2).path("only").asText()).isEqualTo("only=c-d");
    assertThat(objects.get(3).path("only").isNull()).isTrue();
  }

  @Test
  void a_command_names_the_calendar_of_a_uid_that_another_has_too() throws Exception {
    folder
        .object("home/a\nb.ics", "VEVENT\nUID:u,1\nDTSTART:20260304T100000Z")
        .object("work/x.ics", "VEVENT\nUID:u,1\nDTSTART:20260304T100000Z");
    assertThat(data().path("objects").get(0).path("only").asText())
        .isEqualTo("only=u%2C1 calendars=home");
  }
}
