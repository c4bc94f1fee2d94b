package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that knows its users by their certificates. */
class ClientCertificateIT {
  @TempDir Path temp;
  private SelfSigned certificate;
  private SelfSigned client;
  private FaultServer server;

  @BeforeEach
  void start() throws Exception {
    certificate = new SelfSigned(Files.createDirectory(temp.resolve("server")));
    client = new SelfSigned(Files.createDirectory(temp.resolve("client")));
    server =
        FaultServer.startTlsForKnownClients(certificate.context(client), "TLSv1.3")
            .calendar("work", "a");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void pkcs12_opens_the_server() throws Exception {
    assertOpens("tls_cert=" + client.store(), "tls_key_password=" + SelfSigned.password());
  }

  @Test
  void pem_in_two_files_opens_the_server() throws Exception {
    assertOpens("tls_cert=" + client.pem(), "tls_key=" + pem("PRIVATE KEY", bytes(client)));
  }

  @Test
  void pem_in_one_file_opens_the_server_whichever_comes_first() throws Exception {
    Path key = pem("PRIVATE KEY", bytes(client));
    Path both = temp.resolve("both.pem");
    Files.writeString(both, Files.readString(key) + Files.readString(client.pem()));
    assertOpens("tls_cert=" + both);
  }

  @Test
  void an_encrypted_key_opens_the_server() throws Exception {
    assertOpens("tls_cert=" + client.pem(), "tls_key=" + encrypted(), "tls_key_password=geheim");
  }

  private void assertOpens(String... options) throws Exception {
    String[] all = java.util.Arrays.copyOf(options, options.length + 1);
    all[options.length] = "tls_ca_file=" + certificate.pem();
    Path folder = temp.resolve("folder");
    Backup.assertWhole(Backup.run(server, folder, all), server, folder, "work");
  }

  /** By openssl, for the JDK's own server hangs up without a word. */
  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void a_server_that_wants_a_certificate_is_understood(String version) throws Exception {
    int port = ServerProcess.freePort();
    Path log = temp.resolve("openssl.log");
    Process openssl =
        new ProcessBuilder(
                List.of(
                    "openssl",
                    "s_server",
                    "-accept",
                    "127.0.0.1:" + port,
                    version,
                    "-cert",
                    certificate.pem().toString(),
                    "-key",
                    pem("PRIVATE KEY", bytes(certificate)).toString(),
                    "-CAfile",
                    client.pem().toString(),
                    "-Verify",
                    "1",
                    "-verify_return_error",
                    "-www"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      Await.until("openssl listens", () -> Files.readString(log).contains("ACCEPT"));
      PluginProcess.Run run =
          PluginProcess.run(
              List.of(
                  "check",
                  "caldav://127.0.0.1:" + port + "/",
                  "username=alice",
                  "password=alice-pw",
                  "tls_ca_file=" + certificate.pem()),
              Map.of("CALDAV_JAVA_OPTS", "-Dcaldav.retry.delay=10"));
      Sentence.assertOnly(
          run,
          1,
          "the server requires a client certificate that it trusts",
          "give it as tls_cert and tls_key");
    } finally {
      openssl.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void keys_of_all_kinds_are_read(String algorithm) throws Exception {
    SelfSigned own = new SelfSigned(Files.createDirectory(temp.resolve(algorithm)), algorithm);
    assertThat(options("tls_cert=" + own.pem(), "tls_key=" + pem("PRIVATE KEY", bytes(own))))
        .isNotNull();
  }

  @Test
  void every_bad_form_is_one_sentence() throws Exception {
    Path text = Files.writeString(temp.resolve("text"), "nothing of the kind");
    Path key = pem("PRIVATE KEY", bytes(client));
    assertSentence("'tls_cert': " + text + " contains no certificate", "tls_cert=" + text);
    assertSentence("contains no private key; name its file in tls_key", "tls_cert=" + client.pem());
    assertSentence(
        "'tls_key': " + text + " contains no", "tls_cert=" + client.pem(), "tls_key=" + text);
    assertSentence(
        "'tls_key' is given, but tls_cert", "tls_cert=" + client.store(), "tls_key=" + key);
    assertSentence("give its password as tls_key_password", "tls_cert=" + client.store());
    assertSentence(
        "tls_key_password is wrong", "tls_cert=" + client.store(), "tls_key_password=geheim");
    assertSentence(
        "does not belong to the certificate", "tls_cert=" + certificate.pem(), "tls_key=" + key);
    assertSentence(
        "convert it to PKCS8 with openssl pkcs8 -topk8",
        "tls_cert=" + client.pem(),
        "tls_key=" + pem("RSA PRIVATE KEY", bytes(client)));
    assertSentence(
        "damaged or has an unknown algorithm",
        "tls_cert=" + client.pem(),
        "tls_key=" + pem("PRIVATE KEY", new byte[] {1, 2, 3}));
    Path encrypted = encrypted();
    assertSentence(
        "is encrypted: give its password", "tls_cert=" + client.pem(), "tls_key=" + encrypted);
    assertSentence(
        "cannot be decrypted with tls_key_password",
        "tls_cert=" + client.pem(),
        "tls_key=" + encrypted,
        "tls_key_password=other");
  }

  private static void assertSentence(String sentence, String... words) {
    assertThatThrownBy(() -> options(words))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.kind()).isEqualTo(Failure.Kind.OPTION))
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("geheim");
  }

  private static Options options(String... words) throws Failure {
    Map<String, String> map = new HashMap<>(Map.of("location", "caldav://h"));
    for (String word : words) {
      map.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
    }
    return Options.forBackup(map);
  }

  private static byte[] bytes(SelfSigned owner) throws Exception {
    return owner.key().getEncoded();
  }

  private Path pem(String kind, byte[] der) throws Exception {
    return Files.writeString(
        temp.resolve(kind.replace(' ', '-') + der.length + ".pem"),
        "-----BEGIN "
            + kind
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END "
            + kind
            + "-----\n");
  }

  /** As openssl writes it, for the JDK cannot write what it reads. */
  private Path encrypted() throws Exception {
    Path file = temp.resolve("encrypted.pem");
    Process openssl =
        new ProcessBuilder("openssl", "pkcs8", "-topk8", "-passout", "pass:geheim")
            .redirectInput(pem("PRIVATE KEY", bytes(client)).toFile())
            .redirectOutput(file.toFile())
            .start();
    assertThat(openssl.waitFor()).isZero();
    return file;
  }
}
