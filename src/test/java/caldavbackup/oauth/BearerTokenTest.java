package caldavbackup.oauth;

import static caldavbackup.caldav.ScriptedServer.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.ScriptedServer;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.options.Secret;
import caldavbackup.text.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which token a request is signed with, and what becomes of one that is refused. */
class BearerTokenTest {
  private ScriptedServer server;
  private final Script tokens = new Script();

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer("oauth2");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_token_is_asked_for_before_a_request_and_told_that_it_was_taken() throws Exception {
    tokens.gives("one");
    server.answers("GET /a", 200, "hello");
    assertThat(get(exchange()).getMessage().getBody(String.class)).isEqualTo("hello");
    assertThat(server.signedWith()).containsExactly("one");
    assertThat(tokens.told).containsExactly("begin", "token", "accepted one");
  }

  @Test
  void each_try_asks_for_a_token_anew() throws Exception {
    tokens.gives("one", "two");
    server.answers("GET /a", 503, "busy").answers("GET /a", 200, "");
    assertThat(get(exchange()).getException()).isNull();
    assertThat(server.signedWith()).containsExactly("one", "two");
    assertThat(tokens.told).containsExactly("begin", "token", "token", "accepted two");
  }

  @Test
  void a_token_that_is_refused_is_renewed_once_and_the_request_comes_again() throws Exception {
    tokens.gives("old").renewsTo("new");
    server.answers("GET /a", 401, "").answers("GET /a", 200, "hello");
    assertThat(get(exchange()).getMessage().getBody(String.class)).isEqualTo("hello");
    assertThat(server.signedWith()).containsExactly("old", "new");
    assertThat(tokens.told).containsExactly("begin", "token", "renew old", "accepted new");
  }

  @Test
  void a_token_that_is_refused_as_soon_as_it_is_new_ends_the_run() throws Exception {
    tokens.gives("old").renewsTo("new");
    server.answers("GET /a", 401, "");
    Exchange exchange = exchange();
    assertSignInFails(get(exchange));
    assertThat(server.signedWith()).containsExactly("old", "new");
    exchange.setException(null);
    assertSignInFails(get(exchange));
    assertThat(server.signedWith()).as("no request is sent any more").hasSize(2);
  }

  @Test
  void a_refusal_for_which_there_is_no_other_token_is_the_servers_own() throws Exception {
    tokens.gives("only");
    server.answers("GET /a", 401, "not yours");
    Exchange done = get(exchange());
    assertSignInFails(done);
    assertThat(done.getException())
        .hasMessage("127.0.0.1 does not accept the access token (401: not yours)");
    assertThat(server.signedWith()).containsExactly("only");
  }

