package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to the server by a proxy. */
class ProxyIT {
  private static final String PROXY_BASIC = basic("paula", "proxysecret");

  @TempDir Path temp;
  private Path folder;
  private FaultServer plain;
  private FaultServer tls;

  @BeforeEach
  void start() throws Exception {
    folder = temp.resolve("folder");
    plain = FaultServer.start().calendar("work", "a", "b");
    tls = FaultServer.startTls(new SelfSigned(temp).context()).calendar("work", "a", "b");
  }

  @AfterEach
  void stop() {
    plain.close();
    tls.close();
  }

  @Test
  void https_goes_through_a_tunnel_where_nothing_is_seen() throws Exception {
    try (ProxyServer proxy = new ProxyServer(false, null)) {
      PluginProcess.Run run =
          backup(tls, Map.of(), "proxy=http://" + proxy.address(), "tls_no_verify=true");
      Backup.assertWhole(run, tls, folder, "work");
      assertThat(proxy.seen)
          .isNotEmpty()
          .allMatch(head -> head.startsWith("CONNECT 127.0.0.1:" + tls.port()))
          .noneMatch(head -> head.contains("uthorization"));
    }
  }

  @Test
  void plain_http_goes_to_the_proxy_with_its_whole_address() throws Exception {
    try (ProxyServer proxy = new ProxyServer(false, null)) {
      Backup.assertWhole(
          backup(plain, Map.of(), "proxy=" + proxy.address()), plain, folder, "work");
      assertThat(proxy.seen)
          .isNotEmpty()
          .allMatch(head -> head.contains(" http://127.0.0.1:" + plain.port() + "/"))
          .noneMatch(head -> head.contains("Proxy-Authorization"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_proxy_is_told_its_own_password_and_never_the_calendars(boolean overTls) throws Exception {
    FaultServer server = overTls ? tls : plain;
    try (ProxyServer proxy = new ProxyServer(false, PROXY_BASIC)) {
      PluginProcess.Run run =
          backup(
              server,
              Map.of(),
              "proxy=http://" + proxy.address(),
              "proxy_username=paula",
              "proxy_password=proxysecret",
              "tls_no_verify=true");
      Backup.assertWhole(run, server, folder, "work");
      assertThat(proxy.seen)
          .anyMatch(head -> head.contains("Proxy-Authorization: " + PROXY_BASIC))
          .noneMatch(head -> head.contains("Proxy-Authorization: " + basic("alice", "secret")));
      assertThat(server.headersOf("PROPFIND", "/"))
          .containsEntry("authorization", basic("alice", "secret"))
          .doesNotContainKey("proxy-authorization");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong"})
  void a_proxy_that_lets_nobody_through_is_one_sentence(String password) throws Exception {
    for (FaultServer server : List.of(plain, tls)) {
      try (ProxyServer proxy = new ProxyServer(false, PROXY_BASIC)) {
        List<String> options = new ArrayList<>(List.of("tls_no_verify=true"));
        options.add("proxy=http://" + proxy.address());
        if (!password.isEmpty()) {
          options.addAll(List.of("proxy_username=paula", "proxy_password=" + password));
        }
        Sentence.assertOnly(
            backup(server, Map.of(), options.toArray(new String[0])),
            1,
            "the proxy refuses the request",
            "407");
        assertThat(server.requests()).isEmpty();
        assertThat(proxy.seen).hasSizeLessThan(3).noneMatch(this::tellsTheProxyTheCalendars);
      }
    }
  }

  private boolean tellsTheProxyTheCalendars(String head) {
    return head.contains("Proxy-Authorization: " + basic("alice", "secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTPS_PROXY", "https_proxy", "ALL_PROXY"})
  void the_environment_names_a_proxy_with_its_password(String variable) throws Exception {
    try (ProxyServer proxy = new ProxyServer(false, PROXY_BASIC)) {
      Map<String, String> environment =
          Map.of(variable, "http://paula:proxysecret@" + proxy.address());
      Backup.assertWhole(backup(tls, environment, "tls_no_verify=true"), tls, folder, "work");
      assertThat(proxy.seen).isNotEmpty();
    }
  }

  @Test
  void no_proxy_names_what_is_asked_without() throws Exception {
    Map<String, String> environment =
        Map.of("ALL_PROXY", "http://127.0.0.1:1", "no_proxy", "example.org,127.0.0.1");
    Backup.assertWhole(backup(plain, environment), plain, folder, "work");
  }

  @Test
  void a_bad_variable_is_one_sentence() throws Exception {
    Sentence.assertOnly(
        backup(plain, Map.of("HTTP_PROXY", "ftp://paula:proxysecret@h")),
        2,
        "environment variable HTTP_PROXY has the unknown scheme 'ftp'");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void socks_leads_there_with_and_without_a_password(boolean withPassword) throws Exception {
    try (ProxyServer proxy = new ProxyServer(true, withPassword ? "paula:proxysecret" : null)) {
      List<String> options =
          new ArrayList<>(List.of("proxy=socks5://" + proxy.address(), "tls_no_verify=true"));
      if (withPassword) {
        options.addAll(List.of("proxy_username=paula", "proxy_password=proxysecret"));
      }
      Backup.assertWhole(
          backup(tls, Map.of(), options.toArray(new String[0])), tls, folder, "work");
      assertThat(proxy.seen).isNotEmpty().containsOnly("127.0.0.1:" + tls.port());
    }
  }

  @Test
  void socks5h_looks_up_the_name_itself() throws Exception {
    try (ProxyServer proxy = new ProxyServer(true, null)) {
      PluginProcess.Run run =
          PluginProcess.run(
              "backup",
              "caldav+http://nobody-knows-this.invalid:" + plain.port() + "/",
              folder.toString(),
              "proxy=socks5h://" + proxy.address());
      Backup.assertWhole(run, plain, folder, "work");
      assertThat(proxy.seen).containsOnly("nobody-knows-this.invalid:" + plain.port());
    }
  }

  @Test
  void a_wrong_password_for_socks_is_one_sentence() throws Exception {
    try (ProxyServer proxy = new ProxyServer(true, "paula:proxysecret")) {
      PluginProcess.Run run =
          backup(
              plain,
              Map.of(),
              "proxy=socks5://" + proxy.address(),
              "proxy_username=paula",
              "proxy_password=wrong");
      Sentence.assertOnly(run, 1, "SOCKS");
    }
  }

  private PluginProcess.Run backup(
      FaultServer server, Map<String, String> environment, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("backup", server.location(), folder.toString()));
    words.addAll(List.of("username=alice", "password=secret"));
    words.addAll(List.of(options));
    Map<String, String> all = new java.util.HashMap<>(environment);
    all.put("CALDAV_JAVA_OPTS", "-Dcaldav.retry.delay=10");
    return PluginProcess.run(words, all);
  }

  private static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }
}
