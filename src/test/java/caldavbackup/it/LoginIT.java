package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code caldav login}, with a browser here, a browser elsewhere, and a code. */
@Tag("radicale")
class LoginIT extends BearerContract {
  private static final String PRINTED_URL = "(?m)^  (http\\S+)$";

  @BeforeAll
  static void plantObjects() throws Exception {
    radicale.plant("alice", "work", "a.ics", Ics.event("a", "One"));
    radicale.plant("alice", "home", "b.ics", Ics.event("b", "Two"));
  }

  @Test
  void a_desktop_signs_in_with_its_browser_and_what_is_printed_then_works() throws Exception {
    Path opened = home.resolve("opened");
    try (Terminal terminal = login(Map.of("BROWSER", browser(opened)))) {
      Await.until("the browser is opened", () -> Files.exists(opened) && Files.size(opened) > 0);
      String url = Files.readString(opened).strip();
      assertThat(terminal.read(PRINTED_URL)).isEqualTo(url);
      assertThat(browse(url).body()).contains("You can close this window");
      PluginProcess.Run run = terminal.end();
      assertThat(run.err()).isEmpty();
      assertThat(run.exit()).isZero();
      assertThat(run.out())
          .containsPattern("(?m)^work +\\S+ +own$")
          .containsPattern("(?m)^home +\\S+ +own$");
      assertIsProofOfPossession(url);
      assertBackupWorks(run.out());
    }
  }

  @Test
  void a_server_without_a_screen_takes_the_address_that_a_browser_elsewhere_shows()
      throws Exception {
    try (Terminal terminal = login(Map.of())) {
      String url = terminal.read(PRINTED_URL);
      terminal.type("what do you want");
      terminal.read("(This is not the right address)");
      terminal.type(redirected(url));
      PluginProcess.Run run = terminal.end();
      assertThat(run.err()).isEmpty();
      assertThat(run.exit()).isZero();
      assertBackupWorks(run.out());
    }
  }

  @Test
  void a_code_is_typed_in_elsewhere_and_the_user_may_take_his_time() throws Exception {
    tokens.allowDeviceAfter(2);
    try (Terminal terminal = login(Map.of(), "device_url=" + tokens.deviceUrl(), "grant=device")) {
      assertThat(terminal.read("enter this code: (\\S+)")).isEqualTo("WDJB-MJHT");
      PluginProcess.Run run = terminal.end();
      assertThat(run.err()).isEmpty();
      assertThat(run.out()).contains("https://id.example.org/device");
      assertThat(run.exit()).isZero();
      assertThat(tokens.asked("device_code")).isEqualTo(3);
      assertBackupWorks(run.out());
    }
  }

  @Test
  void without_a_browser_a_provider_that_has_codes_gives_one() throws Exception {
    try (Terminal terminal = login(Map.of(), "device_url=" + tokens.deviceUrl())) {
      assertThat(terminal.end().out()).contains("enter this code: WDJB-MJHT");
    }
  }

