package caldavbackup.http;

import static caldavbackup.caldav.ScriptedServer.ROOT;
import static caldavbackup.caldav.ScriptedServer.has;
import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Requests;
import caldavbackup.caldav.ScriptedServer;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code direct:caldav-http} sends again, where, and what it says when it gives up. */
class HttpRoutesTest {
  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void a_redirect_is_followed_with_method_and_body(int status) throws Exception {
    server.answersFrom("PUT /a", status, "/b").answers("PUT /b", 201, "there");
    Exchange done = send(exchange(), "PUT", "/a", "SUMMARY:x");
    assertThat(done.getMessage().getBody(String.class)).isEqualTo("there");
    assertThat(server.requests()).containsExactly("PUT /a: SUMMARY:x", "PUT /b: SUMMARY:x");
    assertThat(done.getProperty(CaldavConstants.ANSWER, HttpAnswer.class).url())
        .isEqualTo(ROOT + "/b");
  }

  @Test
  void a_request_that_is_redirected_is_repeated_where_it_leads() throws Exception {
    server
        .answersFrom("PUT /a", 308, "/b")
        .answers("PUT /b", 503, "")
        .fails("PUT /b", new SocketException("Connection reset"))
        .answers("PUT /b", 201, "");
    assertThat(send(exchange(), "PUT", "/a", "SUMMARY:x").getException()).isNull();
    assertThat(server.requests())
        .containsExactly(
            "PUT /a: SUMMARY:x", "PUT /b: SUMMARY:x", "PUT /b: SUMMARY:x", "PUT /b: SUMMARY:x");
  }

  @Test
  void redirects_without_end_are_given_up() throws Exception {
    server.answersFrom("GET /a", 302, "/a");
    assertFails(send(exchange(), "GET", "/a", null), "the server redirects too many times");
    assertThat(server.requests()).hasSize(1 + 5);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 304})
  void a_redirect_to_nowhere_is_no_answer(int status) throws Exception {
    server.answers("GET /a", status, "");
    assertFails(
        send(exchange(), "GET", "/a", null),
        "the server answered " + status + " without an address to redirect to");
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {423, 429, 502, 503, 504})
  void a_busy_server_is_asked_as_often_as_caldav_retries_says(int status) throws Exception {
    server.answers("PUT /a", status, "later");
    assertFails(send(exchange(), "PUT", "/a", "x"), "the server answered (" + status + ": later)");
    assertThat(server.requests()).hasSize(1 + 4);
  }

  @ParameterizedTest
  @CsvSource({"GET,5", "PROPFIND,5", "REPORT,5", "PUT,5", "PROPPATCH,5", "MKCOL,1", "DELETE,1"})
  void a_connection_that_breaks_is_made_anew_where_that_does_no_harm(String method, int tries)
      throws Exception {
    server.fails(method + " /a", new SocketException("Connection reset"));
    assertFails(send(exchange(), method, "/a", null), "the connection broke: Connection reset");
    assertThat(server.requests()).hasSize(tries);
  }

  @Test
  void an_answer_that_is_not_proved_is_asked_for_again() throws Exception {
    String whole = has("/", "<d:resourcetype/>");
    server
        .answers("PROPFIND /", 207, whole.substring(0, whole.length() - 20))
        .answers("PROPFIND /", 207, whole);
    Exchange exchange = exchange();
    new Requests().describe(exchange.getMessage(), ROOT + "/");
    Exchange done = server.send("caldav-http", exchange);
    assertThat(done.getException()).isNull();
    assertThat(done.getMessage().getBody(String.class)).isEqualTo(whole);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void a_conversation_repeats_what_broke_while_it_read_and_nothing_that_the_door_repeated()
      throws Exception {
    server
        .fails("GET /broken", new SocketException("Connection reset"))
        .answers("GET /unreadable", 200, "");
    List<String> failures = new ArrayList<>();
    Exchange exchange = exchange();
    Conversation.begin(
        exchange,
        Questions.of(null, List.of(look("/broken", failures), look("/unreadable", failures))));
    assertThat(server.send("caldav-converse", exchange).getException()).isNull();
    assertThat(failures)
        .containsExactly("the connection broke: Connection reset", "it cannot be read");
    assertThat(server.requests()).filteredOn("GET /broken"::equals).hasSize(1 + 4);
    assertThat(server.requests()).filteredOn("GET /unreadable"::equals).hasSize(1 + 4);
  }

  private static Question look(String path, List<String> failures) {
    return new Question(ROOT + path) {
      @Override
      protected void write(Message message) {
        new Requests().look(message, url());
      }

      @Override
      protected void learn(Exchange exchange) throws IOException {
        throw Failure.incomplete("it cannot be read");
      }

      @Override
      protected void failed(Exchange exchange, Failure failure) {
        failures.add(failure.getMessage());
      }
    };
  }

  @Test
  void a_failure_that_follows_a_busy_answer_is_not_repeated() throws Exception {
    server.answers("PUT /a", 503, "").answers("PUT /a", 403, "no");
    assertFails(send(exchange(), "PUT", "/a", "x"), "the server refuses the request (403: no)");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void what_camel_counted_for_another_request_is_not_counted_for_this_one() throws Exception {
    server.answers("GET /a", 503, "").answers("GET /a", 200, "");
    Exchange exchange = exchange();
    exchange.getMessage().setHeader(Exchange.REDELIVERY_COUNTER, 4);
    exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, 86_400_000);
    assertThat(send(exchange, "GET", "/a", null).getException()).isNull();
  }

  @Test
  void after_a_refused_password_nothing_is_sent_in_the_same_run() throws Exception {
    server.answers("GET /a", 401, "");
    Exchange exchange =
        server.exchange(server.account(Map.of("username", "alice", "password", "wrong")));
    for (String path : List.of("/a", "/b")) {
      exchange.setException(null);
      assertFails(
          send(exchange, "GET", path, null),
          "127.0.0.1 does not accept user alice with this password (401)");
    }
    assertThat(server.requests()).containsExactly("GET /a");
  }

  @Test
  void what_a_server_repeats_of_a_password_is_not_repeated() throws Exception {
    server.answers("GET /a", 500, "no such user alice:geheim");
    Exchange exchange =
        server.exchange(server.account(Map.of("username", "alice", "password", "geheim")));
    assertThat(send(exchange, "GET", "/a", null).getException())
        .hasMessageStartingWith("the server answered (500: no such user alice:")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void a_failed_request_leaves_the_exchange_fit_for_the_next() throws Exception {
    server.answers("GET /a", 503, "").answers("GET /b", 503, "").answers("GET /b", 200, "b");
    Exchange exchange = exchange();
    assertThat(send(exchange, "GET", "/a", null).getException()).isNotNull();
    exchange.setException(null);
    assertThat(send(exchange, "GET", "/b", null).getMessage().getBody(String.class)).isEqualTo("b");
  }

  private Exchange exchange() throws Exception {
    return server.exchange(server.account(Map.of()));
  }

  private Exchange send(Exchange exchange, String method, String path, String body) {
    exchange.getMessage().setBody(body == null ? null : body.getBytes(StandardCharsets.UTF_8));
    exchange.getMessage().setHeader(CaldavConstants.METHOD, method);
    exchange.getMessage().setHeader(CaldavConstants.URL, ROOT + path);
    return server.send("caldav-http", exchange);
  }

  private static void assertFails(Exchange done, String sentence) {
    assertThat(done.getException()).isInstanceOf(Failure.class).hasMessageStartingWith(sentence);
  }
}
