package caldavbackup.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.text.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {
  @ParameterizedTest(name = "{0} is {1} for {2}")
  @CsvSource({
    "caldav://cal.example.org,https://cal.example.org/,",
    "caldav://cal.example.org/dav/,https://cal.example.org/dav/,",
    "caldavs://cal.example.org:8443/dav,https://cal.example.org:8443/dav,",
    "https://cal.example.org/,https://cal.example.org/,",
    "cal.example.org:8443/x/,https://cal.example.org:8443/x/,",
    "CALDAV://cal.example.org,https://cal.example.org/,",
    "caldav://https://cal.example.org/x/,https://cal.example.org/x/,",
    "caldav://HTTPS://cal.example.org/x/,https://cal.example.org/x/,",
    "caldav+http://127.0.0.1:5232/,http://127.0.0.1:5232/,",
    "caldav+http://http://127.0.0.1:5232,http://127.0.0.1:5232/,",
    "caldav+http://https://h/,https://h/,",
    "caldav://[::1]:5232/,https://[::1]:5232/,",
    "alice@cal.example.org,https://cal.example.org/,alice",
    "caldav://alice%40example.org@h/,https://h/,alice@example.org",
    "caldav://h/alice@example.org/,https://h/alice@example.org/,",
    "caldav://h/a%2Fb%20c/,https://h/a%2Fb%20c/,",
    "caldav://h/Büro/,https://h/B%C3%BCro/,",
    "caldav://bücher.example/,https://xn--bcher-kva.example/,",
    "alice@bücher.example:8443,https://xn--bcher-kva.example:8443/,alice",
    "caldav://müller@h/,https://h/,müller",
    "'  caldav://h/  ',https://h/,",
    "caldav+http://alice@radicale_app:5232/x/,http://radicale_app:5232/x/,alice",
    "radicale_app,https://radicale_app/,"
  })
  void a_location_says_where_and_who(String text, String http, String user) throws Failure {
    Location location = Location.parse(text);
    assertThat(location.http()).hasToString(http);
    assertThat(location.user()).isEqualTo(user);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "caldav://",
        "://h/",
        "ftp://h/",
        "http://h/",
        "caldav://http://h/",
        "caldav://HTTP://h/",
        "caldav://h h/",
        "caldav://h/a b/",
        "caldav://h:99999/",
        "caldav://h:x/",
        "caldav:///path/",
        "caldav://h/path/?calendar=x",
        "caldav://h/path/#work",
        "caldav://alice:geheim@h/",
        "caldav:h"
      })
  void what_is_no_location_is_refused_in_one_sentence_that_names_the_option(String text) {
    assertThatThrownBy(() -> Location.parse(text))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.OPTION))
        .hasMessageContaining("option 'location'")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "caldav://alice:geheim@h/",
        "caldav://alice:ge heim@h/",
        "caldav://alice:x@geheim@h/",
        "caldav://alice:x/geheim@h/",
        "caldav://alice:x/@geheim@h/",
        "http://alice:geheim@h/",
        "http://alice:x/geheim@h/",
        "caldav://http://alice:geheim@h/",
        "caldav://https://alice:x/geheim@h h/"
      })
  void a_password_in_a_location_is_never_shown(String text) {
    assertThatThrownBy(() -> Location.parse(text)).hasMessageNotContaining("geheim");
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"caldav://alice@h:8443/x/,h:8443/x/", "caldav://h,h/", "caldav+http://h/,h/"})
  void the_origin_names_the_place_and_nobody(String text, String origin) throws Failure {
    assertThat(Location.parse(text).origin()).isEqualTo(origin);
  }
}