  @Test
  void a_code_that_the_user_refuses_is_one_sentence() throws Exception {
    tokens.answer(AuthorizationServer.Answer.json(400, "{\"error\":\"access_denied\"}"));
    try (Terminal terminal = login(Map.of(), "device_url=" + tokens.deviceUrl(), "grant=device")) {
      PluginProcess.Run run = terminal.end();
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err()).hasLineCount(1).contains("was refused (access_denied)");
    }
  }

  @Test
  void an_issuer_says_where_everything_is() throws Exception {
    List<String> words =
        List.of(
            "login",
            calendars.location(),
            "name=custom",
            "client_id=backup",
            "issuer=" + tokens.url(),
            "grant=browser",
            "service_scope=openid offline_access");
    try (Terminal terminal = new Terminal(home, words, environment(Map.of()))) {
      terminal.type(redirected(terminal.read(PRINTED_URL)));
      PluginProcess.Run run = terminal.end();
      assertThat(run.err()).isEmpty();
      assertBackupWorks(run.out());
    }
  }

  @Test
  void where_nobody_can_answer_it_ends_at_once() throws Exception {
    try (Terminal terminal = login(Map.of())) {
      terminal.endInput();
      PluginProcess.Run run = terminal.end();
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err()).hasLineCount(1).contains("sign-in is not possible");
    }
  }

  @Test
  void a_browser_that_cannot_be_opened_is_as_good_as_none() throws Exception {
    try (Terminal terminal = login(Map.of("BROWSER", "false"))) {
      terminal.endInput();
      assertThat(terminal.end().err()).contains("sign-in is not possible");
    }
  }

  @Test
  void an_answer_to_another_sign_in_is_none() throws Exception {
    try (Terminal terminal = login(Map.of())) {
      String url = terminal.read(PRINTED_URL);
      URI back = URI.create(redirected(url));
      String forged = back.toString().replaceAll("state=[^&]*", "state=forged");
      HttpResponse<String> answer = browse(forged);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(browse(back.resolve("/favicon.ico").toString()).statusCode()).isEqualTo(404);
      assertThat(tokens.asked()).isEmpty();
      assertThat(browse(back.toString()).statusCode()).isEqualTo(200);
      assertThat(terminal.end().exit()).isZero();
    }
  }

  @Test
  void a_user_who_says_no_is_told_so() throws Exception {
    try (Terminal terminal = login(Map.of())) {
      URI back = URI.create(redirected(terminal.read(PRINTED_URL)));
      String state = TokenIssuer.parameters(back.getRawQuery()).get("state");
      terminal.type(
          back.resolve("/?error=access_denied&error_description=Not+today&state=" + state)
              .toString());
      PluginProcess.Run run = terminal.end();
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err()).hasLineCount(1).contains("was refused (access_denied: Not today)");
    }
  }

  @Test
  void a_client_secret_is_kept_with_the_tokens_and_needed_no_more() throws Exception {
    try (Terminal terminal = login(Map.of(), "client_secret=geheim")) {
      terminal.type(redirected(terminal.read(PRINTED_URL)));
      PluginProcess.Run run = terminal.end();
      assertThat(run.err()).isEmpty();
      assertThat(run.out()).doesNotContain("geheim");
      assertBackupWorks(run.out());
    }
  }

  @Test
  void a_provider_that_wants_a_password_says_how_to_get_one() throws Exception {
    PluginProcess.Run run = PluginProcess.run("login", "name=apple", "username=a@example.org");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .hasLineCount(1)
        .contains("Apple (iCloud) requires a password")
        .contains("app-specific password at account.apple.com");
  }

  @Test
  void without_a_sign_in_a_backup_names_the_command_that_helps() throws Exception {
    PluginProcess.Run run =
        PluginProcess.run(
            List.of(
                "backup",
                calendars.location(),
                home.resolve("folder").toString(),
                "name=custom",
                "client_id=backup",
                "token_url=" + tokens.tokenUrl()),
            environment(Map.of()));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .hasLineCount(1)
        .contains("this account is not signed in at Your provider yet: run: caldav login")
        .contains("client_id=backup");
    assertThat(calendars.refusals()).isZero();
  }

  @Test
  void what_a_check_would_need_is_said_before_any_server_is_asked() throws Exception {
    PluginProcess.Run run =
        PluginProcess.run(
            List.of("check", calendars.location(), "name=google"), environment(Map.of()));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).startsWith("caldav: option 'client_id' is missing");
    assertThat(calendars.refusals()).isZero();
  }

  private Terminal login(Map<String, String> environment, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("login", calendars.location()));
    words.addAll(tokens.options());
    words.add("authorize_url=" + tokens.authorizeUrl());
    words.add("service_scope=openid offline_access");
    words.addAll(List.of(more));
    return new Terminal(home, words, environment(environment));
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(AuthorizationServer.environment(home));
    all.putAll(more);
    return all;
  }

  /** A browser that only remembers what it was to open. */
  private String browser(Path opened) throws Exception {
    Path script =
        Files.writeString(home.resolve("browser"), "#!/bin/sh\necho \"$1\" >'" + opened + "'\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script.toString();
  }

  private static HttpResponse<String> browse(String url) throws Exception {
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.ALWAYS)
        .build()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Where the provider sends the browser; that one cannot go there. */
  private static String redirected(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .headers()
        .firstValue("Location")
        .orElseThrow();
  }

  /** The code was asked for and traded by the same client (RFC 7636). */
  private void assertIsProofOfPossession(String url) throws Exception {
    Map<String, String> asked = TokenIssuer.parameters(URI.create(url).getRawQuery());
    assertThat(asked).containsEntry("code_challenge_method", "S256");
    byte[] verifier =
        tokens.asked().get(0).get("code_verifier").getBytes(StandardCharsets.US_ASCII);
    assertThat(asked.get("code_challenge"))
        .isEqualTo(
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier)));
  }

  /** The words after {@code plakar source add mycal} are all that a backup needs. */
  private void assertBackupWorks(String printed) throws Exception {
    String line =
        printed
            .lines()
            .filter(text -> text.startsWith("plakar source add mycal "))
            .findFirst()
            .orElseThrow();
    List<String> words = new ArrayList<>(List.of("backup"));
    List<String> source = shellWords(line.substring("plakar source add mycal ".length()));
    words.add(source.get(0));
    words.add(home.resolve("backup").toString());
    words.addAll(source.subList(1, source.size()));
    PluginProcess.Run run = PluginProcess.run(words, environment(Map.of()));
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(Vdir.objects(home.resolve("backup/work"))).containsOnlyKeys("a.ics");
    assertThat(Vdir.objects(home.resolve("backup/home"))).containsOnlyKeys("b.ics");
  }

  private static List<String> shellWords(String line) throws Exception {
    Process shell =
        new ProcessBuilder("sh", "-c", "printf '%s\\n' " + line).redirectErrorStream(true).start();
    return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }
}
