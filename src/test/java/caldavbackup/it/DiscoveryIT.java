package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.Routes;
import caldavbackup.http.Account;
import caldavbackup.http.AccountRoutes;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of a location, on real servers and on ones that answer as providers are known to. */
@Tag("radicale")
@Tag("xandikos")
class DiscoveryIT {
  private static final String ALICE =
      "Basic " + Base64.getEncoder().encodeToString("alice:alice-pw".getBytes());
  private static final String TO_ME =
      "<d:current-user-principal><d:href>/me/</d:href></d:current-user-principal>";
  private static RadicaleServer radicale;
  private static XandikosServer xandikos;
  private static Routes routes;

  /**
   * What the scripted server answers, by {@code METHOD path}: a status and a body or an address.
   */
  private final Map<String, String> script = new LinkedHashMap<>();

  private FaultServer server;

  @BeforeAll
  static void start() throws Exception {
    radicale = RadicaleServer.start();
    xandikos = XandikosServer.start();
    radicale.client("alice").put("/alice/", "work", "one.ics", Ics.event("one", "Eins"));
    radicale.client("alice").put("/alice/", "home", "two.ics", Ics.event("two", "Zwei"));
    xandikos.client().put("/alice/calendars/", "work", "one.ics", Ics.event("one", "Eins"));
    xandikos.client().put("/alice/calendars/", "home", "two.ics", Ics.event("two", "Zwei"));
    routes = Routes.start(Routes.Purpose.ANY);
  }

  @AfterAll
  static void stop() {
    routes.close();
    radicale.close();
    xandikos.close();
  }

