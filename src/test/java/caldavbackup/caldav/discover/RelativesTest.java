package caldavbackup.caldav.discover;

import static caldavbackup.caldav.discover.DiscoveryAnswers.CALENDAR;
import static caldavbackup.caldav.discover.DiscoveryAnswers.ROOT;
import static caldavbackup.caldav.discover.DiscoveryAnswers.learn;
import static caldavbackup.caldav.discover.DiscoveryAnswers.place;
import static caldavbackup.caldav.discover.DiscoveryAnswers.response;
import static caldavbackup.caldav.discover.DiscoveryAnswers.responses;
import static caldavbackup.caldav.discover.DiscoveryAnswers.withHome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.Calendar;
import caldavbackup.http.Account;
import caldavbackup.http.Question;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Those who let the user act for them. */
class RelativesTest {
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

  private static void relative(Discovery discovery, String path, String properties)
      throws Exception {
    String url = ROOT + path.substring(1);
    new RelativeQuestion(discovery, url).learn(url, responses(response(path, properties)).get(0));
  }
}
