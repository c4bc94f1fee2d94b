package caldavbackup.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainsTest {
  @ParameterizedTest
  @CsvSource({
    "caldav.icloud.com, p07-caldav.icloud.com, true",
    "example.org, EXAMPLE.org., true",
    "example.org, cal.example.org, true",
    "example.org, example.com, false",
    "evil-example.org, example.org, false",
    "one.co.uk, other.co.uk, false",
    "a.one.co.uk, b.one.co.uk, true",
    "one.github.io, other.github.io, false",
    "10.0.0.1, 10.0.0.1, true",
    "10.0.0.1, 192.0.0.1, false",
    "127.0.0.1, localhost, false",
    "localhost, localhost, true",
    "[::1], [::2], false"
  })
  void hosts_belong_together_within_one_registrable_domain(
      String one, String other, boolean together) {
    assertThat(Domains.together(one, other)).isEqualTo(together);
    assertThat(Domains.together(other, one)).isEqualTo(together);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "127.0.0.1", "[::1]", "x.localhost", "nas.local", "a.invalid"})
  void the_dns_is_not_asked_about_what_it_cannot_know(String host) {
    assertThat(Domains.mayHaveServices(host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.org", "cal.example.test", "Example.ORG."})
  void the_dns_is_asked_about_domains(String host) {
    assertThat(Domains.mayHaveServices(host)).isTrue();
  }
}
