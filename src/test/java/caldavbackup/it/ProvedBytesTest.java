package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to GET that are not the object. */
class ProvedBytesTest extends ObjectAnswers {
  /** What a server may answer in place of an object, with status 200. */
  enum Instead {
    WEB_PAGE("a web page, possibly a login page"),
    WEB_PAGE_AS_CALENDAR("a web page"),
    EMPTY("an empty answer"),
    CUT(" bytes (expected: |incomplete text"),
    ERROR("data that are not iCalendar text|bytes (expected: ");

    private final String said;

    Instead(String said) {
      this.said = said;
    }

    void send(HttpExchange exchange, String object) throws IOException {
      switch (this) {
        case WEB_PAGE -> FaultServer.reply(exchange, 200, "text/html; charset=utf-8", PAGE);
        case WEB_PAGE_AS_CALENDAR -> FaultServer.reply(exchange, 200, "text/calendar", PAGE);
        case EMPTY -> FaultServer.reply(exchange, 200, "text/calendar", "");
        case CUT ->
            FaultServer.reply(
                exchange, 200, "text/calendar", object.substring(0, object.length() * 2 / 3));
        case ERROR -> FaultServer.reply(exchange, 200, "application/json", "{\"error\":\"busy\"}");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "WEB_PAGE,true", "WEB_PAGE,false",
    "WEB_PAGE_AS_CALENDAR,true", "WEB_PAGE_AS_CALENDAR,false",
    "EMPTY,true", "EMPTY,false",
    "CUT,true", "CUT,false",
    "ERROR,true", "ERROR,false"
  })
  void what_always_comes_in_place_of_an_object_is_its_error_and_no_other(
      Instead what, boolean withLengths) throws Exception {
    server.fault(
        either(
            noMultiget(),
            lengths(withLengths),
            FaultServer.on(
                "GET",
                ".*/c.ics",
                (exchange, body) -> {
                  what.send(exchange, server.objects("work").get("c.ics"));
                  return true;
                })));
    LocalBackup.Run run = backup.run(server.location(), folder);
    assertThat(run.complete()).isFalse();
    assertThat(run.problems()).singleElement().asString().startsWith("KO work/c.ics: the server");
    assertThat(what.said.split("\\|")).anyMatch(said -> run.said().contains(said));
    assertThat(requests("GET /home/work/c.ics"))
        .as("as often as any broken answer, and once beside a multiget")
        .isBetween(5L, 6L);
    assertAllBut("c.ics");
  }

  @ParameterizedTest
  @CsvSource({"WEB_PAGE,true", "WEB_PAGE,false", "EMPTY,false", "CUT,false", "ERROR,false"})
  void what_comes_once_in_place_of_an_object_is_asked_for_again(Instead what, boolean withLengths)
      throws Exception {
    server.fault(
        either(
            noMultiget(),
            lengths(withLengths),
            FaultServer.on(
                "GET",
                ".*/c.ics",
                FaultServer.times(
                    2,
                    (exchange, body) -> {
                      what.send(exchange, server.objects("work").get("c.ics"));
                      return true;
                    }))));
    assertWhole(backup.run(server.location(), folder));
  }

  @Test
  void a_sign_on_page_behind_a_redirect_is_no_object() throws Exception {
    server.fault(
        either(
            noMultiget(),
            FaultServer.on(
                "GET", ".*/c.ics", FaultServer.header(302, "Location", "/sign-on?next=c")),
            FaultServer.on("GET", "/sign-on", FaultServer.answer(200, "text/html", PAGE))));
    LocalBackup.Run run = backup.run(server.location(), folder);
    assertThat(run.said())
        .contains("KO work/c.ics: ", "a web page, possibly a login page", "/sign-on");
    assertAllBut("c.ics");
  }

  @ParameterizedTest
  @ValueSource(strings = {"REPORT", "PROPFIND"})
  void a_sign_on_page_is_no_multistatus(String method) throws Exception {
    String path = "/home/work/";
    server.fault(
        either(
            FaultServer.on(method, path, FaultServer.header(302, "Location", "/sign-on")),
            FaultServer.on(method, "/sign-on", FaultServer.answer(200, "text/html", PAGE))));
    LocalBackup.Run run = backup.run(server.location(), folder);
    if (method.equals("REPORT")) {
      assertWhole(run);
    } else {
      assertThat(run.said()).contains("calendar work could not be listed");
    }
  }

  @Test
  void what_multiget_proved_is_kept_when_get_gives_a_web_page() throws Exception {
    server.fault(FaultServer.on("GET", ".*", FaultServer.answer(200, "text/html", PAGE)));
    assertWhole(backup.run(server.location(), folder));
  }

  @Test
  void a_text_whose_length_says_otherwise_does_not_stand_against_one_that_multiget_proved()
      throws Exception {
    server.fault(
        FaultServer.on("GET", ".*", FaultServer.answer(200, "text/calendar", Ics.event("x", "y"))));
    assertWhole(backup.run(server.location(), folder));
  }
}
