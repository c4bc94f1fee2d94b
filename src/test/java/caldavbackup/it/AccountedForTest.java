package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.it.FaultyHttp.Fault;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every line of a listing is accounted for: nothing is left out, nothing removed, in silence. */
class AccountedForTest {
  private static final String FOLDER = "<d:resourcetype><d:collection/></d:resourcetype>";
  private static final String CALENDAR =
      "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>";
  private static LocalBackup local;

  @TempDir Path temp;
  private Path folder;
  private FaultServer server;

  @BeforeAll
  static void startRoutes() {
    local = new LocalBackup();
  }

  @AfterAll
  static void stopRoutes() {
    local.close();
  }

  @BeforeEach
  void start() throws Exception {
    folder = temp.resolve("folder");
    server = FaultServer.start().calendar("work", "a", "b", "c").calendar("home", "x", "y");
  }

  @AfterEach
  void stop() {
    server.close();
  }

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
      assertThat(run.said()).contains("calendar home is not in the account's listing any more");
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
    assertThat(run.said()).contains("/home/", ".calendar.json");
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

  @Test
  void hrefs_of_objects_that_end_with_a_slash_are_objects() throws Exception {
    server.fault(
        (exchange, body) -> {
          String path = exchange.getRequestURI().getRawPath();
          return path.endsWith(".ics/")
              ? server.answerAs(path.substring(0, path.length() - 1), exchange, body)
              : FaultServer.onListing("work", listed("work", xml -> xml.replace(".ics<", ".ics/<")))
                  .answer(exchange, body);
        });
    assertWhole(backup());
    assertThat(objects("work")).isEqualTo(server.objects("work"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/home/",
        "https://127.0.0.1/home/",
        "http://radicale:5232/home/",
        "http://radicale_app/home/",
        "http://10.1.2.3:8080/home/",
        "//home/",
        "/home//",
        "/./home/",
        "/h%6fme/"
      })
  void hrefs_are_compared_by_their_path_and_read_where_they_were_asked(String form)
      throws Exception {
    UnaryOperator<String> written = xml -> xml.replace("<d:href>/home/", "<d:href>" + form);
    server.fault(
        (exchange, body) -> {
          String path = exchange.getRequestURI().getRawPath();
          String plain = path.replaceAll("^//", "/").replaceAll("/\\.?/", "/").replace("%6f", "o");
          String asked = body.replace("<d:href>" + form, "<d:href>/home/");
          if (body.contains("calendar-multiget")) {
            assertThat(asked).isNotEqualTo(body); // as the server wrote them
            FaultServer.reply(
                exchange,
                207,
                "application/xml",
                written.apply(FaultServer.envelope(server.multiget(asked, plain.split("/")[2]))));
            return true;
          }
          for (String calendar : List.of("work", "home")) {
            if (FaultServer.onListing(calendar, listed(calendar, written)).answer(exchange, body)) {
              return true;
            }
          }
          if (plain.equals("/home/") && !path.equals(plain)) {
            return server.answerAs(plain, exchange, body);
          }
          if (plain.equals("/home/")) {
            FaultServer.reply(
                exchange,
                207,
                "application/xml",
                written.apply(
                    FaultServer.envelope(
                        FaultServer.response("/home/", FOLDER)
                            + FaultServer.calendarResponse("work")
                            + FaultServer.calendarResponse("home"))));
            return true;
          }
          if (!plain.equals(path) && !body.contains("getetag")) {
            return server.answerAs(plain, exchange, body);
          }
          if (!plain.equals(path)) {
            FaultServer.reply(
                exchange,
                207,
                "application/xml",
                written.apply(server.listing(plain.split("/")[2])));
            return true;
          }
          return false;
        });
    assertWhole(backup());
    assertThat(objects("work")).isEqualTo(server.objects("work"));
    assertThat(objects("home")).isEqualTo(server.objects("home"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"d:owner", "c:max-resource-size"})
  void a_computed_property_that_is_refused_says_nothing_of_the_others(String property)
      throws Exception {
    server.fault(
        (exchange, body) -> {
          if (!exchange.getRequestMethod().equals("PROPFIND")) {
            return false;
          }
          String all = new String(server.answerTo(exchange, body), StandardCharsets.UTF_8);
          String refused =
              "<d:propstat><d:prop><%s/></d:prop><d:status>HTTP/1.1 403 No</d:status></d:propstat>"
                  .formatted(property);
          FaultServer.reply(
              exchange,
              207,
              "application/xml",
              all.replace("</d:response>", refused + "</d:response>"));
          return true;
        });
    assertWhole(backup());
    assertThat(objects("work")).isEqualTo(server.objects("work"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://elsewhere.example/home/work/a.ics", "/elsewhere/a.ics"})
  void what_lies_elsewhere_is_refused(String href) throws Exception {
    server.fault(
        FaultServer.onListing(
            "work", listed("work", xml -> xml.replace("/home/work/a.ics", href))));
    LocalBackup.Run run = backup();
    assertThat(run.complete()).isFalse();
    assertThat(run.said()).contains("names " + href + ", which is not in it");
  }

  @Test
  void raw_blanks_raw_letters_and_lone_percent_signs_are_asked_for_as_a_request_line_allows()
      throws Exception {
    Map<String, String> work = server.objects("work");
    List.of("mit Blank", "grün", "100%", "a%zz", "[x]{y}", "q?", "h#")
        .forEach(name -> work.put(name + ".ics", Ics.event("uid " + name.hashCode(), name)));
    server.fault(
        (exchange, body) -> {
          String path = exchange.getRequestURI().getRawPath();
          return body.contains("calendar-multiget")
              ? FaultServer.answer(501, "text/plain", "").answer(exchange, body)
              : path.contains("%") && server.answerAs(decoded(path), exchange, body);
        });
    assertWhole(backup());
    Map<String, String> held = new TreeMap<>();
    objects("work").forEach((name, text) -> held.put(decoded(name), text));
    assertThat(held).isEqualTo(work);
  }

  @Test
  void an_object_that_is_listed_as_not_found_is_asked_itself() throws Exception {
    String absent = failed("/home/work/a.ics", "HTTP/1.1 404 Not Found");
    String rest =
        FaultServer.calendarResponse("work")
            + FaultServer.member("work", "b.ics", server.objects("work").get("b.ics"), "");
    server.fault(FaultServer.onListing("work", multistatus(rest + absent)));
    LocalBackup.Run run = backup();
    assertThat(run.complete()).isFalse();
    assertThat(run.said()).contains("lists /home/work/a.ics as not found, and it is there");

    server.objects("work").remove("a.ics");
    assertWhole(backup());
  }

  @Test
  void a_listing_that_names_one_object_twice_must_be_confirmed_by_another_way() throws Exception {
    server.fault(
        FaultServer.onListing(
            "work", listed("work", xml -> xml.replace("/home/work/b.ics", "/home/work/a.ics"))));
    LocalBackup.Run run = backup();
    assertThat(run.complete()).isFalse();
    assertThat(run.said()).contains("names /home/work/a.ics twice, and not alike");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFF",
        "\n\n",
        "Warning: Undefined variable $x in /var/www/index.php on line 12\n",
        "<br />\n<b>Notice</b>: something\n"
      })
  void what_stands_before_the_document_does_not_hide_it(String before) throws Exception {
    server.fault(
        (exchange, body) -> {
          String path = exchange.getRequestURI().getRawPath();
          String answer =
              path.equals("/")
                  ? FaultServer.response(
                      "/",
                      "<d:current-user-principal><d:href>/me/</d:href></d:current-user-principal>")
                  : path.equals("/me/")
                      ? FaultServer.response(
                          "/me/",
                          "<c:calendar-home-set><d:href>/home/</d:href></c:calendar-home-set>")
                      : null;
          if (answer == null) {
            return false;
          }
          FaultServer.reply(
              exchange,
              207,
              "application/xml",
              before + FaultServer.envelope(answer.replace("HTTP/1.1 ", "")));
          return true;
        });
    assertWhole(backup());
    assertThat(objects("work")).isEqualTo(server.objects("work"));
  }

  private Fault home(String responses) {
    return FaultServer.on(
        "PROPFIND", "/home/", multistatus(FaultServer.response("/home/", FOLDER) + responses));
  }

  private static Fault multistatus(String responses) {
    return FaultServer.answer(207, "application/xml", FaultServer.envelope(responses));
  }

  private Fault listed(String calendar, UnaryOperator<String> written) {
    return (exchange, body) -> {
      FaultServer.reply(exchange, 207, "application/xml", written.apply(server.listing(calendar)));
      return true;
    };
  }

  /** A calendar of the server at another place. */
  private boolean under(HttpExchange exchange, String body, String at, String calendar)
      throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    if (!path.startsWith(at)) {
      return false;
    }
    String there = "/home/" + calendar + "/";
    String name = path.substring(at.length());
    if (exchange.getRequestMethod().equals("GET")) {
      return server.answerAs(there + name, exchange, body);
    }
    boolean isMultiget = body.contains("calendar-multiget");
    String answer =
        FaultServer.envelope(
            isMultiget
                ? server.multiget(body, calendar)
                : FaultServer.calendarResponse(calendar)
                    + ("1".equals(exchange.getRequestHeaders().getFirst("Depth"))
                        ? server.members(calendar)
                        : ""));
    FaultServer.reply(exchange, 207, "application/xml", answer.replace(there, at));
    return true;
  }

  private static String failed(String href, String status) {
    return "<d:response><d:href>"
        + href
        + "</d:href><d:status>"
        + status
        + "</d:status></d:response>";
  }

  private static String decoded(String text) {
    return caldavbackup.text.Percent.decode(text);
  }

  private LocalBackup.Run backup(String... options) throws IOException {
    return local.run(server.location(), folder, options);
  }

  private static void assertWhole(LocalBackup.Run run) {
    assertThat(run.said()).isEmpty();
    assertThat(run.complete()).isTrue();
  }

  private Map<String, String> objects(String calendar) {
    try {
      return Vdir.objects(folder.resolve(calendar));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
