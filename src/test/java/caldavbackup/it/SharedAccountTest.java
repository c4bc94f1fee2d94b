package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.Members;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Accounts;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a host that share an account, or an exchange: what is of one run stays with it. */
class SharedAccountTest {
  private static final int OBJECTS = 40;

  private static HostContext host;

  @TempDir Path temp;
  private FaultServer server;
  private Account account;

  @BeforeAll
  static void startHost() throws Exception {
    host = new HostContext();
  }

  @AfterAll
  static void stopHost() {
    host.close();
  }

  @BeforeEach
  void start() throws Exception {
    server = FaultServer.start().calendar("work");
    for (int i = 0; i < OBJECTS; i++) {
      server.objects("work").put("e%02d.ics".formatted(i), Ics.event("e" + i, "No. " + i));
    }
    host.sink(exchange -> {});
    account = account(Map.of("username", "u", "password", "p"));
  }

  private Account account(Map<String, String> options) throws Exception {
    Map<String, Object> all = new HashMap<>(options);
    all.put("location", server.location());
    return new Accounts().of(all);
  }

  @AfterEach
  void stop() {
    account.close();
    server.close();
  }

  @Test
  void a_second_import_on_one_exchange_knows_nothing_of_the_first() {
    Exchange exchange = host.exchange(account);
    assertWell(host.send("caldav-import", exchange));
    for (int i = 0; i < 20; i++) { // the rest is read ahead
      String name = "e%02d.ics".formatted(i);
      assertThat(host.open(exchange, "/work/" + name)).isEqualTo(server.objects("work").get(name));
    }
    server.objects("work").keySet().removeIf(name -> name.compareTo("e20") >= 0);
    assertWell(host.send("caldav-import", exchange));
    assertThat(host.open(exchange, "/work/e19.ics")).contains("No. 19");
    assertThat(host.open(exchange, "/work/e39.ics")).isNull();
    assertThat(exchange.getException()).hasMessageContaining("was not listed in this run");
  }

  @Test
  void a_path_that_no_import_came_before_is_one_sentence() {
    Exchange exchange = host.exchange(account);
    assertThat(host.open(exchange, "/work/e00.ics")).isNull();
    assertThat(exchange.getException()).hasMessageContaining("'CamelCaldavBackup' is missing");
  }

  @Test
  void a_run_that_met_its_end_is_not_revived_by_another() {
    Exchange imported = host.send("caldav-import", host.exchange(account));
    AtomicInteger refused = new AtomicInteger();
    server.fault(
        (exchange, body) -> {
          if (exchange.getRequestMethod().equals("PROPFIND")) {
            return false;
          }
          refused.incrementAndGet();
          return FaultServer.answer(401, "text/plain", "no").answer(exchange, body);
        });
    for (String name : List.copyOf(server.objects("work").keySet()).subList(0, 12)) {
      Exchange exchange = host.exchange(account);
      exchange.setProperty(CaldavConstants.BACKUP, imported.getProperty(CaldavConstants.BACKUP));
      assertThat(host.open(exchange, "/work/" + name)).isNull();
      assertWell(host.send("caldav-discover", host.exchange(account))); // of somebody else
    }
    assertThat(refused).hasValueBetween(1, 8);
  }

  @Test
  void a_run_is_not_ended_by_what_another_met() {
    AtomicBoolean isSick = new AtomicBoolean();
    server.fault(
        (exchange, body) ->
            isSick.get()
                ? FaultServer.answer(500, "text/plain", "sick").answer(exchange, body)
                : noMultiget(exchange, body) || odd(exchange, body));
    List<String> errors = new ArrayList<>();
    AtomicBoolean isFirst = new AtomicBoolean(true);
    host.sink(
        delivered -> {
          if (isFirst.getAndSet(false)) {
            isSick.set(true);
            assertThat(host.send("caldav-discover", host.exchange(account)).getException())
                .isNotNull();
            isSick.set(false);
          }
          String error = delivered.getMessage().getHeader(CaldavConstants.ERROR, String.class);
          if (error != null) {
            errors.add(delivered.getMessage().getHeader(CaldavConstants.NAME, String.class));
          }
        });
    assertThat(host.send("caldav-backup", host.exchange(account)).getException())
        .hasMessageStartingWith("work/e01.ics could not be read: ");
    assertThat(errors).containsExactly("e01.ics");
  }

