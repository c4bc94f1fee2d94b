package caldavbackup.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.options.Location;
import caldavbackup.options.OauthOptions;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvidersTest {
  /** What is said of a provider is a fact; these two are ours to choose. */
  private static final Set<String> NO_FACTS = Set.of("title", "sources");

  private static final Set<String> GRANTS =
      Set.of(
          "authorization_code",
          "refresh_token",
          "client_credentials",
          "urn:ietf:params:oauth:grant-type:device_code",
          "urn:ietf:params:oauth:grant-type:jwt-bearer");

  @TempDir Path folder;

  static Stream<String> names() throws Failure {
    return Providers.with(null).all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void each_fact_of_a_provider_has_its_source(String name) throws Exception {
    JsonNode entry =
        new ObjectMapper().readTree(getClass().getResource("/providers.json")).get(name);
    List<String> facts = new ArrayList<>();
    entry.fieldNames().forEachRemaining(facts::add);
    facts.removeAll(NO_FACTS);
    Provider provider = Providers.with(null).named(name);
    assertThat(provider.sources()).containsOnlyKeys(facts.toArray(String[]::new));
    assertThat(provider.sources().values())
        .allSatisfy(
            source -> {
              assertThat(URI.create(source).getScheme()).isEqualTo("https");
              assertThat(URI.create(source).getHost()).isNotNull();
            });
  }

  @ParameterizedTest
  @MethodSource("names")
  void each_provider_says_what_a_user_has_to_know(String name) throws Exception {
    Provider provider = Providers.with(null).named(name);
    assertThat(provider.title()).isNotBlank();
    assertThat(provider.note()).endsWith(".");
    assertThat(provider.home()).endsWith(".");
    assertThat(provider.grants()).isSubsetOf(GRANTS);
    for (String url :
        new String[] {provider.authorizeUrl(), provider.tokenUrl(), provider.deviceUrl()}) {
      assertThat(url == null || OauthOptions.isSafe(url)).as(url).isTrue();
    }
    if (provider.location() != null) {
      Location.parse(provider.location().replace("{username}", "a@example.org"));
    }
    if (provider.hasOauth2() && !name.equals("custom")) {
      assertThat(provider.authorizeUrl()).isNotNull();
      assertThat(provider.tokenUrl()).isNotNull();
      assertThat(provider.redirect()).matches("http://(127\\.0\\.0\\.1|localhost)");
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void each_provider_has_a_page_for_its_users(String name) {
    assertThat(Path.of("docs/providers", name + ".md")).exists();
  }

  @Test
  void a_user_adds_a_provider_and_overrides_ours_by_a_file() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("providers.json"),
            """
            {"work": {"title": "Work", "token_url": "https://id.example.org/t", "note": "ask Eve"},
             "google": {"title": "Mine", "token_url": "https://id.example.com/t"}}
            """);
    Providers providers = Providers.with(file);
    assertThat(providers.named("work").tokenUrl()).isEqualTo("https://id.example.org/t");
    assertThat(providers.named("work").hasOauth2()).isTrue();
    assertThat(providers.named("google").title()).isEqualTo("Mine");
    assertThat(providers.named("apple").hasOauth2()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{\"a\": {\"tokenurl\": \"x\"}}", "{\"a\": 1}"})
  void a_file_that_is_wrong_is_named(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("providers.json"), text);
    assertThatThrownBy(() -> Providers.with(file))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(file + " is not a table of providers");
  }

  @Test
  void a_provider_that_nobody_knows_is_named_with_those_that_are_known() {
    assertThatThrownBy(() -> Providers.with(null).named("goggle"))
        .hasMessageContaining(
            "there is no provider 'goggle', only apple, custom, fastmail, google");
  }

  @ParameterizedTest
  @ValueSource(strings = {"apple", "yahoo", "zoho", "yandex", "mail.ru"})
  void a_provider_that_wants_a_password_says_how_to_get_one(String name) {
    assertThatThrownBy(() -> signIn(Map.of("name", name, "client_id", "x")))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.SIGN_IN))
        .hasMessageContaining("requires a password: ")
        .hasMessageMatching(".*requires a password: .*password.* at .*username.*");
  }

  @Test
  void what_is_missing_is_named() {
    assertThatThrownBy(() -> signIn(Map.of("name", "google")))
        .hasMessageContaining("'client_id' is missing");
    assertThatThrownBy(() -> signIn(Map.of("client_id", "x")))
        .hasMessageContaining("'token_url' is missing");
    assertThatThrownBy(() -> signIn(Map.of("service_account", "x")))
        .hasMessageContaining("'service_scope' is missing");
  }

  @Test
  void options_go_before_what_is_known_and_the_host_is_filled_in() throws Exception {
    Oauth2SignIn nextcloud = signIn(Map.of("name", "nextcloud", "client_id", "x"));
    assertThat(nextcloud.tokenUrl())
        .isEqualTo("https://cal.example.org:8443/index.php/apps/oauth2/api/v1/token");
    Oauth2SignIn other =
        signIn(
            Map.of("name", "nextcloud", "client_id", "x", "token_url", "https://id.example.org/"));
    assertThat(other.tokenUrl()).isEqualTo("https://id.example.org/");
  }

  private static Oauth2SignIn signIn(Map<String, String> options) throws Failure {
    Map<String, String> all = new java.util.TreeMap<>(options);
    all.put("location", "caldav://cal.example.org:8443/");
    return Oauth2SignIn.of(Options.forBackup(all));
  }
}
