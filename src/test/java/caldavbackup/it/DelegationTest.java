package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Accounts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** include=delegated: whoever lets the user act for him, himself or by groups. */
class DelegationTest {
  private static HostContext host;

  private final Map<String, String> answers = new LinkedHashMap<>();
  private final Map<String, Integer> refusals = new LinkedHashMap<>();
  private FaultServer server;

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
    server = FaultServer.start().calendar("work", "a");
    server.fault(
        (exchange, body) -> {
          String path = exchange.getRequestURI().getRawPath();
          if (refusals.containsKey(path)) {
            FaultServer.reply(exchange, refusals.get(path), "text/plain", "not yours");
            return true;
          }
          if (answers.containsKey(path)) {
            FaultServer.multistatus(exchange, answers.get(path));
            return true;
          }
          return false;
        });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void principal(String path, String... properties) {
    answers.put(path, FaultServer.response(path, String.join("", properties)));
  }

  private void person(String name, String... properties) {
    principal(
        "/p/" + name + "/",
        property("c:calendar-home-set", "/h/" + name + "/"),
        String.join("", properties));
    answers.put(
        "/h/" + name + "/",
        FaultServer.response(
            "/h/" + name + "/of-" + name + "/",
            "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"));
  }

  private static String property(String name, String... hrefs) {
    String apple = name.startsWith("s:") ? " xmlns:s=\"http://calendarserver.org/ns/\"" : "";
    return "<"
        + name
        + apple
        + ">"
        + Arrays.stream(hrefs)
            .map(href -> "<d:href>" + href + "</d:href>")
            .collect(Collectors.joining())
        + "</"
        + name
        + ">";
  }

  private static final String HOME = property("c:calendar-home-set", "/home/");
  private static final String PROXY_GROUP =
      "<d:resourcetype><d:principal/><s:calendar-proxy-write"
          + " xmlns:s=\"http://calendarserver.org/ns/\"/></d:resourcetype>";

  @Test
  void what_is_given_to_a_group_of_a_group_is_found() throws Exception {
    principal("/me/", HOME, property("d:group-membership", "/g/team/"));
    principal("/g/team/", property("d:group-membership", "/g/all/", "/p/bob/calendar-proxy-write"));
    principal(
        "/g/all/",
        property("s:calendar-proxy-read-for", "/p/carol/"),
        property("d:group-membership", "/g/world/", "/g/team"));
    principal("/g/world/", property("d:group-membership", "/g/top/"));
    principal("/g/top/", property("s:calendar-proxy-write-for", "/p/dave/", "/p/%62ob"));
    principal("/p/bob/calendar-proxy-write/", PROXY_GROUP);
    person("bob");
    person("carol");
    person("dave");
    Discovery discovery = discover();
    assertThat(discovery.problems()).isEmpty();
    assertThat(delegated(discovery)).containsExactlyInAnyOrder("of-bob", "of-carol", "of-dave");
    assertThat(server.requests().stream().filter(line -> line.matches("PROPFIND /[pg]/.*")))
        .doesNotHaveDuplicates()
        .hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void what_a_person_may_do_for_others_is_taken_where_the_server_passes_it_on(int status)
      throws Exception {
    principal("/me/", HOME, property("s:calendar-proxy-write-for", "/p/bob/"));
    person("bob", property("s:calendar-proxy-write-for", "/p/dave/", "/p/carol/", "/p/erin/"));
    person("carol");
    person("dave");
    refusals.put("/p/dave/", status);
    refusals.put("/p/erin/", status);
    Discovery discovery = discover();
    assertThat(discovery.problems()).isEmpty();
    assertThat(delegated(discovery)).containsExactlyInAnyOrder("of-bob", "of-carol");
  }

  @Test
  void a_group_that_cannot_be_read_is_named() throws Exception {
    principal("/me/", HOME, property("d:group-membership", "/g/team/"));
    principal("/g/team/", property("d:group-membership", "/g/all/"));
    principal("/g/all/", property("d:group-membership", "/g/world/"));
    refusals.put("/g/world/", 403);
    assertThat(discover().problems())
        .singleElement()
        .asString()
        .contains("/g/world/", "403", "include=delegated");
  }

  @Test
  void more_principals_than_are_asked_are_said_to_be() throws Exception {
    List<String> names = IntStream.range(0, 320).mapToObj(i -> "/g/" + i + "/").toList();
    principal("/me/", HOME, property("d:group-membership", names.toArray(String[]::new)));
    names.forEach(name -> principal(name, property("d:displayname")));
    assertThat(discover().problems())
        .singleElement()
        .asString()
        .contains("more than 300 principals allow the user to act for them");
    assertThat(server.requests().stream().filter(line -> line.contains(" /g/"))).hasSize(300);
  }

  private Discovery discover() throws Exception {
    try (Account account =
        new Accounts().of(Map.of("location", server.location(), "include", "delegated"))) {
      Exchange exchange = host.send("caldav-discover", host.exchange(account));
      assertThat(exchange.getException()).isNull();
      return exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class);
    }
  }

  private static List<String> delegated(Discovery discovery) {
    return discovery.calendars().stream()
        .filter(calendar -> calendar.role() == Calendar.Role.DELEGATED)
        .map(Calendar::segment)
        .toList();
  }
}
