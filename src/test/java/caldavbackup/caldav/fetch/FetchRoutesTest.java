package caldavbackup.caldav.fetch;

import static caldavbackup.caldav.ScriptedServer.has;
import static caldavbackup.caldav.ScriptedServer.isOfStatus;
import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.ScriptedServer;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code fetch.camel.yaml} asks, in which order, and what comes of it. */
class FetchRoutesTest {
  private static final Calendar WORK = Calendar.named(ScriptedServer.ROOT + "/work/", "Work");
  private static final String IS_THERE =
      has("/work/", "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>");
  private static final int MIB = 1 << 20;

  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer("fetch", "get");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String ics(String name) {
    return "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:" + name + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
  }

  /** A member whose length is listed. */
  private static Member member(String name) {
    return new Member(WORK, "/work/" + name, "\"1\"", ics(name).length(), null);
  }

  private static String multistatus(String... names) {
    StringBuilder all =
        new StringBuilder("<d:multistatus xmlns:d='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'>");
    for (String name : names) {
      all.append("<d:response><d:href>/work/" + name + "</d:href><d:propstat><d:prop>")
          .append("<d:getetag>\"1\"</d:getetag><c:calendar-data>")
          .append(ics(name).replace("\r\n", "\n"))
          .append("</c:calendar-data></d:prop><d:status>HTTP/1.1 200 OK</d:status>")
          .append("</d:propstat></d:response>");
    }
    return all.append("</d:multistatus>").toString();
  }

  private Exchange send(String route, Object body) throws Exception {
    Exchange exchange = server.exchange(server.account(Map.of()));
    exchange.getMessage().setBody(body);
    return server.send(route, exchange);
  }

  private List<CalendarObject> fetch(Member... members) throws Exception {
    Exchange fetched = send("caldav-fetch", List.of(members));
    assertThat(fetched.getException()).isNull();
    List<CalendarObject> objects = new ArrayList<>();
    for (Object one : fetched.getMessage().getBody(List.class)) {
      objects.add((CalendarObject) one);
    }
    return objects;
  }

  private CalendarObject get(Member member) throws Exception {
    Exchange got = send("caldav-get", member);
    assertThat(got.getException()).isNull();
    return got.getMessage().getBody(CalendarObject.class);
  }

  @Test
  void multiget_gives_all_once_one_of_them_is_what_get_gives() throws Exception {
    server
        .answers("REPORT /work/", 207, multistatus("a", "b", "c"))
        .answers("GET /work/a", 200, ics("a"));
    assertThat(fetch(member("a"), member("b"), member("c")))
        .allSatisfy(object -> assertThat(object.failure()).isNull())
        .extracting(object -> new String(object.bytes()))
        .containsExactly(ics("a"), ics("b"), ics("c"));
    assertThat(server.requests()).containsExactly("REPORT /work/", "GET /work/a");
  }

  @Test
  void what_multiget_leaves_out_is_asked_for_again_and_then_by_get() throws Exception {
    server
        .answers("REPORT /work/", 207, multistatus("a"))
        .answers("GET /work/a", 200, ics("a"))
        .answers("GET /work/b", 200, ics("b"));
    assertThat(fetch(member("a"), member("b")))
        .extracting(object -> new String(object.bytes()))
        .containsExactly(ics("a"), ics("b"));
    assertThat(server.requests())
        .containsExactly("REPORT /work/", "REPORT /work/", "GET /work/a", "GET /work/b");
  }

  @Test
  void a_server_without_multiget_gives_each_by_get() throws Exception {
    server
        .answers("REPORT /work/", 501, "")
        .answers("GET /work/a", 200, ics("a"))
        .answers("GET /work/b", 200, ics("b"));
    assertThat(fetch(member("a"), member("b")))
        .extracting(CalendarObject::error)
        .containsOnlyNulls();
    assertThat(server.requests()).containsExactly("REPORT /work/", "GET /work/a", "GET /work/b");
  }