  @BeforeEach
  void startServer() throws Exception {
    server = FaultServer.start().calendar("work", "one");
    server.fault(
        (exchange, body) -> {
          String line = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
          String answer = script.get(line);
          if (answer == null) {
            return false;
          }
          int status = Integer.parseInt(answer.substring(0, 3));
          String rest = answer.substring(3).strip();
          if (status / 100 == 3) {
            exchange.getResponseHeaders().set("Location", rest);
            rest = "";
          }
          if (status == 207) {
            FaultServer.multistatus(exchange, rest);
          } else {
            FaultServer.reply(exchange, status, "text/html", rest);
          }
          return true;
        });
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'', work home",
    "'.well-known/caldav', work home",
    "'alice', work home",
    "'alice/', work home",
    "'%61lice/', work home",
    "'alice/work/', work",
    "'alice/work', work"
  })
  void radicale_is_found_from(String path, String calendars) throws Exception {
    Map<String, String> options = new LinkedHashMap<>(radicale.options("alice"));
    options.put("location", radicale.location() + path);
    assertThat(discover(options).calendars())
        .extracting(Calendar::segment)
        .containsExactlyInAnyOrder(calendars.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "'', calendar work home",
    "'.well-known/caldav', calendar work home",
    "'alice', calendar work home",
    "'alice/', calendar work home",
    "'alice/calendars/', calendar work home",
    "'alice/calendars', calendar work home",
    "'alice/calendars/work/', work",
    "'alice/calendars/work', work"
  })
  void xandikos_is_found_from(String path, String calendars) throws Exception {
    assertThat(discover(Map.of("location", xandikos.location() + path)).calendars())
        .allSatisfy(calendar -> assertThat(calendar.role()).isEqualTo(Calendar.Role.OWN))
        .extracting(Calendar::segment)
        .containsExactlyInAnyOrder(calendars.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "207 directly",
        "301 /dav/",
        "302 dav/",
        "307 HOST/dav/",
        "308 //127.0.0.1:PORT/dav/",
        "301 /one/"
      })
  void the_well_known_address_leads_on_when_the_root_tells_nothing(String answer) throws Exception {
    script.put("PROPFIND /", "501 not here");
    script.put(
        "PROPFIND /.well-known/caldav",
        answer.startsWith("207") ? "207" + FaultServer.response("/", TO_ME) : located(answer));
    script.put("PROPFIND /.well-known/dav/", "207" + FaultServer.response("/", TO_ME));
    script.put("PROPFIND /one/", "301 /dav/");
    script.put("PROPFIND /dav/", "207" + FaultServer.response("/dav/", TO_ME));
    assertThat(discover(options()).calendars())
        .extracting(Calendar::segment)
        .containsExactly("work");
  }

  @Test
  void a_well_known_address_that_redirects_only_a_browser_is_followed_all_the_same()
      throws Exception {
    script.put("PROPFIND /", "405 no such method");
    script.put("PROPFIND /.well-known/caldav", "405 no such method");
    script.put("GET /.well-known/caldav", "301 /dav/");
    script.put("GET /dav/", "501 only for machines");
    script.put("PROPFIND /dav/", "207" + FaultServer.response("/dav/", TO_ME));
    assertThat(discover(options()).calendars()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"404 nothing here", "405 no such method", "403 not for you", "501 what?"})
  void a_server_without_a_well_known_address_is_asked_at_its_root(String answer) throws Exception {
    script.put("PROPFIND /.well-known/caldav", answer);
    script.put("GET /.well-known/caldav", answer);
    assertThat(discover(options(".well-known/caldav")).calendars())
        .extracting(Calendar::segment)
        .containsExactly("work");
    assertThat(server.requests())
        .startsWith("PROPFIND /.well-known/caldav", "GET /.well-known/caldav", "PROPFIND /");
  }

  @Test
  void a_well_known_address_and_a_root_that_tell_nothing_are_one_sentence_about_the_location() {
    script.put("PROPFIND /.well-known/caldav", "404 nothing here");
    script.put("PROPFIND /", "405 not here either");
    Map<String, String> options = options(".well-known/caldav");
    assertThatThrownBy(() -> discover(options))
        .hasMessageContaining(root() + "/.well-known/caldav: not found on the server")
        .hasMessageContaining("nothing here");
  }

  @Test
  void a_well_known_address_that_leads_out_of_the_domain_is_not_replaced_by_the_root() {
    String away = root().replace("127.0.0.1", "localhost") + "/away/";
    script.put("PROPFIND /.well-known/caldav", "301 " + away);
    Map<String, String> options = options(".well-known/caldav");
    assertThatThrownBy(() -> discover(options))
        .hasMessageContaining("outside the domain of 127.0.0.1");
    assertThat(server.requests()).containsExactly("PROPFIND /.well-known/caldav");
  }

  @Test
  void a_path_that_is_not_there_is_not_looked_for_elsewhere() {
    Map<String, String> options = options("nowhere/");
    assertThatThrownBy(() -> discover(options)).hasMessageContaining("not found on the server");
    assertThat(server.requests()).containsExactly("PROPFIND /nowhere/");
  }

  @Test
  void the_password_is_sent_with_the_first_request_because_some_servers_never_ask_for_it()
      throws Exception {
    server.fault(
        (exchange, body) -> {
          if (ALICE.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return false;
          }
          FaultServer.reply(exchange, 401, "text/plain", "");
          return true;
        });
    assertThat(discover(signedIn()).calendars()).hasSize(1);
  }

  @Test
  void a_refused_first_half_of_an_address_is_asked_for_whole() {
    script.put("PROPFIND /", "401 no");
    Map<String, String> options =
        Map.of("location", server.location().replace("://", "://alice@"), "password", "alice-pw");
    assertThatThrownBy(() -> discover(options))
        .hasMessageContaining("401")
        .hasMessageContaining("give username=alice@127.0.0.1");
    assertThat(server.requests())
        .containsExactly("PROPFIND /", "PROPFIND /.well-known/caldav", "GET /.well-known/caldav");
  }

  @ParameterizedTest
  @ValueSource(strings = {"401 sign on", "403 not here", "200 <html>sign on</html>"})
  void a_root_that_refuses_is_not_the_end_before_the_well_known_address_was_asked(String answer)
      throws Exception {
    script.put("PROPFIND /", answer);
    script.put("PROPFIND /.well-known/caldav", "301 /dav/");
    script.put("PROPFIND /dav/", "207" + FaultServer.response("/dav/", TO_ME));
    assertThat(discover(signedIn()).calendars())
        .extracting(Calendar::segment)
        .containsExactly("work");
  }

  @Test
  void a_password_that_is_refused_at_the_well_known_address_too_is_shown_nowhere_else() {
    script.put("PROPFIND /", "401 no");
    script.put("PROPFIND /.well-known/caldav", "401 no");
    assertThatThrownBy(() -> discover(signedIn()))
        .hasMessageContaining("does not accept user alice with this password");
    assertThat(server.requests()).containsExactly("PROPFIND /", "PROPFIND /.well-known/caldav");
  }

  @Test
  void a_root_that_refuses_is_told_when_nothing_else_was_found() {
    script.put("PROPFIND /", "403 this is for people");
    assertThatThrownBy(() -> discover(signedIn())).hasMessageContaining("this is for people");
  }

  @Test
  void a_user_who_is_nobody_to_the_server_was_not_signed_in() {
    script.put(
        "PROPFIND /",
        "207"
            + FaultServer.response(
                "/", "<d:current-user-principal><d:unauthenticated/></d:current-user-principal>"));
    assertThatThrownBy(() -> discover(signedIn()))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.SIGN_IN))
        .hasMessageContaining("127.0.0.1 ignores the sign-in");
    assertThatThrownBy(() -> discover(options()))
        .hasMessageContaining("names neither a principal nor a calendar home");
  }

  @Test
  void several_homes_and_a_home_that_is_a_calendar_without_its_slash() throws Exception {
    script.put(
        "PROPFIND /me/",
        "207"
            + FaultServer.response(
                "/me/",
                "<c:calendar-home-set><d:href>/h%6Fme</d:href><d:href>"
                    + root()
                    + "/mail</d:href></c:calendar-home-set>"));
    script.put(
        "PROPFIND /mail/",
        "207"
            + FaultServer.response(
                "/mail", "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"));
    script.put("PROPFIND /h%6Fme/", "207" + FaultServer.calendarResponse("work"));
    Discovery discovery = discover(options());
    assertThat(discovery.calendars())
        .extracting(Calendar::url)
        .containsExactly(root() + "/home/work/", root() + "/mail/");
    assertThat(discovery.homes()).containsExactly(root() + "/h%6Fme/", root() + "/mail/");
  }

  @Test
  void five_redirects_are_followed_and_a_sixth_is_not() throws Exception {
    for (int i = 0; i < 6; i++) {
      script.put("PROPFIND /r" + i + "/", "308 /r" + (i + 1) + "/");
    }
    script.put("PROPFIND /r6/", "207" + FaultServer.response("/r6/", TO_ME));
    assertThat(discover(options("r1/")).calendars()).hasSize(1);
    assertThatThrownBy(() -> discover(options("r0/")))
        .hasMessageContaining("the server redirects too many times");
  }

  @Test
  void a_redirect_out_of_the_domain_is_named_and_not_followed() {
    script.put("PROPFIND /", "301 " + root().replace("127.0.0.1", "localhost") + "/away/");
    script.put("PROPFIND /.well-known/caldav", "301 javascript:alert(1)");
    assertThatThrownBy(() -> discover(signedIn()))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("outside the domain of 127.0.0.1")
        .hasMessageContaining("localhost");
    assertThat(server.requests()).doesNotContain("PROPFIND /away/");
  }

  @Test
  void calendars_of_others_are_looked_for_only_when_asked_for() throws Exception {
    script.put(
        "PROPFIND /me/",
        "207"
            + FaultServer.response(
                "/me/",
                "<c:calendar-home-set><d:href>/home/</d:href></c:calendar-home-set>"
                    + "<s:calendar-proxy-write-for xmlns:s='http://calendarserver.org/ns/'>"
                    + "<d:href>/bob/</d:href><d:href>/gone/</d:href></s:calendar-proxy-write-for>"));
    script.put(
        "PROPFIND /bob/",
        "207"
            + FaultServer.response(
                "/bob/", "<c:calendar-home-set><d:href>/bobs/</d:href></c:calendar-home-set>"));
    script.put("PROPFIND /gone/", "403 not yours");
    script.put(
        "PROPFIND /bobs/",
        "207"
            + FaultServer.response(
                "/bobs/his/", "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"));
    assertThat(discover(options()).calendars())
        .extracting(Calendar::segment)
        .containsExactly("work");
    assertThat(server.requests()).doesNotContain("PROPFIND /bob/");

    Map<String, String> withOthers = new LinkedHashMap<>(options());
    withOthers.put("include", "delegated");
    assertThat(discover(withOthers).calendars())
        .extracting(Calendar::segment, Calendar::role)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("work", Calendar.Role.OWN),
            org.assertj.core.groups.Tuple.tuple("his", Calendar.Role.DELEGATED));
  }

  private String located(String answer) {
    return answer
        .replace("HOST", root())
        .replace("PORT", root().substring(root().lastIndexOf(':') + 1));
  }

  private String root() {
    String location = server.location();
    return location.substring("caldav+".length(), location.length() - 1);
  }

  private Map<String, String> options() {
    return options("");
  }

  private Map<String, String> options(String path) {
    return Map.of("location", server.location() + path);
  }

  private Map<String, String> signedIn() {
    return Map.of("location", server.location(), "username", "alice", "password", "alice-pw");
  }

  private static Discovery discover(Map<String, String> options) throws Failure {
    try (Account account = new Account(Options.forBackup(options))) {
      return new AccountRoutes(routes, account)
          .send("direct:caldav-discover", null, Map.of())
          .getProperty(CaldavConstants.DISCOVERY, Discovery.class);
    }
  }
}