  /** A refused token is no failed try: with no repeats at all it is renewed all the same. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void a_refused_token_counts_as_no_try(int retries) throws Exception {
    server.close();
    server = new ScriptedServer(Map.of("caldav.retries", String.valueOf(retries)), "oauth2");
    tokens.gives("old").renewsTo("new");
    server.answers("GET /a", 401, "").answers("GET /a", 503, "busy");
    Exchange done = get(exchange());
    assertThat(done.getException())
        .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.status()).isEqualTo(503));
    assertThat(server.signedWith()).hasSize(1 + 1 + retries);
  }

  @Test
  void a_refused_token_counts_as_no_try_after_others_failed() throws Exception {
    server.close();
    server = new ScriptedServer(Map.of("caldav.retries", "2"), "oauth2");
    tokens.gives("old").renewsTo("new");
    server
        .answers("GET /a", 503, "")
        .answers("GET /a", 503, "")
        .answers("GET /a", 401, "")
        .answers("GET /a", 200, "");
    assertThat(get(exchange()).getException()).isNull();
    assertThat(server.signedWith()).containsExactly("old", "old", "old", "new");
  }

  @Test
  void a_refused_token_is_not_waited_for() throws Exception {
    server.close();
    server = new ScriptedServer(Map.of("caldav.retry.delay", "86400000"), "oauth2");
    tokens.gives("old").renewsTo("new");
    server.answers("GET /a", 401, "").answers("GET /a", 200, "");
    assertThat(get(exchange()).getException()).isNull();
  }

  @Test
  void without_a_token_nothing_is_sent_and_nothing_repeated() throws Exception {
    tokens.fails(Failure.incomplete("no token from id.example.org: the connection broke"));
    server.answers("GET /a", 200, "");
    assertThat(get(exchange()).getException())
        .hasMessage("no token from id.example.org: the connection broke");
    assertThat(tokens.told).containsExactly("begin", "token");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void why_there_is_no_other_token_is_said() throws Exception {
    tokens.gives("old").renewalFails(new Failure(Failure.Kind.SIGN_IN, "run: caldav login"));
    server.answers("GET /a", 401, "");
    assertThat(get(exchange()).getException()).hasMessage("run: caldav login");
    assertThat(server.signedWith()).containsExactly("old");
  }

  @Test
  void a_token_of_one_account_does_not_stay_for_the_next() throws Exception {
    server.answers("GET /a", 200, "");
    Exchange exchange = server.exchange(server.account(Map.of("token", "first")));
    get(exchange);
    exchange.setProperty(CaldavConstants.ACCOUNT, server.account(Map.of()));
    get(exchange);
    assertThat(server.signedWith()).containsExactly("first", "none");
    assertThat(exchange.getProperty(CaldavConstants.TOKEN)).isNull();
  }

  @Test
  void the_entry_puts_a_token_on_the_exchange() throws Exception {
    Exchange exchange = server.exchange(server.account(Map.of("token", "mine")));
    assertThat(server.send("caldav-oauth2", exchange).getException()).isNull();
    assertThat(exchange.getProperty(CaldavConstants.TOKEN, Secret.class).reveal())
        .isEqualTo("mine");
  }

  @Test
  void the_entry_takes_the_tokens_of_a_bean_of_the_application() throws Exception {
    tokens.gives("from a vault");
    Exchange exchange = server.exchange(server.account(Map.of()));
    exchange.getContext().getRegistry().bind("vault", tokens);
    exchange.setProperty(CaldavConstants.TOKEN_SOURCE, "vault");
    assertThat(server.send("caldav-oauth2", exchange).getException()).isNull();
    Object token = exchange.getProperty(CaldavConstants.TOKEN);
    assertThat(((Secret) token).reveal()).isEqualTo("from a vault");
    assertThat(token.toString()).doesNotContain("vault");
  }

  @Test
  void the_entry_refuses_an_account_with_a_password() throws Exception {
    Exchange exchange =
        server.exchange(server.account(Map.of("username", "alice", "password", "secret")));
    assertThat(server.send("caldav-oauth2", exchange).getException())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("does not sign in by OAuth2");
  }

  private Exchange exchange() throws Exception {
    Account account = server.account(Map.of());
    Exchange exchange = server.exchange(account);
    exchange.setProperty(CaldavConstants.TOKEN_SOURCE, tokens);
    return exchange;
  }

  private Exchange get(Exchange exchange) {
    exchange.getMessage().setBody(null);
    exchange.getMessage().setHeader(CaldavConstants.METHOD, "GET");
    exchange.getMessage().setHeader(CaldavConstants.URL, ROOT + "/a");
    return server.send("caldav-http", exchange);
  }

  private static void assertSignInFails(Exchange done) {
    assertThat(done.getException())
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.SIGN_IN));
  }

  /** Gives tokens as it was told to, and writes down what it is asked and told. */
  private static final class Script implements TokenSource {
    private final Deque<Secret> given = new ArrayDeque<>();
    private Secret renewed;
    private Failure failure;
    private Failure renewalFailure;
    private final List<String> told = new ArrayList<>();

    /** One after the other; the last one stays. */
    Script gives(String... texts) {
      for (String text : texts) {
        given.add(new Secret(text));
      }
      return this;
    }

    void renewsTo(String text) {
      renewed = new Secret(text);
    }

    void fails(Failure why) {
      failure = why;
    }

    void renewalFails(Failure why) {
      renewalFailure = why;
    }

    @Override
    public void begin() {
      told.add("begin");
    }

    @Override
    public Secret token() throws Failure {
      told.add("token");
      if (failure != null) {
        throw failure;
      }
      return given.size() > 1 ? given.poll() : given.peek();
    }

    @Override
    public Secret renew(Secret refused) throws Failure {
      told.add("renew " + refused.reveal());
      if (renewalFailure != null) {
        throw renewalFailure;
      }
      if (renewed != null) {
        given.clear();
        given.add(renewed);
      }
      return renewed;
    }

    @Override
    public void accepted(Secret token) {
      told.add("accepted " + token.reveal());
    }
  }
}
