package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.it.FaultyHttp.Fault;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every calendar that a home, a folder or a listing names is backed up, kept or told. */
class CalendarsAccountedForTest extends ListingAnswers {
  @ParameterizedTest
  @CsvSource({"403", "401", "500", "404"})
  void a_calendar_whose_properties_are_refused_fails_the_run_and_keeps_its_files(int status)
      throws Exception {
    assertWhole(backup());
    server.fault(
        home(
            FaultServer.calendarResponse("work")
                + "<d:response><d:href>/home/home/</d:href><d:propstat><d:prop><d:resourcetype/>"
                + "<d:displayname/></d:prop><d:status>HTTP/1.1 "
                + status
                + " No</d:status></d:propstat></d:response>"));
    LocalBackup.Run run = backup();
    assertThat(run.complete()).isFalse();
    assertThat(run.said()).contains("/home/home/", String.valueOf(status));
    assertThat(objects("home")).isEqualTo(server.objects("home"));
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.1 403 Forbidden,403", "500,500", "423 Locked,423"})
  void a_calendar_that_has_a_failure_of_its_own_fails_the_run(String status, String code)
      throws Exception {
    server.fault(home(FaultServer.calendarResponse("work") + failed("/home/home/", status)));
    LocalBackup.Run run = backup();
    assertThat(run.complete()).isFalse();
    assertThat(run.said()).contains(code + " for /home/home/");
    assertThat(objects("work")).isEqualTo(server.objects("work"));
  }

  @ParameterizedTest
  @CsvSource({"404,true", "410,true", "403,false", "500,false", "207,false"})
  void a_calendar_that_is_not_listed_any_more_goes_only_when_it_says_so_itself(
      int status, boolean isGone) throws Exception {
    assertWhole(backup());
    Fault own =
        status == 207
            ? (exchange, body) -> false
            : FaultServer.on(
                "PROPFIND", "/home/home/", FaultServer.answer(status, "text/plain", ""));
    Fault listing = home(FaultServer.calendarResponse("work"));
    server.fault((exchange, body) -> own.answer(exchange, body) || listing.answer(exchange, body));
    LocalBackup.Run run = backup();
    assertThat(run.complete()).isEqualTo(isGone);
    assertThat(Files.exists(folder.resolve("home"))).isEqualTo(!isGone);
    if (!isGone) {
      assertThat(run.said()).contains("calendar home is missing from the account's listing");
      assertThat(objects("home")).isEqualTo(server.objects("home"));
    }
  }

  @Test
  void a_calendar_that_nobody_can_be_asked_about_is_kept() throws Exception {
    assertWhole(backup());
    Files.delete(folder.resolve("home/.calendar.json"));
    server.fault(home(FaultServer.calendarResponse("work")));
    LocalBackup.Run run = backup();
    assertThat(run.complete()).isFalse();
    assertThat(run.said()).contains("KO home/: ", ".calendar.json");
    assertThat(objects("home")).isEqualTo(server.objects("home"));
  }

  @Test
  void a_home_that_answers_with_nothing_is_no_account_without_calendars() throws Exception {
    server.fault(FaultServer.on("PROPFIND", "/home/", multistatus("")));
    assertThat(backup().complete()).isFalse();
  }

  @Test
  void a_collection_in_the_home_is_entered_and_names_do_not_meet() throws Exception {
    server.calendar("deep", "d");
    Fault home =
        home(
            FaultServer.calendarResponse("work")
                + FaultServer.calendarResponse("home")
                + FaultServer.response("/home/family/", FOLDER));
    Fault family =
        FaultServer.on(
            "PROPFIND",
            "/home/family/",
            multistatus(
                FaultServer.response("/home/family/", FOLDER)
                    + FaultServer.response("/home/family/Home/", CALENDAR)
                    + FaultServer.response("/home/family/home/", CALENDAR)
                    + FaultServer.response("/home/family/", FOLDER)
                    + FaultServer.response("/home/", FOLDER)));
    server.fault(
        (exchange, body) ->
            home.answer(exchange, body)
                || family.answer(exchange, body)
                || under(exchange, body, "/home/family/home/", "deep")
                || under(exchange, body, "/home/family/Home/", "deep"));
    LocalBackup.Run run = backup();
    assertWhole(run);
    List<String> names = Vdir.directories(folder);
    assertThat(names).hasSize(4).contains("work", "home");
    names.stream()
        .filter(name -> name.contains("~"))
        .forEach(name -> assertThat(objects(name)).isEqualTo(server.objects("deep")));
    assertThat(objects("home")).isEqualTo(server.objects("home"));
    assertThat(server.requests().stream().filter("PROPFIND /home/family/"::equals)).hasSize(2);
  }

  @Test
  void a_calendar_that_comes_to_be_in_the_home_does_not_take_the_name_of_one_in_a_folder()
      throws Exception {
    FaultServer two = server.calendar("deep", "d");
    Fault family =
        FaultServer.on(
            "PROPFIND",
            "/home/family/",
            multistatus(
                FaultServer.response("/home/family/", FOLDER)
                    + FaultServer.response("/home/family/home/", CALENDAR)));
    String rest =
        FaultServer.calendarResponse("work") + FaultServer.response("/home/family/", FOLDER);
    two.fault(
        (exchange, body) ->
            home(rest).answer(exchange, body)
                || family.answer(exchange, body)
                || under(exchange, body, "/home/family/home/", "deep"));
    assertWhole(backup());
    assertThat(objects("home")).isEqualTo(server.objects("deep"));
    two.fault(
        (exchange, body) ->
            home(rest + FaultServer.calendarResponse("home")).answer(exchange, body)
                || family.answer(exchange, body)
                || under(exchange, body, "/home/family/home/", "deep"));
    assertWhole(backup());
    assertThat(objects("home")).isEqualTo(server.objects("deep"));
    String other =
        Vdir.directories(folder).stream()
            .filter(n -> n.startsWith("home~"))
            .findAny()
            .orElseThrow();
    assertThat(objects(other)).isEqualTo(server.objects("home"));
  }

  @ParameterizedTest
  @ValueSource(strings = {CALENDAR, FOLDER})
  void what_lies_below_a_calendar_is_found_by_its_listing(String type) throws Exception {
    server.calendar("deep", "d");
    boolean isCalendar = type.equals(CALENDAR);
    String inner = isCalendar ? "/home/work/inner/" : "/home/work/inner/more/";
    Fault listing =
        FaultServer.onListing(
            "work",
            FaultServer.answer(
                207,
                "application/xml",
                FaultServer.envelope(
                    FaultServer.calendarResponse("work")
                        + server.members("work")
                        + FaultServer.response("/home/work/inner/", type))));
    Fault entered =
        (exchange, body) ->
            !body.contains("getetag")
                && FaultServer.on(
                        "PROPFIND",
                        "/home/work/inner/",
                        multistatus(
                            FaultServer.response("/home/work/inner/", type)
                                + (isCalendar ? "" : FaultServer.response(inner, CALENDAR))))
                    .answer(exchange, body);
    server.fault(
        (exchange, body) ->
            listing.answer(exchange, body)
                || entered.answer(exchange, body)
                || under(exchange, body, inner, "deep"));
    for (int i = 0; i < 2; i++) {
      assertWhole(backup());
      assertThat(objects(isCalendar ? "inner" : "more")).isEqualTo(server.objects("deep"));
      assertThat(objects("work")).isEqualTo(server.objects("work"));
    }
  }

  @Test
  void a_folder_that_cannot_be_looked_into_fails_the_run_unless_it_is_left_out() throws Exception {
    Fault home =
        home(FaultServer.calendarResponse("work") + FaultServer.response("/home/family/", FOLDER));
    server.fault(
        (exchange, body) ->
            home.answer(exchange, body)
                || FaultServer.on(
                        "PROPFIND", "/home/family/", FaultServer.answer(403, "text/plain", "no"))
                    .answer(exchange, body));
    LocalBackup.Run run = backup();
    assertThat(run.complete()).isFalse();
    assertThat(run.said()).contains("/home/family/", "403", "exclude_calendars=family");
    assertWhole(backup("exclude_calendars=family"));
  }
}
