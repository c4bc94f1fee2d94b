package caldavbackup.caldav.discover;

import static caldavbackup.caldav.discover.DiscoveryAnswers.CALENDAR;
import static caldavbackup.caldav.discover.DiscoveryAnswers.COLLECTION;
import static caldavbackup.caldav.discover.DiscoveryAnswers.ROOT;
import static caldavbackup.caldav.discover.DiscoveryAnswers.learn;
import static caldavbackup.caldav.discover.DiscoveryAnswers.response;
import static caldavbackup.caldav.discover.DiscoveryAnswers.responses;
import static caldavbackup.caldav.discover.DiscoveryAnswers.withHome;
import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a calendar home says of its calendars. */
class HomeQuestionTest {
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

  private static String types(String type) {
    return "<d:resourcetype><d:collection/><" + type + "/></d:resourcetype>";
  }
}
