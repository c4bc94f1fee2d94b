package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tokens that need no user at all, and what happens where a user would be needed and is not. */
@Tag("radicale")
class OauthGrantsIT extends BearerContract {
  @BeforeAll
  static void plantObjects() throws Exception {
    radicale.plant("alice", "work", "a.ics", Ics.event("a", "One"));
    radicale.plant("alice", "work", "b.ics", Ics.event("b", "Two"));
  }

  @Test
  void a_client_that_acts_for_itself_needs_its_secret_only() throws Exception {
    String[] options = {
      "name=custom",
      "client_id=backup",
      "client_secret=geheim",
      "token_url=" + tokens.tokenUrl(),
      "grant=client_credentials",
      "service_scope=calendars"
    };
    assertWhole(backup(options));
    assertWhole(backup(options));
    assertThat(tokens.asked()).hasSize(1);
    assertThat(tokens.asked().get(0))
        .containsEntry("grant_type", "client_credentials")
        .containsEntry("scope", "calendars");
    tokens.revokeAccess();
    assertWhole(backup(options));
    assertThat(tokens.asked()).hasSize(2);
  }

  @Test
  void a_service_account_shows_a_signed_assertion_for_its_user() throws Exception {
    KeyPair pair = keyPair();
    assertWhole(backup(serviceAccount(pair, tokens.tokenUrl())));
    assertThat(tokens.asked()).hasSize(1);
    SignedJWT assertion = SignedJWT.parse(tokens.asked().get(0).get("assertion"));
    assertThat(assertion.verify(new RSASSAVerifier((RSAPublicKey) pair.getPublic()))).isTrue();
    assertThat(assertion.getHeader().getKeyID()).isEqualTo("key-1");
    assertThat(assertion.getJWTClaimsSet().getIssuer()).isEqualTo("backup@project.example.org");
    assertThat(assertion.getJWTClaimsSet().getSubject()).isEqualTo("alice@example.org");
    assertThat(assertion.getJWTClaimsSet().getAudience()).containsExactly(tokens.tokenUrl());
    assertThat(assertion.getJWTClaimsSet().getStringClaim("scope")).isEqualTo("calendars");
    assertThat(
            Duration.between(
                assertion.getJWTClaimsSet().getIssueTime().toInstant(),
                assertion.getJWTClaimsSet().getExpirationTime().toInstant()))
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void a_service_account_goes_by_the_clock_of_a_server_that_does_not_like_ours() throws Exception {
    Instant theirs = Instant.now().minus(Duration.ofHours(3));
    String body = "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT: iat\"}";
    String answer =
        "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nDate: "
            + DateTimeFormatter.RFC_1123_DATE_TIME.format(theirs.atZone(ZoneOffset.UTC))
            + "\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    try (FaultProxy other = new FaultProxy(tokens.port())) {
      other.strike(
          1,
          request -> true,
          (request, client) ->
              client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII)));
      String url = "http://127.0.0.1:" + other.port() + "/token";
      assertWhole(backup(serviceAccount(keyPair(), url)));
    }
    Instant issued =
        SignedJWT.parse(tokens.asked().get(0).get("assertion"))
            .getJWTClaimsSet()
            .getIssueTime()
            .toInstant();
    assertThat(issued).isBetween(theirs.minusSeconds(2), theirs.plusSeconds(60));
  }

  @Test
  void a_service_account_that_is_refused_needs_no_login() throws Exception {
    tokens.answer(
        AuthorizationServer.Answer.json(
            400, "{\"error\":\"invalid_grant\",\"error_description\":\"account not found\"}"));
    PluginProcess.Run run = backup(serviceAccount(keyPair(), tokens.tokenUrl()));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .hasLineCount(1)
        .contains("does not accept the service account (invalid_grant: account not found)")
        .doesNotContain("caldav login");
  }

  @Test
  void a_key_that_is_none_is_named_and_not_shown() throws Exception {
    Path file =
        Files.writeString(
            home.resolve("key.json"),
            "{\"client_email\":\"x\",\"private_key\":\"geheim\",\"token_uri\":\"https://x/\"}");
    PluginProcess.Run run = backup("service_account=" + file, "service_scope=calendars");
    assertThat(run.exit()).isNotZero();
    assertThat(run.err())
        .hasLineCount(1)
        .contains(file + " is not the key of a service account (its private_key is not an RSA key)")
        .doesNotContain("geheim");
  }

  @Test
  void a_token_is_sent_as_it_is() throws Exception {
    assertWhole(backup("token=" + tokens.accessToken()));
    tokens.revokeAccess();
    PluginProcess.Run run = backup("token=" + tokens.accessToken() + "x");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .hasLineCount(1)
        .contains("does not accept the access token (401")
        .doesNotContain("caldav login");
  }

  @Test
  void a_command_that_gives_tokens_is_asked_again_when_one_is_refused() throws Exception {
    Path first = Files.writeString(home.resolve("first"), "spent\n");
    Files.writeString(home.resolve("second"), tokens.accessToken() + "\n");
    Path script =
        Files.writeString(
            home.resolve("token"),
            "#!/bin/sh\ncd \"" + home + "\" && cat first && cp second first\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    assertWhole(backup("token_command=" + script));
    assertThat(calendars.refusals()).isEqualTo(1);
    assertThat(first).hasSameTextualContentAs(home.resolve("second"));
  }

  @Test
  void a_plugin_without_a_sign_in_fails_at_its_init_and_asks_nobody() throws Exception {
    Map<String, String> config =
        Map.of(
            "location", calendars.location(),
            "name", "custom",
            "client_id", "backup",
            "token_url", tokens.tokenUrl(),
            "token_file", home.resolve("tokens.json").toString());
    try (PluginProcess plugin = PluginProcess.start("importer")) {
      assertThatThrownBy(() -> ImportCall.init(plugin.channel(), config))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
                assertThat(e.getStatus().getDescription())
                    .contains(
                        "this account is not signed in at Your provider yet: run: caldav login ")
                    .contains("token_file=" + home.resolve("tokens.json"));
              });
    }
    assertThat(tokens.asked()).isEmpty();
    assertThat(calendars.refusals()).isZero();
  }

  @Test
  void a_provider_that_takes_no_password_says_so_at_the_init() throws Exception {
    Map<String, String> config =
        Map.of(
            "location", calendars.location(), "name", "google", "username", "a", "password", "b");
    try (PluginProcess plugin = PluginProcess.start("importer")) {
      assertThatThrownBy(() -> ImportCall.init(plugin.channel(), config))
          .hasMessageContaining("UNAUTHENTICATED")
          .hasMessageContaining("Google takes no password");
    }
  }

  @Test
  void who_signs_in_with_a_password_pays_nothing_for_oauth2() throws Exception {
    Path classes = home.resolve("classes");
    PluginProcess.Run run =
        PluginProcess.run(
            List.of(
                "backup",
                radicale.location(),
                home.resolve("folder").toString(),
                "username=alice",
                "password=alice-pw"),
            Map.of("CALDAV_JAVA_OPTS", "-Xlog:class+load:file=" + classes));
    assertThat(run.exit()).isZero();
    assertThat(Files.readString(classes))
        .contains("caldavbackup.options.Options")
        .doesNotContain("com.nimbusds", "net.minidev", "caldavbackup.oauth.Providers");
  }

  private String[] serviceAccount(KeyPair pair, String tokenUrl) throws Exception {
    String pem =
        "-----BEGIN PRIVATE KEY-----\\n"
            + Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\\n-----END PRIVATE KEY-----\\n";
    Path file =
        Files.writeString(
            home.resolve("key.json"),
            "{\"type\":\"service_account\",\"client_email\":\"backup@project.example.org\","
                + "\"private_key_id\":\"key-1\",\"private_key\":\""
                + pem
                + "\",\"token_uri\":\""
                + tokenUrl
                + "\"}");
    return new String[] {
      "service_account=" + file, "subject=alice@example.org", "service_scope=calendars"
    };
  }

  private static KeyPair keyPair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private PluginProcess.Run backup(String... options) throws Exception {
    List<String> words =
        new ArrayList<>(List.of("backup", calendars.location(), home.resolve("folder").toString()));
    words.addAll(List.of(options));
    return PluginProcess.run(words, AuthorizationServer.environment(home));
  }

  private void assertWhole(PluginProcess.Run run) throws Exception {
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(Vdir.objects(home.resolve("folder/work"))).containsOnlyKeys("a.ics", "b.ics");
  }
}
