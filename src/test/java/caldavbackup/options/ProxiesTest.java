package caldavbackup.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.text.Failure;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The environment's proxies, as curl reads them. */
class ProxiesTest {
  @ParameterizedTest
  @CsvSource({
    "HTTPS_PROXY=http://p:1,https,http://p:1",
    "https_proxy=http://p:1,https,http://p:1",
    "https_proxy=http://low:1 HTTPS_PROXY=http://up:1,https,http://low:1",
    "HTTPS_PROXY=http://p:1,http,",
    "HTTP_PROXY=http://p:1,http,http://p:1",
    "HTTP_PROXY=http://p:1,https,",
    "HTTP_PROXY=http://p:1 REQUEST_METHOD=GET,http,",
    "http_proxy=http://p:1 REQUEST_METHOD=GET,http,http://p:1",
    "ALL_PROXY=socks5h://p:1,https,socks5h://p:1",
    "ALL_PROXY=socks5://p:1 HTTPS_PROXY=p:2,https,http://p:2",
    "HTTPS_PROXY=p,https,http://p:1080",
    "HTTPS_PROXY= ALL_PROXY=,https,",
    "HTTPS_PROXY=http://[::1]:8080,https,http://::1:8080"
  })
  void a_variable_is_for_its_scheme(String words, String scheme, String proxy) throws Failure {
    assertThat(String.valueOf(Proxies.read(Map.of(), map(words)).of(scheme, "cal.example.org")))
        .isEqualTo(String.valueOf(proxy));
  }

  @ParameterizedTest
  @CsvSource({
    "'*',cal.example.org,false",
    "example.org,cal.example.org,false",
    ".example.org,cal.example.org,false",
    ".example.org,example.org,false",
    "ample.org,cal.example.org,true",
    "'a.b, example.org',CAL.EXAMPLE.ORG,false",
    "127.0.0.1,127.0.0.1,false",
    "0.0.1,127.0.0.1,true",
    "10.0.0.0/8,10.1.2.3,false",
    "10.0.0.0/8,11.1.2.3,true",
    "192.168.4.0/22,192.168.7.1,false",
    "192.168.4.0/22,192.168.8.1,true",
    "::1,[::1],false",
    "fd00::/8,[fd12::1],false",
    "10.0.0.0/x,10.1.2.3,true",
    "'',h,true"
  })
  void no_proxy_names_exceptions(String except, String host, boolean proxied) throws Failure {
    Map<String, String> environment = Map.of("ALL_PROXY", "http://p:1", "NO_PROXY", except);
    assertThat(Proxies.read(Map.of(), environment).of("https", host) != null).isEqualTo(proxied);
  }

  @Test
  void the_option_counts_before_the_environment_and_has_no_exceptions() throws Failure {
    Map<String, String> environment = Map.of("ALL_PROXY", "http://p:1", "NO_PROXY", "*");
    Map<Option, String> given = new HashMap<>(Map.of(Option.PROXY, "socks5://own:2"));
    assertThat(Proxies.read(given, environment).of("https", "h")).hasToString("socks5://own:2");
    given.put(Option.PROXY, "none");
    assertThat(Proxies.read(given, Map.of("ALL_PROXY", "http://p:1")).of("https", "h")).isNull();
  }

  @Test
  void a_variable_may_hold_user_and_password_and_neither_is_shown() throws Failure {
    Proxies.Proxy proxy =
        Proxies.read(Map.of(), Map.of("https_proxy", "http://al%40ice:se%3Acr+et@p:1"))
            .of("https", "h");
    assertThat(proxy.username()).isEqualTo("al@ice");
    assertThat(proxy.password().reveal()).isEqualTo("se:cr+et");
    assertThat(proxy).hasToString("http://p:1");
    assertThatThrownBy(
            () -> Proxies.read(Map.of(), Map.of("HTTPS_PROXY", "ftp://alice:geheim@p:1")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("environment variable HTTPS_PROXY has the unknown scheme 'ftp'")
        .hasMessageNotContaining("geheim");
  }

  private static Map<String, String> map(String words) {
    Map<String, String> map = new HashMap<>();
    for (String word : words.split(" ")) {
      map.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
    }
    return map;
  }
}
