package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.Routes;
import caldavbackup.http.Account;
import caldavbackup.http.AccountRoutes;
import caldavbackup.it.AuthorizationServer.Answer;
import caldavbackup.oauth.TokenSource;
import caldavbackup.options.Options;
import caldavbackup.options.Secret;
import caldavbackup.text.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code direct:caldav-oauth2}, called alone, and what authorization servers answer. */
class OauthRouteIT {
  private static final String LOCATION = "caldav+http://127.0.0.1:9/";
  private static Routes routes;

  @TempDir Path folder;
  private AuthorizationServer tokens;
  private final List<Account> accounts = new ArrayList<>();

  @BeforeAll
  static void startRoutes() {
    routes = Routes.start(Routes.Purpose.ANY);
  }

  @AfterAll
  static void stopRoutes() {
    routes.close();
  }

  @BeforeEach
  void startTokens() throws Exception {
    tokens = new AuthorizationServer();
  }

  @AfterEach
  void stopTokens() {
    accounts.forEach(Account::close);
    tokens.close();
  }

  @Test
  void a_token_is_put_on_the_exchange_and_used_as_long_as_it_is_good() throws Exception {
    Account account = account("refresh_token=" + tokens.login());
    String token = token(account);
    assertThat(tokens.accepts(token)).isTrue();
    assertThat(token(account)).isEqualTo(token);
    assertThat(tokens.asked()).hasSize(1);
  }

  @Test
  void an_application_brings_tokens_of_its_own() throws Exception {
    TokenSource own =
        new TokenSource() {
          @Override
          public Secret token() {
            return new Secret("from a vault");
          }

          @Override
          public Secret renew(Secret refused) {
            return null;
          }
        };
    Account account = account("refresh_token=x");
    assertThat(token(account, Map.of(CaldavConstants.TOKEN_SOURCE, own))).isEqualTo("from a vault");
    assertThat(tokens.asked()).isEmpty();
  }

  @Test
  void a_bean_that_is_not_there_is_named() throws Exception {
    assertThatThrownBy(
            () -> token(account("token=x"), Map.of(CaldavConstants.TOKEN_SOURCE, "vault")))
        .hasMessageContaining("there is no bean vault in the registry");
  }

  @Test
  void a_refresh_token_that_is_refused_gives_way_to_the_one_before_it() throws Exception {
    keep("lost", tokens.login(), Instant.EPOCH);
    assertThat(tokens.accepts(token(account()))).isTrue();
    assertThat(tokens.asked()).hasSize(2);
    assertThat(Files.readString(file())).doesNotContain("lost");
  }

  @Test
  void tokens_that_a_killed_process_had_just_got_are_used() throws Exception {
    keep("spent", null, Instant.EPOCH);
    Path old = file();
    byte[] spent = Files.readAllBytes(old);
    keep(tokens.login(), "spent", Instant.EPOCH.plusSeconds(1));
    Files.move(old, Path.of(old + ".new"));
    Files.write(old, spent);
    assertThat(tokens.accepts(token(account()))).isTrue();
    assertThat(tokens.asked()).hasSize(1);
  }

