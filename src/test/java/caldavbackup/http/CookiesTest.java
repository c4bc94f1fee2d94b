package caldavbackup.http;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** To whom cookies go back: to the server that set them, from the account that got them. */
class CookiesTest {
  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
  private HttpServer one;
  private HttpServer other;

  @BeforeEach
  void start() throws IOException {
    one = server("127.0.0.1");
    other = server("127.0.0.2");
  }

  @AfterEach
  void stop() {
    one.stop(0);
    other.stop(0);
  }

  /** Sets a cookie that is meant for every host of the name, and notes those that come. */
  private HttpServer server(String address) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(address, 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String cookie = exchange.getRequestHeaders().getFirst("Cookie");
          sent.add(address + " " + cookie);
          exchange.getResponseHeaders().set("Set-Cookie", "session=" + address + "; Path=/");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void a_cookie_goes_back_to_its_server_and_from_its_account_alone() throws Exception {
    try (Account alice = account("alice");
        Account bob = account("bob")) {
      get(alice, one);
      get(alice, one);
      get(alice, other);
      get(bob, one);
      get(bob, one);
    }
    assertThat(sent)
        .containsExactly(
            "127.0.0.1 null",
            "127.0.0.1 session=127.0.0.1",
            "127.0.0.2 null",
            "127.0.0.1 null",
            "127.0.0.1 session=127.0.0.1");
  }

  private Account account(String user) throws Failure {
    return new Account(
        Options.forBackup(
            Map.of(
                "location",
                "caldav+http://127.0.0.1:" + one.getAddress().getPort() + "/",
                "username",
                user,
                "password",
                "secret")));
  }

  private static void get(Account account, HttpServer server) throws Exception {
    HttpHost host =
        new HttpHost(
            "http",
            server.getAddress().getAddress().getHostAddress(),
            server.getAddress().getPort());
    try (var response =
        account.send(host, new BasicClassicHttpRequest("GET", host, "/"), account.unbound())) {
      assertThat(response.getCode()).isEqualTo(200);
    }
  }
}