  @Test
  void a_server_that_hangs_up_on_every_report_gives_each_by_get() throws Exception {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      members.add(member("e" + i));
      server.answers("GET /work/e" + i, 200, ics("e" + i));
    }
    server.fails("REPORT /work/", new SocketException("Connection reset"));
    assertThat(fetch(members.toArray(Member[]::new)))
        .extracting(CalendarObject::error)
        .hasSize(40)
        .containsOnlyNulls();
    assertThat(server.requests().stream().filter("REPORT /work/"::equals)).hasSize(3 * (1 + 4));
  }

  @Test
  void one_that_cannot_be_read_stops_no_other() throws Exception {
    server
        .answers("REPORT /work/", 501, "")
        .answers("GET /work/a", 403, "not yours")
        .answers("GET /work/b", 200, ics("b"));
    List<CalendarObject> objects = fetch(member("a"), member("b"));
    assertThat(objects.get(0).error()).contains("403");
    assertThat(objects.get(0).bytes()).isNull();
    assertThat(objects.get(0).stream()).isNull();
    assertThat(objects.get(1).bytes()).isEqualTo(ics("b").getBytes());
  }

  private List<CalendarObject> fetchWithLast(int others) throws Exception {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < others; i++) {
      members.add(member("bad" + i));
    }
    members.add(member("last"));
    server.answers("REPORT /work/", 501, "").answers("GET /work/last", 200, ics("last"));
    return fetch(members.toArray(Member[]::new));
  }

  private static void assertOnlyLastIsRead(List<CalendarObject> objects) {
    int last = objects.size() - 1;
    assertThat(objects.subList(0, last)).allMatch(object -> object.data() == null);
    assertThat(objects.get(last).bytes()).isEqualTo(ics("last").getBytes());
  }

  @Test
  void damaged_objects_are_no_reason_not_to_ask_for_the_others() throws Exception {
    for (int i = 0; i < 25; i++) {
      server.answers("GET /work/bad" + i, 200, "damaged");
    }
    assertOnlyLastIsRead(fetchWithLast(25));
  }

  @Test
  void objects_that_lead_abroad_are_no_reason_not_to_ask_for_the_others() throws Exception {
    for (int i = 0; i < 4; i++) {
      server.answersFrom("GET /work/bad" + i, 302, "http://elsewhere.example/");
    }
    assertOnlyLastIsRead(fetchWithLast(4));
  }

  @Test
  void a_server_that_is_silent_is_not_asked_for_each() throws Exception {
    for (int i = 0; i < 4; i++) {
      server.fails("GET /work/bad" + i, new SocketTimeoutException("Read timed out"));
    }
    assertThat(fetchWithLast(4)).allMatch(object -> object.failure().isSilence());
    assertThat(server.requests()).doesNotContain("GET /work/bad3", "GET /work/last");
  }

  @Test
  void nobody_who_is_not_let_in_gets_part_of_a_batch() throws Exception {
    server.answers("REPORT /work/", 401, "");
    Exchange fetched = send("caldav-fetch", List.of(member("a"), member("b")));
    assertThat(fetched.getException()).hasMessageContaining("requires a sign-in");
    assertThat(server.requests()).containsExactly("REPORT /work/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /work/a", "PROPFIND /work/a", "PROPFIND /work/"})
  void nobody_who_is_not_let_in_gets_an_object(String refused) throws Exception {
    server.answers(refused, 401, "");
    assertThat(send("caldav-get", member("a")).getException())
        .hasMessageContaining("requires a sign-in");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_sign_in_that_is_revoked_takes_nothing_back_and_ends_the_run(boolean hasMultiget)
      throws Exception {
    for (int i = 0; i < 2; i++) {
      server.answers("REPORT /work/", hasMultiget ? 207 : 501, multistatus("a"));
    }
    server
        .answers("REPORT /work/", 401, "")
        .answers("GET /work/a", 200, ics("a"))
        .answers("GET /work/b", 401, "");
    Exchange exchange = server.exchange(server.account(Map.of()));
    exchange.getMessage().setBody(List.of(member("a")));
    server.send("caldav-fetch", exchange); // now it is known what a length proves
    exchange.getMessage().setBody(List.of(member("a"), member("b"), member("c")));
    List<?> objects = server.send("caldav-fetch", exchange).getMessage().getBody(List.class);
    assertThat(objects)
        .extracting(one -> String.valueOf(((CalendarObject) one).failure()))
        .satisfiesExactly(
            none -> assertThat(none).isEqualTo("null"),
            first -> assertThat(first).contains("requires a sign-in"),
            second -> assertThat(second).contains("requires a sign-in"));
    assertThat(server.requests()).doesNotContain("GET /work/c");
    exchange.getMessage().setBody(List.of(member("d")));
    assertThat(server.send("caldav-fetch", exchange).getException())
        .hasMessageContaining("requires a sign-in");
  }

  @Test
  void nothing_is_asked_for_no_member() throws Exception {
    assertThat(fetch()).isEmpty();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void what_is_beyond_the_memory_of_a_batch_comes_from_a_file() throws Exception {
    server.answers("REPORT /work/", 501, "");
    List<Member> members = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String text =
          ics(String.valueOf(i)).replace("UID:", "COMMENT:" + "x".repeat(MIB - 200) + "\r\nUID:");
      server.answers("GET /work/" + i, 200, text);
      members.add(new Member(WORK, "/work/" + i, "\"1\"", text.length(), null));
      texts.add(text);
    }
    List<CalendarObject> objects = fetch(members.toArray(Member[]::new));
    assertThat(objects).extracting(object -> new String(object.bytes())).isEqualTo(texts);
    assertThat(objects.stream().filter(object -> object.data().isInMemory()).count()).isEqualTo(8);
    try (var last = objects.get(11).stream()) {
      assertThat(last).hasBinaryContent(texts.get(11).getBytes());
    }
  }

  @Test
  void one_that_is_twice_not_there_in_a_calendar_that_is_was_deleted() throws Exception {
    server.answers("PROPFIND /work/", 207, IS_THERE);
    assertThat(get(member("a")).isGone()).isTrue();
    assertThat(server.requests())
        .containsExactly("GET /work/a", "PROPFIND /work/a", "PROPFIND /work/");
  }

  @Test
  void one_whose_calendar_is_lost_was_not_deleted() throws Exception {
    server.answers("PROPFIND /work/", 207, isOfStatus("/work/", "404 Not Found"));
    CalendarObject object = get(member("a"));
    assertThat(object.isGone()).isFalse();
    assertThat(object.error())
        .isEqualTo(
            "calendar Work was not found after it was listed: the server does not list" + " it");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 500, 503})
  void one_that_no_look_finds_is_deleted_only_when_its_calendar_is_there(int refused)
      throws Exception {
    server.answers("PROPFIND /work/a", refused, "").answers("PROPFIND /work/", 207, IS_THERE);
    assertThat(get(member("a")).isGone()).isTrue();
    assertThat(server.requests())
        .startsWith("GET /work/a", "PROPFIND /work/a")
        .endsWith("GET /work/a", "PROPFIND /work/");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 500, 503})
  void one_that_no_look_finds_in_a_lost_calendar_was_not_deleted(int refused) throws Exception {
    server.answers("PROPFIND /work/a", 403, "").answers("PROPFIND /work/", refused, "");
    CalendarObject object = get(member("a"));
    assertThat(object.isGone()).isFalse();
    assertThat(object.error()).contains("calendar Work", String.valueOf(refused));
  }

  @Test
  void one_that_a_look_is_refused_within_a_multistatus_is_asked_for_again() throws Exception {
    server
        .answers("GET /work/a", 404, "")
        .answers("GET /work/a", 200, ics("a"))
        .answers("PROPFIND /work/a", 207, isOfStatus("/work/a", "403 Forbidden"));
    assertThat(get(member("a")).bytes()).isEqualTo(ics("a").getBytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 429})
  void one_whose_calendar_does_not_answer_was_not_deleted(int refused) throws Exception {
    server.answers("PROPFIND /work/", refused, "");
    CalendarObject object = get(member("a"));
    assertThat(object.isGone()).isFalse();
    assertThat(object.failure()).isNotNull();
  }

  @Test
  void one_that_the_server_lists_after_all_is_asked_for_once_more() throws Exception {
    server
        .answers("GET /work/a", 404, "")
        .answers("GET /work/a", 200, ics("a"))
        .answers("PROPFIND /work/a", 207, has("/work/a", "<d:getetag>\"1\"</d:getetag>"));
    assertThat(get(member("a")).bytes()).isEqualTo(ics("a").getBytes());
    assertThat(server.requests()).containsExactly("GET /work/a", "PROPFIND /work/a", "GET /work/a");
  }

  @Test
  void one_that_the_server_lists_and_never_gives_is_a_failure() throws Exception {
    server.answers("PROPFIND /work/a", 207, has("/work/a", "<d:getetag>\"1\"</d:getetag>"));
    assertThat(get(member("a")).error()).startsWith("the server lists it but does not return it: ");
  }

  @Test
  void a_multiget_that_breaks_off_is_asked_for_again_after_a_pause() throws Exception {
    Exchange exchange = server.exchange(server.account(Map.of()));
    Fetch fetch =
        new Fetch(
            List.of(member("a"), member("b")),
            exchange.getProperty(CaldavConstants.ACCOUNT, Account.class));
    assertThat(fetch.ask(exchange)).isTrue();
    assertThat(fetch.pause(exchange)).isZero();
    fetch.failed(exchange, Failures.of(new SocketException("Connection reset")));
    assertThat(fetch.pause(exchange)).isEqualTo(1);
    assertThat(fetch.ask(exchange)).isTrue();
    fetch.failed(exchange, Failures.of(new SocketException("Connection reset")));
    assertThat(fetch.pause(exchange)).isEqualTo(2);
  }

  @Test
  void a_request_after_a_get_is_judged_by_itself() throws Exception {
    server.answers("GET /work/a", 200, ics("a")).answers("GET /other", 200, "no calendar object");
    Exchange exchange = send("caldav-get", member("a"));
    exchange.getMessage().setHeader(CaldavConstants.METHOD, "GET");
    exchange.getMessage().setHeader(CaldavConstants.URL, ScriptedServer.ROOT + "/other");
    exchange.getMessage().setBody(null);
    server.send("caldav-http", exchange);
    assertThat(exchange.getException()).isNull();
    assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("no calendar object");
  }

  @Test
  void a_fetch_leaves_no_request_on_the_message_even_when_it_fails() throws Exception {
    server.answers("REPORT /work/", 401, "");
    Exchange failed = send("caldav-fetch", List.of(member("a")));
    assertThat(failed.getException()).isNotNull();
    assertThat(failed.getMessage().getHeaders())
        .doesNotContainKeys(CaldavConstants.METHOD, CaldavConstants.URL, CaldavConstants.DEPTH);
  }

  @Test
  void a_body_that_is_something_else_is_one_sentence() throws Exception {
    assertThat(send("caldav-fetch", "a").getException())
        .hasMessageContaining("not a list of members");
    assertThat(send("caldav-get", "a").getException()).hasMessageContaining("not a member");
  }
}