  /** One object that is not the user's. */
  private static boolean odd(HttpExchange exchange, String body) throws java.io.IOException {
    return exchange.getRequestURI().getPath().endsWith("/e01.ics")
        && FaultServer.answer(401, "text/plain", "not yours").answer(exchange, body);
  }

  private static boolean noMultiget(HttpExchange exchange, String body) throws java.io.IOException {
    return body.contains("calendar-multiget")
        && FaultServer.answer(501, "text/plain", "no").answer(exchange, body);
  }

  @Test
  void a_restore_goes_on_after_a_backup_of_the_same_account_was_ended() {
    assertWell(restore("first"));
    server.fault(FaultServer.answer(401, "text/plain", "no"));
    assertThat(host.send("caldav-backup", host.exchange(account)).getException()).isNotNull();
    server.fault((exchange, body) -> false);
    assertWell(restore("second"));
    assertThat(server.objects("new")).containsKeys("first.ics", "second.ics");
  }

  @Test
  void a_calendar_that_is_gone_since_it_was_found_is_made_again() {
    for (int status : List.of(404, 409)) {
      server.fault(
          (exchange, body) ->
              exchange.getRequestMethod().equals("PUT")
                  && server.objects("new") == null
                  && FaultServer.answer(status, "text/plain", "no such collection")
                      .answer(exchange, body));
      assertWell(restore("a" + status));
      server.remove("new");
      assertWell(restore("b" + status));
      assertThat(server.objects("new")).containsKey("b" + status + ".ics");
    }
  }

  @Test
  void an_object_that_is_refused_is_not_sent_twice_for_its_calendar_is_there() {
    assertWell(restore("first"));
    server.fault(
        FaultServer.on(
            "PUT",
            ".*",
            FaultServer.answer(
                409,
                "application/xml",
                "<d:error xmlns:d='DAV:'><c:valid-calendar-data"
                    + " xmlns:c='urn:ietf:params:xml:ns:caldav'/></d:error>")));
    long before = server.requests("PUT");
    assertThat(restore("second").getException()).hasMessageContaining("valid-calendar-data");
    assertThat(server.requests("PUT")).isEqualTo(before + 1);
  }

  private Exchange restore(String uid) {
    return host.send(
        "caldav-restore",
        host.exchange(account),
        Ics.event(uid, uid).getBytes(StandardCharsets.UTF_8),
        Map.of(CaldavConstants.CALENDAR, "new", CaldavConstants.NAME, uid + ".ics"));
  }

  @Test
  void what_was_learnt_of_the_server_stays_for_the_next_run() {
    server.fault(SharedAccountTest::noMultiget);
    assertWell(host.send("caldav-backup", host.exchange(account)));
    long reports = server.requests("REPORT");
    assertThat(reports).isPositive();
    assertWell(host.send("caldav-backup", host.exchange(account)));
    assertThat(server.requests("REPORT")).isEqualTo(reports);
  }

  @Test
  void an_object_that_stayed_is_not_said_of_the_next_one() throws Exception {
    try (Account careful = account(Map.of("conflict", "skip"))) {
      server.fault(
          (exchange, body) ->
              exchange.getRequestMethod().equals("PUT")
                  && server.objects("work").containsKey(name(exchange))
                  && FaultServer.answer(412, "text/plain", "there").answer(exchange, body));
      Exchange exchange = host.exchange(careful);
      for (String uid : List.of("e01", "new")) {
        assertWell(
            host.send(
                "caldav-restore",
                exchange,
                Ics.event(uid, uid).getBytes(StandardCharsets.UTF_8),
                Map.of(CaldavConstants.CALENDAR, "work", CaldavConstants.NAME, uid + ".ics")));
        assertThat(exchange.getProperty("CamelCaldavStayed") != null).isEqualTo(uid.equals("e01"));
      }
    }
  }

