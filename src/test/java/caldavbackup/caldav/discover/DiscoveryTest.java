package caldavbackup.caldav.discover;

import static caldavbackup.caldav.discover.DiscoveryAnswers.CALENDAR;
import static caldavbackup.caldav.discover.DiscoveryAnswers.COLLECTION;
import static caldavbackup.caldav.discover.DiscoveryAnswers.ROOT;
import static caldavbackup.caldav.discover.DiscoveryAnswers.learn;
import static caldavbackup.caldav.discover.DiscoveryAnswers.place;
import static caldavbackup.caldav.discover.DiscoveryAnswers.response;
import static caldavbackup.caldav.discover.DiscoveryAnswers.responses;
import static caldavbackup.caldav.discover.DiscoveryAnswers.withHome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.text.Failure;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where an account's homes are looked for, and which addresses are never asked. */
class DiscoveryTest {
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
        Arguments.of(
            "https://cal.example.org@evil.example.com/", "has no host, or it names a user"),
        Arguments.of("https:///home/", "has no host, or it names a user"),
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
        .hasMessageContaining("no calendars found");

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
}
