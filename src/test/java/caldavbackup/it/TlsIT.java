package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates, and the way between HTTPS and plain HTTP. */
@Tag("radicale")
class TlsIT {
  @TempDir Path temp;
  private Path folder;
  private SelfSigned certificate;
  private FaultServer server;

  @BeforeEach
  void start() throws Exception {
    folder = temp.resolve("folder");
    certificate = new SelfSigned(temp);
    server = FaultServer.startTls(certificate.context()).calendar("work", "a");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_refused() throws Exception {
    PluginProcess.Run run = Backup.run(server, folder);
    Sentence.assertOnly(run, 1, "the server's TLS certificate cannot be verified", "tls_ca_file");
    assertThat(folder).doesNotExist();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void it_is_accepted_when_the_user_does_not_mind() throws Exception {
    Backup.assertWhole(Backup.run(server, folder, "tls_no_verify=true"), server, folder, "work");
  }

  @Test
  void it_is_accepted_when_the_user_vouches_for_it() throws Exception {
    Backup.assertWhole(
        Backup.run(server, folder, "tls_ca_file=" + certificate.pem()), server, folder, "work");
  }

  /** What the user does not mind of the calendar server he may well mind of another one. */
  @Test
  void a_server_of_tokens_elsewhere_is_verified_all_the_same() throws Exception {
    try (FaultServer tokens = FaultServer.startTls(certificate.context())) {
      PluginProcess.Run run =
          Backup.run(
              server,
              folder,
              "tls_no_verify=true",
              "client_id=x",
              "refresh_token=y",
              "token_file=" + temp.resolve("tokens"),
              "token_url=https://localhost:" + tokens.port() + "/token");
      Sentence.assertAmong(run, 1, "TLS certificate cannot be verified");
      assertThat(tokens.requests()).isEmpty();
    }
  }

  @Test
  void another_certificate_in_the_file_does_not_help() throws Exception {
    SelfSigned other = new SelfSigned(Files.createDirectory(temp.resolve("other")));
    Sentence.assertOnly(
        Backup.run(server, folder, "tls_ca_file=" + other.pem()),
        1,
        "the server's TLS certificate cannot be verified");
  }

  @Test
  void a_certificate_for_another_host_is_refused() throws Exception {
    PluginProcess.Run run =
        PluginProcess.run(
            "backup",
            "caldav://localhost:" + server.port() + "/",
            folder.toString(),
            "tls_ca_file=" + certificate.pem());
    Sentence.assertOnly(run, 1, "the server's TLS certificate cannot be verified", "localhost");
  }

  @Test
  void a_server_of_plain_http_is_told_apart_from_a_bad_certificate() throws Exception {
    try (RadicaleServer plain = RadicaleServer.start()) {
      PluginProcess.Run run =
          PluginProcess.run(
              "backup", plain.location().replace("caldav+http", "caldav"), folder.toString());
      Sentence.assertOnly(run, 1, "the server does not use TLS", "caldav+http://");
      assertThat(folder).doesNotExist();
    }
  }

  @Test
  void a_redirect_from_https_to_plain_http_is_not_followed() throws Exception {
    try (FaultServer plain = FaultServer.start().calendar("work", "a")) {
      String there = "http://127.0.0.1:" + plain.port() + "/";
      server.fault(FaultServer.header(301, "Location", there));
      PluginProcess.Run run =
          Backup.run(server, folder, "tls_no_verify=true", "username=alice", "password=secret");
      Sentence.assertOnly(run, 1, "plain HTTP (" + there + "): not followed");
      assertThat(plain.requests()).isEmpty();
      assertThat(folder).doesNotExist();
    }
  }
}
