package caldavbackup.caldav.profile;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.profile.SchedulingTraits.Quiet;
import caldavbackup.caldav.profile.SchedulingTraits.Said;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulingTraitsTest {
  private static final String SABRE =
      "1, 3, extended-mkcol, access-control, calendarserver-principal-property-search,"
          + " calendar-access, calendar-proxy, calendar-auto-schedule, calendar-availability,"
          + " resource-sharing, calendarserver-sharing";

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // URL | Server | of its own | DAV | name | schedules | quiet | tells of the past
        "/baikal/dav.php/calendars/a/work/ | nginx | sabre/dav 4.7.0 | sabre | sabre/dav | true | BY_HEADER | true",
        "/calendars/a/work/ | - | sabre/dav 1.8.12 | 1, 3, calendar-access, calendar-proxy | sabre/dav | false | BY_HEADER | true",
        "/remote.php/dav/calendars/a/work/ | Apache | - | sabre, nc-calendar-search | Nextcloud | true | BY_HEADER | true",
        "/remote.php/dav/calendars/a/work/ | Apache | - | sabre, oc-resource-sharing | Nextcloud | true | BY_HEADER | true",
        "/dav/calendars/user/a/work/ | Cyrus-HTTP/3.6.1 | - | calendar-access, calendar-auto-schedule | Cyrus | true | BY_HEADER | true",
        "/dav/calendars/user/a/work/ | nginx | - | calendar-access, calendar-auto-schedule, inbox-availability | Cyrus | true | BY_HEADER | true",
        "/dav/calendars/user/a/work/ | nginx | - | calendar-access, calendar-auto-schedule | this server | true | NOT_AT_ALL | true",
        "https://caldav.fastmail.com/dav/calendars/user/a/work/ | nginx | - | calendar-access, calendar-auto-schedule | Fastmail | true | BY_HEADER | true",
        "https://evilfastmail.com/dav/calendars/user/a/work/ | nginx | - | calendar-access, calendar-auto-schedule | this server | true | NOT_AT_ALL | true",
        "https://dav.mailbox.org/caldav/Y2FsOi8vMC8zMQ/ | Apache | - | calendar-access, calendar-auto-schedule | OX App Suite | true | BY_HEADER | true",
        "/SOGo/dav/a/Calendar/work/ | Apache | - | calendar-access, calendar-auto-schedule | SOGo | true | BY_WRITING_TWICE | false",
        "/x/ | SOPE 4.9.37/WebDAV | - | calendar-access, calendar-auto-schedule | SOGo | true | BY_WRITING_TWICE | false",
        "/caldav.php/a/work/ | 1.1 | DAViCal/1.1.12; DB/1.3.5 | calendar-access, calendar-auto-schedule | DAViCal | true | NOT_AT_ALL | true",
        "/dav/pal/a/ | - | - | calendar-access, calendar-auto-schedule | Stalwart | true | NOT_AT_ALL | false",
        "https://apidata.googleusercontent.com/caldav/v2/a%40x/events/ | GSE | - | 1, calendar-access | Google | true | NOT_AT_ALL | true",
        "https://p01-caldav.icloud.com/1/calendars/work/ | - | - | - | iCloud | true | NOT_AT_ALL | true",
        "/users/a@x/calendar/ | DavMail Gateway 6.2 | - | 1, calendar-access, calendar-schedule | DavMail | true | NOT_AT_ALL | true",
        "/dav/a@x/Calendar/ | nginx | - | 1, 2, 3, calendar-access, calendar-schedule | this server | true | NOT_AT_ALL | true",
        "/alice/calendars/work/ | Python/3.11 aiohttp/3.14.5 | - | calendar-access, calendar-auto-schedule, add-member | this server | true | NOT_AT_ALL | true",
        "/alice/work/ | WSGIServer/0.2 | - | 1, 2, 3, calendar-access, addressbook | this server | false | NOT_AT_ALL | true",
        "/alice/work/ | - | - | - | this server | true | NOT_AT_ALL | true"
      })
  void a_server_is_known_by_what_it_says(
      String url,
      String server,
      String software,
      String dav,
      String name,
      boolean schedules,
      Quiet quiet,
      boolean tellsOfThePast) {
    String words = dav == null ? null : dav.replace("sabre", SABRE);
    SchedulingTraits traits = SchedulingTraits.of(said(url, server, software, words, false, false));
    assertThat(traits.server()).isEqualTo(name);
    assertThat(traits.schedules()).isEqualTo(schedules);
    assertThat(traits.quiet()).isEqualTo(quiet);
    assertThat(traits.tellsOfThePast()).isEqualTo(tellsOfThePast);
    assertThat(traits.mayTellAnybody()).isEqualTo(schedules && quiet != Quiet.BY_HEADER);
  }

  @Test
  void sabre_is_known_by_its_own_property_where_it_hides_its_version() {
    assertThat(SchedulingTraits.of(said("/x/", null, null, SABRE, true, false)).quiet())
        .isEqualTo(Quiet.BY_HEADER);
    assertThat(SchedulingTraits.of(said("/x/", null, null, SABRE, false, false)).quiet())
        .isEqualTo(Quiet.NOT_AT_ALL);
  }

  @Test
  void an_outbox_means_scheduling_whatever_the_header_says() {
    assertThat(SchedulingTraits.of(said("/x/", null, null, "calendar-access", false, true)))
        .matches(SchedulingTraits::schedules);
  }

  private static Said said(
      String url, String server, String software, String dav, boolean sabre, boolean outbox) {
    String absolute = url.startsWith("/") ? "https://cal.example.org" + url : url;
    Set<String> words = Said.words(dav);
    return new Said(List.of(absolute), server, software, words, sabre, outbox);
  }
}