  @Test
  void a_refresh_token_that_was_refused_is_not_sent_again_until_there_is_another()
      throws Exception {
    Account account = account();
    keep("dead", null, Instant.EPOCH);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> token(account)).hasMessageContaining("run: caldav login");
    }
    assertThat(tokens.asked()).hasSize(1);
    keep(tokens.login(), null, Instant.EPOCH.plusSeconds(1));
    assertThat(tokens.accepts(token(account))).isTrue();
  }

  @Test
  void while_the_server_is_away_a_token_is_used_to_its_end() throws Exception {
    Instant almostAnHourAgo = Instant.now().minusSeconds(3570);
    keep("r", null, almostAnHourAgo);
    tokens.answer(Answer.html(500, "<h1>Oops</h1>"));
    assertThat(token(account())).isEqualTo("kept");
    assertThat(tokens.asked()).hasSize(1);
  }

  @Test
  void tokens_that_can_only_be_read_are_used_all_the_same() throws Exception {
    keep(tokens.login(), null, Instant.EPOCH);
    Files.createDirectory(Path.of(file() + ".lock")); // nobody can lock it
    Account account = account();
    String token = token(account);
    assertThat(tokens.accepts(token)).isTrue();
    assertThat(token(account)).isEqualTo(token);
    assertThat(Files.readString(file())).contains("\"kept\"");
  }

  @Test
  void a_clock_that_was_set_back_makes_no_token_eternal() throws Exception {
    keep(tokens.login(), null, Instant.now().plusSeconds(86_400));
    assertThat(token(account())).isNotEqualTo("kept");
  }

  @Test
  void a_server_that_is_busy_is_asked_again() throws Exception {
    Account account = account("refresh_token=" + tokens.login());
    tokens.answer(new Answer(503, "text/plain", "later", Map.of("Retry-After", "0")));
    tokens.answer(new Answer(429, "text/plain", "slow down", Map.of("Retry-After", "0")));
    assertThat(tokens.accepts(token(account))).isTrue();
    assertThat(tokens.asked()).hasSize(3);
  }

  static List<Arguments> answers() {
    return List.of(
        refused(
            400, "{\"error\":\"invalid_grant\"}", "the sign-in (invalid_grant): run: caldav login"),
        refused(401, "{\"error\":\"invalid_client\"}", "(invalid_client): check client_id"),
        refused(
            400,
            "{\"error\":\"unauthorized_client\",\"error_description\":\"Nobody's\"}",
            "(unauthorized_client: Nobody's): check client_id"),
        refused(400, "{\"error\":\"invalid_scope\"}", "(invalid_scope): check service_scope"),
        refused(
            400,
            "{\"error\":\"invalid_request\",\"error_description\":\"Eh?\",\"error_uri\":\"https://e/\"}",
            "issues no token (invalid_request: Eh?)"),
        refused(400, "{\"error\":\"unsupported_grant_type\"}", "(unsupported_grant_type)"),
        refused(400, "{\"error\":\"our_own\",\"more\":[1]}", "issues no token (our_own)"),
        refused(400, "{\"error\":\"x\",\"error_description\":\"\"}", "issues no token (x)"),
        refused(
            400,
            "{\"error\":{\"code\":403,\"message\":\"No\",\"status\":\"PERMISSION_DENIED\"}}",
            "(PERMISSION_DENIED: No)"),
        refused(200, "{\"error\":\"invalid_code\"}", "issues no token (invalid_code)"),
        Arguments.of(
            new Answer(
                401,
                "text/plain",
                "",
                Map.of(
                    "WWW-Authenticate",
                    "Bearer error=\"invalid_client\", error_description=\"Who?\"")),
            "(invalid_client: Who?)"),
        refused(400, "", "with something else (400 application/json)"),
        refused(400, "[]", "with something else (400 application/json: [])"),
        refused(200, "{}", "with no token ("),
        refused(200, "{\"access_token\":\"\",\"token_type\":\"bearer\"}", "with no token ("),
        refused(200, "{\"access_token\":\"a\",\"token_type\":\"mac\"}", "with "),
        Arguments.of(
            Answer.html(
                500,
                "<!doctype"
                    + " html><html><head><title>t</title><style>p{}</style></head><body><h1>Server"
                    + " Error</h1><p>Try again.</body></html>"),
            "with something else (500 text/html: Server Error Try again.)"),
        Arguments.of(
            Answer.html(200, "<p>Sign in to our Wi-Fi"), "(200 text/html: Sign in to our Wi-Fi)"),
        Arguments.of(Answer.html(404, "x ".repeat(5000)), "(404 text/html: x x x"),
        Arguments.of(
            new Answer(302, "text/html", "", Map.of("Location", "https://elsewhere.example/")),
            "(302 text/html)"));
  }

  private static Arguments refused(int status, String json, String sentence) {
    return Arguments.of(Answer.json(status, json), sentence);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void every_way_to_say_no_becomes_one_sentence(Answer answer, String sentence) throws Exception {
    Account account = account("refresh_token=geheim-r", "client_secret=geheim-s");
    tokens.answer(answer);
    assertThatThrownBy(() -> token(account))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("geheim")
        .hasMessageNotContaining("\n")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    assertThat(tokens.asked()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void what_a_server_repeats_of_our_secrets_is_not_repeated(Answer answer) throws Exception {
    Account account = account("refresh_token=geheim-r", "client_secret=geheim-s");
    tokens.answer(answer);
    assertThatThrownBy(() -> token(account)).hasMessageNotContaining("geheim");
  }

  static List<Answer> echoes() {
    return List.of(
        Answer.json(
            400, "{\"error\":\"invalid_grant\",\"error_description\":\"bad token geheim-r\"}"),
        Answer.json(401, "{\"error\":\"invalid_client\",\"error_description\":\"geheim-s\"}"),
        Answer.json(400, "{\"error\":\"geheim-r\"}"),
        Answer.html(500, "<p>refresh_token=geheim-r&client_secret=geheim-s"));
  }

  @ParameterizedTest
  @MethodSource("successes")
  void what_servers_give_in_forms_of_their_own_is_a_token(String json) throws Exception {
    Account account = account("refresh_token=r");
    tokens.answer(Answer.json(200, json));
    assertThat(token(account)).isEqualTo("t");
  }

  static List<String> successes() {
    return List.of(
        "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":3600}",
        "{\"access_token\":\"t\",\"token_type\":\"bearer\",\"expires_in\":\"3600\"}",
        "{\"access_token\":\"t\",\"token_type\":\"BEARER\"}",
        "{\"access_token\":\"t\",\"expires_in\":3600,\"api_domain\":\"https://x\"}",
        "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"scope\":\"\",\"user_id\":1}");
  }

  private Account account(String... options) throws Failure {
    Map<String, String> config = new HashMap<>();
    config.put("location", LOCATION);
    config.put("token_file", file().toString());
    List<String> words = new ArrayList<>(tokens.options());
    words.addAll(List.of(options));
    if (words.contains("token=x")) {
      config.clear();
      config.put("location", LOCATION);
      words = List.of("token=x");
    }
    for (String word : words) {
      config.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
    }
    Account account = new Account(Options.forBackup(config));
    accounts.add(account);
    return account;
  }

  private Path file() {
    return folder.resolve("tokens.json");
  }

  /** Tokens as a run before this one kept them. */
  private void keep(String refresh, String before, Instant obtained) throws Exception {
    Files.writeString(
        file(),
        "{\"access_token\":\"kept\",\"expires_in\":3600,\"obtained\":\""
            + obtained
            + "\",\"refresh_token\":\""
            + refresh
            + (before == null ? "" : "\",\"refresh_token_before\":\"" + before)
            + "\"}");
  }

  private static String token(Account account) throws Failure {
    return token(account, Map.of());
  }

  private static String token(Account account, Map<String, Object> properties) throws Failure {
    return new AccountRoutes(routes, account)
        .send("direct:caldav-oauth2", null, properties)
        .getProperty(CaldavConstants.TOKEN, Secret.class)
        .reveal();
  }
}