  private static String name(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Test
  void an_object_that_is_read_by_itself_has_nothing_to_do_with_a_fetch_before() throws Exception {
    Exchange exchange = host.exchange(account);
    Calendar work = Calendar.named(server.location().replace("caldav+", "") + "home/work/", "work");
    assertWell(host.send("caldav-list", exchange, work, Map.of()));
    List<Member> members = new ArrayList<>();
    Members.forEach(exchange, members::add);
    server.fault( // its bytes are proved by nothing, so they are kept to be compared with GET's
        (request, body) ->
            body.contains("calendar-multiget")
                && FaultServer.answer(
                        207,
                        "application/xml",
                        FaultServer.envelope(server.multiget(body, "work"))
                            .replace("No. 3", "Nr. 3"))
                    .answer(request, body));
    assertWell(host.send("caldav-fetch", exchange, List.of(members.get(3)), Map.of()));
    assertWell(host.send("caldav-get", exchange, members.get(3), Map.of()));
    assertThat(exchange.getMessage().getBody(CalendarObject.class).bytes())
        .asString(StandardCharsets.UTF_8)
        .contains("No. 3");
  }

  @Test
  void a_backup_after_an_object_was_opened_gives_its_objects_to_the_host() {
    Exchange exchange = host.exchange(account);
    assertWell(host.send("caldav-import", exchange));
    server.fault( // what GET does not give is read by multiget
        (request, body) ->
            request.getRequestMethod().equals("GET")
                && FaultServer.answer(200, "text/html", "<html>sign on</html>")
                    .answer(request, body));
    assertThat(host.open(exchange, "/work/e00.ics")).contains("No. 0");
    List<String> given = new ArrayList<>();
    host.sink(
        delivered ->
            given.add(delivered.getMessage().getHeader(CaldavConstants.NAME, String.class)));
    host.send("caldav-backup", exchange);
    assertThat(given).hasSize(OBJECTS);
  }

  @Test
  void a_web_page_that_came_before_does_not_pass_for_the_answer_that_broke_off() throws Exception {
    AtomicInteger broken = new AtomicInteger();
    server.fault(
        (exchange, body) -> {
          String path = exchange.getRequestURI().getPath();
          if (path.equals("/")) {
            return FaultServer.answer(200, "text/html", "<html>welcome</html>")
                .answer(exchange, body);
          }
          if (path.equals("/.well-known/caldav")) {
            if (broken.getAndIncrement() < 4) { // as often as a request is repeated
              exchange.close();
              return true;
            }
            return server.answerAs("/", exchange, body);
          }
          return false;
        });
    assertWell(host.send("caldav-discover", host.exchange(account)));
  }

  @Test
  void the_next_run_renews_a_token_that_was_refused_as_soon_as_it_was_new() throws Exception {
    try (AuthorizationServer tokens = new AuthorizationServer()) {
      Map<String, String> options = new HashMap<>();
      for (String option : tokens.options()) {
        options.put(option.split("=", 2)[0], option.split("=", 2)[1]);
      }
      options.put("refresh_token", tokens.login());
      options.put("token_file", temp.resolve("tokens.json").toString());
      try (Account withToken = account(options)) {
        List<String> shown = new ArrayList<>();
        server.fault(
            (exchange, body) -> {
              shown.add(exchange.getRequestHeaders().getFirst("Authorization"));
              return FaultServer.answer(401, "text/plain", "no").answer(exchange, body);
            });
        assertThat(host.send("caldav-discover", host.exchange(withToken)).getException())
            .hasMessageContaining("does not accept the access token");
        server.fault(
            (exchange, body) ->
                shown.contains(exchange.getRequestHeaders().getFirst("Authorization"))
                    && FaultServer.answer(401, "text/plain", "no").answer(exchange, body));
        assertWell(host.send("caldav-discover", host.exchange(withToken)));
      }
    }
  }

  private static void assertWell(Exchange exchange) {
    assertThat(exchange.getException()).isNull();
  }
}
