package caldavbackup.caldav.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.Calendar;
import caldavbackup.http.Account;
import caldavbackup.http.Question;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.MultistatusReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryTest {
  private static final String ROOT = "https://cal.example.org/";
  private static final String CALENDAR =
      "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>";
  private static final String COLLECTION = "<d:resourcetype><d:collection/></d:resourcetype>";

  static Stream<Arguments> calendars() {
    return Stream.of(
        Arguments.of("/home/work/", CALENDAR, "OWN", null, null),
        Arguments.of(
            "/home/mine/",
            CALENDAR + "<d:owner><d:href>/principals/%61lice</d:href></d:owner>",
            "OWN",
            null,
            null),
        Arguments.of(
            "/home/theirs/",
            CALENDAR + "<d:owner><d:href>/principals/bob/</d:href></d:owner>",
            "SHARED",
            "/principals/bob/",
            null),
        Arguments.of("/home/x_shared_by_bob/", CALENDAR, "SHARED", null, null),
        Arguments.of(
            "/home/cs/",
            "<d:resourcetype><d:collection/><c:calendar/><s:shared/></d:resourcetype>",
            "SHARED",
            null,
            null),
        Arguments.of(
            "/home/given/",
            "<d:resourcetype><d:collection/><c:calendar/><s:shared-owner/></d:resourcetype>"
                + "<d:share-access><d:shared-owner/></d:share-access>",
            "OWN",
            null,
            null),
        Arguments.of(
            "/home/access/",
            CALENDAR + "<d:share-access><d:read/></d:share-access>",
            "SHARED",
            null,
            null),
        Arguments.of(
            "/home/none/",
            CALENDAR + "<d:share-access><d:not-shared/></d:share-access>",
            "OWN",
            null,
            null),
        Arguments.of(
            "/home/feed/",
            "<d:resourcetype><d:collection/><s:subscribed/></d:resourcetype>"
                + "<s:source><d:href>webcal://feeds.example.com/a.ics</d:href></s:source>",
            "SUBSCRIPTION",
            null,
            "webcal://feeds.example.com/a.ics"),
        Arguments.of(
            "/home/cached/",
            CALENDAR + "<s:source><d:href>https://f.example/b.ics</d:href></s:source>",
            "SUBSCRIPTION",
            null,
            "https://f.example/b.ics"),
        Arguments.of("/home/contact_birthdays/", CALENDAR, "GENERATED", null, null),
        Arguments.of("/home/app-generated--deck--board-1/", CALENDAR, "GENERATED", null, null),
        Arguments.of(
            "/caldav/v2/en.german%23holiday%40group.v.calendar.google.com/events/",
            CALENDAR, "GENERATED", null, null),
        Arguments.of(
            "/caldav/v2/abc@group.calendar.google.com/events/", CALENDAR, "OWN", null, null),
        Arguments.of("/home/inbox/", types("c:schedule-inbox"), null, null, null),
        Arguments.of(
            "/home/old-inbox/",
            "<d:resourcetype><d:collection/><c:calendar/><c:schedule-inbox/></d:resourcetype>",
            null,
            null,
            null),
        Arguments.of("/home/outbox/", types("c:schedule-outbox"), null, null, null),
        Arguments.of("/home/notifications/", types("s:notifications"), null, null, null),
        Arguments.of("/home/trashbin/", types("n:trash-bin"), null, null, null),
        Arguments.of(
            "/home/deleted/",
            "<d:resourcetype><d:collection/><c:calendar/><n:deleted-calendar/></d:resourcetype>",
            null,
            null,
            null),
        Arguments.of("/home/dropbox/", types("s:dropbox-home"), null, null, null),
        Arguments.of("/home/freebusy/", types("s:free-busy-url"), null, null, null),
        Arguments.of("/home/plain/", COLLECTION, null, null, null));
  }

  @ParameterizedTest(name = "{0} is {2}")
  @MethodSource("calendars")
  void what_a_calendar_is_to_the_user_and_what_is_none(
      String href, String properties, String role, String owner, String source) throws Exception {
    Discovery discovery = withHome();
    new HomeQuestion(discovery, ROOT + "home/")
        .learn(
            ROOT + "home/", responses(response("/home/", COLLECTION) + response(href, properties)));
    if (role == null) {
      assertThat(discovery.calendars()).isEmpty();
    } else {
      assertThat(discovery.calendars())
          .singleElement()
          .satisfies(
              calendar -> {
                assertThat(calendar.role()).hasToString(role);
                assertThat(calendar.origin().owner()).isEqualTo(owner);
                assertThat(calendar.origin().source()).isEqualTo(source);
              });
    }
    assertThat(discovery.problems()).isEmpty();
  }

  @Test
  void the_owner_of_the_home_is_the_user_under_another_name() throws Exception {
    Discovery discovery = withHome();
    String owner = "<d:owner><d:href>/principals/__uids__/4711/</d:href></d:owner>";
    new HomeQuestion(discovery, ROOT + "home/")
        .learn(
            ROOT + "home/",
            responses(
                response("/home/", COLLECTION + owner)
                    + response("/home/work/", CALENDAR + owner)));
    assertThat(discovery.calendars()).singleElement().returns(Calendar.Role.OWN, Calendar::role);
  }

  @Test
  void a_home_may_be_a_calendar_itself_and_lack_its_slash() throws Exception {
    Discovery discovery = new Discovery(ROOT);
    learn(
        discovery,
        ROOT,
        "/",
        "<d:current-user-principal><d:href>/users/a@b/</d:href></d:current-user-principal>"
            + "<c:calendar-home-set><d:href>/users/a@b/calendar</d:href></c:calendar-home-set>");
    assertThat(discovery.homesToAsk()).containsExactly(ROOT + "users/a@b/calendar/");
    new HomeQuestion(discovery, ROOT + "users/a@b/calendar/")
        .learn(
            ROOT + "users/a@b/calendar/",
            responses(
                response("/users/a%40b/calendar", CALENDAR)
                    + response("/users/a@b/calendar/", CALENDAR)
                    + response("/users/a@b/calendar/second/", CALENDAR)));
    assertThat(discovery.calendars())
        .extracting(Calendar::url)
        .containsExactly(ROOT + "users/a%40b/calendar/", ROOT + "users/a@b/calendar/second/");
  }

  @Test
  void several_homes_are_each_asked_once_however_they_are_written() throws Exception {
    Discovery discovery = new Discovery(ROOT);
    learn(
        discovery,
        ROOT,
        "/",
        "<c:calendar-home-set><d:href>/h%6Fme/</d:href><d:href>/home</d:href>"
            + "<d:href>https://p01-cal.example.org:443/other/</d:href>"
            + "<d:href>https://p01-cal.example.org/other</d:href></c:calendar-home-set>");
    assertThat(discovery.homesToAsk())
        .containsExactly(ROOT + "h%6Fme/", "https://p01-cal.example.org:443/other/");
    assertThat(discovery.problems()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void a_hostile_address_is_named_and_never_asked(String href, String complaint) throws Exception {
    Discovery discovery = new Discovery(ROOT);
    learn(
        discovery,
        ROOT,
        "/",
        "<d:current-user-principal><d:href>"
            + href
            + "</d:href></d:current-user-principal><c:calendar-home-set><d:href>"
            + href
            + "</d:href></c:calendar-home-set>");
    assertThat(discovery.homesToAsk()).isEmpty();
    assertThat(discovery.principal()).isNull();
    assertThat(discovery.problems())
        .hasSize(2)
        .allSatisfy(
            problem ->
                assertThat(problem).contains(complaint).hasSizeLessThan(300).doesNotContain("\n"));
    assertThatThrownBy(() -> discovery.attempts().requireFound(discovery))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(complaint);
  }

  static Stream<Arguments> hostile() {
    return Stream.of(
        Arguments.of("javascript:alert(1)", "neither http nor https"),
        Arguments.of("file:///etc/passwd", "neither http nor https"),
        Arguments.of("/" + "a".repeat(100_000), "100001 characters"),
        Arguments.of("/home/&#10;Host: evil", "control characters"),
        Arguments.of("https://evil.example.com/home/", "outside the domain of cal.example.org"),
        Arguments.of("//evil.example.com/home/", "outside the domain of cal.example.org"),
        Arguments.of("https://cal.example.org@evil.example.com/", "names no host, or a user"),
        Arguments.of("https:///home/", "names no host, or a user"),
        Arguments.of("http://other.example.org/home/", "plain HTTP"));
  }

  @Test
  void plain_http_on_the_same_host_is_a_proxys_mistake_and_stays_https() throws Exception {
    Discovery discovery = new Discovery(ROOT);
    learn(
        discovery,
        ROOT,
        "/",
        "<c:calendar-home-set><d:href>http://cal.example.org:8080/home/</d:href></c:calendar-home-set>");
    assertThat(discovery.homesToAsk()).containsExactly(ROOT + "home/");
  }

  @Test
  void only_a_bare_location_is_looked_for_elsewhere() throws Exception {
    Discovery bare = new Discovery("https://example.org/");
    place(bare, "https://example.org/").note(new Failure(Failure.Kind.SERVER, "404"));
    assertThat(bare.needsWellKnown()).isTrue();
    assertThat(bare.needsServices()).isTrue();

    Discovery unreachable = new Discovery("https://example.org/");
    place(unreachable, "https://example.org/")
        .note(new Failure(Failure.Kind.SERVER, "unknown", new java.net.UnknownHostException()));
    assertThat(unreachable.needsWellKnown()).isFalse();
    assertThat(unreachable.needsServices()).isTrue();

    for (String elsewhere :
        List.of(
            "https://example.org/dav/",
            "https://example.org:8443/",
            "https://192.0.2.1/",
            "https://localhost/",
            "https://nobody.invalid/")) {
      Discovery discovery = new Discovery(elsewhere);
      place(discovery, elsewhere).note(new Failure(Failure.Kind.SERVER, "404"));
      assertThat(discovery.needsServices()).as(elsewhere).isFalse();
    }
  }

  @Test
  void a_collection_that_nobody_calls_a_home_counts_only_when_it_holds_calendars()
      throws Exception {
    Discovery discovery = new Discovery(ROOT + "dav/");
    learn(discovery, ROOT + "dav/", "/dav/", COLLECTION);
    assertThat(discovery.homesToAsk()).containsExactly(ROOT + "dav/");
    new HomeQuestion(discovery, ROOT + "dav/")
        .learn(ROOT + "dav/", responses(response("/dav/", COLLECTION)));
    assertThatThrownBy(() -> discovery.attempts().requireFound(discovery))
        .hasMessageContaining("no calendars can be found");

    new HomeQuestion(discovery, ROOT + "dav/")
        .learn(ROOT + "dav/", responses(response("/dav/one/", CALENDAR)));
    assertThatCode(() -> discovery.attempts().requireFound(discovery)).doesNotThrowAnyException();
    assertThat(discovery.homes()).containsExactly(ROOT + "dav/");
  }

  @Test
  void one_of_several_homes_that_fails_is_a_problem_and_the_only_one_is_a_failure()
      throws Exception {
    Failure failure = new Failure(Failure.Kind.SERVER, "the server answered (500)");
    assertThatThrownBy(() -> new HomeQuestion(withHome(), ROOT + "home/").failed(failure))
        .isSameAs(failure);

    Discovery two = new Discovery(ROOT);
    learn(
        two,
        ROOT,
        "/",
        "<c:calendar-home-set><d:href>/a/</d:href><d:href>/b/</d:href></c:calendar-home-set>");
    new HomeQuestion(two, ROOT + "b/").failed(failure);
    assertThat(two.problems())
        .containsExactly("calendar home " + ROOT + "b/: the server answered (500)");
  }

  @Test
  void those_who_let_the_user_act_for_them_are_found_by_proxies_and_groups() throws Exception {
    Discovery discovery = withHome();
    learn(
        discovery,
        ROOT + "principals/alice/",
        "/principals/alice/",
        "<s:calendar-proxy-read-for><d:href>/principals/bob/</d:href></s:calendar-proxy-read-for>"
            + "<d:group-membership><d:href>/principals/carol/calendar-proxy-write</d:href>"
            + "<d:href>https://evil.example.com/x/</d:href></d:group-membership>");
    assertThat(discovery.relatives().take())
        .containsExactly(ROOT + "principals/bob/", ROOT + "principals/carol/calendar-proxy-write/");
    relative(
        discovery,
        "/principals/carol/calendar-proxy-write/",
        "<d:resourcetype><d:principal/><s:calendar-proxy-write/></d:resourcetype>");
    assertThat(discovery.relatives().take()).containsExactly(ROOT + "principals/carol/");
    relative(
        discovery,
        "/principals/carol/",
        "<c:calendar-home-set><d:href>/carol/</d:href></c:calendar-home-set>");
    assertThat(discovery.homesToAsk()).containsExactly(ROOT + "home/", ROOT + "carol/");
    new HomeQuestion(discovery, ROOT + "carol/")
        .learn(ROOT + "carol/", responses(response("/carol/work/", CALENDAR)));
    assertThat(discovery.calendars())
        .singleElement()
        .returns(Calendar.Role.DELEGATED, Calendar::role);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 403, 404, 0})
  void a_principal_or_home_of_somebody_else_that_fails_is_named_when_it_is_wanted(int status)
      throws Exception {
    String bob = ROOT + "principals/bob/";
    Discovery discovery = withHome();
    learn(
        discovery,
        ROOT + "principals/alice/",
        "/principals/alice/",
        "<s:calendar-proxy-read-for><d:href>/principals/bob/</d:href>"
            + "<d:href>https://evil.example.com/x/</d:href></s:calendar-proxy-read-for>");
    assertThat(discovery.problems()).as("nobody asks for them").isEmpty();
    try (Account account =
        new Account(
            Options.forBackup(
                Map.of("location", "caldav://cal.example.org/", "include", "delegated")))) {
      Question first = new Search(discovery, account, Search.State.RELATIVES, null).next();
      assertThat(first.url()).isEqualTo(bob);
      new RelativeQuestion(discovery, bob).failed(null, failure(status));
    }
    assertThat(discovery.problems())
        .anySatisfy(problem -> assertThat(problem).contains(bob, failure(status).getMessage()))
        .anySatisfy(problem -> assertThat(problem).contains("evil.example.com"))
        .hasSize(2);
    relative(
        discovery,
        "/principals/carol/",
        "<c:calendar-home-set><d:href>/carol/</d:href></c:calendar-home-set>");
    new HomeQuestion(discovery, ROOT + "carol/").failed(failure(status));
    assertThat(discovery.problems())
        .anySatisfy(
            problem -> assertThat(problem).contains("/carol/", failure(status).getMessage()))
        .hasSize(3);
  }

  @Test
  void what_a_principal_of_somebody_else_refuses_to_tell_is_named() throws Exception {
    Discovery discovery = withHome();
    discovery.relatives().want();
    String url = ROOT + "principals/bob/";
    new RelativeQuestion(discovery, url)
        .learn(
            url,
            responses(
                    "<d:response><d:href>/principals/bob/</d:href><d:propstat><d:prop>"
                        + "<c:calendar-home-set/></d:prop><d:status>HTTP/1.1 500 No</d:status>"
                        + "</d:propstat></d:response>")
                .get(0));
    assertThat(discovery.problems())
        .singleElement()
        .asString()
        .contains(url, "500", "calendar-home-set");
    Discovery other = withHome();
    other.relatives().want();
    assertThatThrownBy(
            () ->
                new RelativeQuestion(other, url)
                    .learn(
                        url,
                        responses(
                                "<d:response><d:href>/principals/bob/</d:href>"
                                    + "<d:status>HTTP/1.1 403 No</d:status></d:response>")
                            .get(0)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("403");
  }

  @Test
  void the_users_own_principal_must_tell_for_whom_he_may_act() throws Exception {
    Discovery discovery = withHome();
    place(discovery, ROOT + "principals/alice/").note(failure(500));
    assertThat(discovery.problems()).isEmpty();
    discovery.relatives().want();
    assertThat(discovery.problems())
        .singleElement()
        .asString()
        .contains(ROOT + "principals/alice/", "500");
  }

  @Test
  void the_end_of_a_run_is_not_taken_for_a_principal_that_cannot_be_read() throws Exception {
    Discovery discovery = withHome();
    RelativeQuestion bob = new RelativeQuestion(discovery, ROOT + "principals/bob/");
    assertThatThrownBy(() -> bob.failed(null, new Failure(Failure.Kind.CANCELLED, "stopped")))
        .isInstanceOf(Failure.class)
        .hasMessage("stopped");
  }

  private static Failure failure(int status) {
    return status == 0
        ? Failure.incomplete("the answer is broken")
        : new Failure(Failure.Kind.SERVER, "the server answered (" + status + ")", null, status);
  }

  private static Discovery withHome() throws Exception {
    Discovery discovery = new Discovery(ROOT);
    learn(
        discovery,
        ROOT,
        "/",
        "<d:current-user-principal><d:href>/principals/alice/</d:href></d:current-user-principal>"
            + "<c:calendar-home-set><d:href>/home/</d:href></c:calendar-home-set>");
    return discovery;
  }

  private static PlaceQuestion place(Discovery discovery, String url) {
    return PlaceQuestion.of(discovery, null, url);
  }

  private static void learn(Discovery discovery, String asked, String href, String properties)
      throws Exception {
    place(discovery, asked).learn(asked, responses(response(href, properties)).get(0));
  }

  private static void relative(Discovery discovery, String path, String properties)
      throws Exception {
    String url = ROOT + path.substring(1);
    new RelativeQuestion(discovery, url).learn(url, responses(response(path, properties)).get(0));
  }

  private static String types(String type) {
    return "<d:resourcetype><d:collection/><" + type + "/></d:resourcetype>";
  }

  private static String response(String href, String properties) {
    return "<d:response><d:href>"
        + href
        + "</d:href><d:propstat><d:prop>"
        + properties
        + "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>";
  }

  private static List<DavResponse> responses(String responses) throws Exception {
    String xml =
        "<d:multistatus xmlns:d='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'"
            + " xmlns:s='http://calendarserver.org/ns/' xmlns:n='http://nextcloud.com/ns'>"
            + responses
            + "</d:multistatus>";
    List<DavResponse> all = new ArrayList<>();
    try (MultistatusReader reader =
        new MultistatusReader(
            new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "test")) {
      for (DavResponse one = reader.next(); one != null; one = reader.next()) {
        all.add(one);
      }
    }
    return all;
  }
}
