package caldavbackup.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How often a server is asked, and what it is shown. */
class SignInTest {
  @Test
  void with_digest_only_the_first_request_is_asked_twice() throws Exception {
    try (SignInServer server = new SignInServer("alice", "secret", "Digest");
        Account account = account(server, "alice", "secret")) {
      for (String path : List.of("/", "/a/", "/a/b/", "/c/d", "/a/b/x.ics")) {
        assertThat(get(account, server, path)).isEqualTo(200);
      }
      assertThat(server.shown).hasSize(6);
      assertThat(server.shown.get(0)).startsWith("Basic ");
      assertThat(server.shown.subList(1, 6)).allMatch(header -> header.startsWith("Digest "));
    }
  }

  @Test
  void digest_serves_many_requests_at_one_time_with_one_each() throws Exception {
    try (SignInServer server = new SignInServer("alice", "secret", "Digest");
        Account account = account(server, "alice", "secret")) {
      assertThat(atOnce(40, () -> get(account, server, "/x"))).containsOnly(200);
      assertThat(server.shown).hasSize(41);
      assertThat(server.shown).filteredOn(header -> header.startsWith("Basic ")).hasSize(1);
    }
  }

  @Test
  void a_nonce_that_has_served_its_time_is_renewed() throws Exception {
    try (SignInServer server = new SignInServer("alice", "secret", "Digest");
        Account account = account(server, "alice", "secret")) {
      server.mostUses = 5;
      for (int i = 0; i < 20; i++) {
        assertThat(get(account, server, "/" + i + "/")).isEqualTo(200);
      }
      assertThat(server.shown).hasSize(1 + 20 + 3);
      assertThat(atOnce(30, () -> get(account, server, "/x"))).containsOnly(200);
      assertThat(server.shown).filteredOn(header -> header.startsWith("Basic ")).hasSize(1);
    }
  }

  @Test
  void a_nonce_that_an_answer_names_is_used_for_the_next_request() throws Exception {
    try (SignInServer server = new SignInServer("alice", "secret", "Digest");
        Account account = account(server, "alice", "secret")) {
      server.mostUses = 1;
      server.namesNext = true;
      for (int i = 0; i < 5; i++) {
        assertThat(get(account, server, "/")).isEqualTo(200);
      }
      assertThat(server.shown).hasSize(1 + 5);
    }
  }

  @Test
  void a_server_that_forgot_its_nonces_is_signed_in_to_anew_without_basic() throws Exception {
    try (SignInServer server = new SignInServer("alice", "secret", "Digest");
        Account account = account(server, "alice", "secret")) {
      assertThat(get(account, server, "/")).isEqualTo(200);
      server.forgetNonces();
      assertThat(get(account, server, "/")).isEqualTo(200);
      assertThat(server.shown).filteredOn(header -> header.startsWith("Basic ")).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic", "Digest", "Basic Digest", ""})
  void a_wrong_password_is_shown_once_and_never_again(String challenges) throws Exception {
    try (SignInServer server = new SignInServer("alice", "secret", words(challenges));
        Account account = account(server, "alice", "wrong")) {
      assertThat(get(account, server, "/")).isEqualTo(401);
      int asked = server.shown.size();
      assertThat(asked).isEqualTo(challenges.equals("Digest") ? 2 : 1);
      assertThatThrownBy(() -> get(account, server, "/other"))
          .isInstanceOfSatisfying(
              Failure.class, f -> assertThat(f.kind()).isEqualTo(Failure.Kind.SIGN_IN))
          .hasMessageContaining("does not accept user alice with this password");
      assertThat(server.shown).hasSize(asked);
    }
  }

  @Test
  void of_many_requests_at_one_time_only_one_shows_a_wrong_password() throws Exception {
    try (SignInServer server = new SignInServer("alice", "secret", "Basic");
        Account account = account(server, "alice", "wrong")) {
      List<Integer> answers =
          atOnce(
              20,
              () -> {
                try {
                  return get(account, server, "/");
                } catch (Failure e) {
                  return 0;
                }
              });
      assertThat(answers).filteredOn(status -> status == 401).hasSize(1);
      assertThat(server.shown).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Basic,abcd efgh ijkl mnop,2",
    "Digest,abcd efgh ijkl mnop,4",
    "Basic,abcd\u00a0efgh\u00a0ijkl\u00a0mnop,2",
    "Basic,abcdefghijklmnop,1"
  })
  void an_app_password_may_be_given_in_its_groups(String scheme, String given, int requests)
      throws Exception {
    try (SignInServer server = new SignInServer("alice", "abcdefghijklmnop", scheme);
        Account account = account(server, "alice", given)) {
      assertThat(get(account, server, "/")).isEqualTo(200);
      assertThat(get(account, server, "/")).isEqualTo(200);
      assertThat(server.shown).hasSize(requests + 1);
    }
  }

  @Test
  void a_password_that_has_blanks_of_its_own_is_shown_as_it_is() throws Exception {
    try (SignInServer server = new SignInServer("alice", "abcd efgh ijkl mnop", "Basic");
        Account account = account(server, "alice", "abcd efgh ijkl mnop")) {
      assertThat(get(account, server, "/")).isEqualTo(200);
      assertThat(server.shown).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "abcd efgh ijkl mnop,2",
    "abcd efgh ijkl,1",
    "my pass word here,1",
    "abc1 efgh ijkl mnop,1"
  })
  void only_what_looks_like_an_app_password_is_tried_a_second_time(String given, int requests)
      throws Exception {
    try (SignInServer server = new SignInServer("alice", "secret", "Basic");
        Account account = account(server, "alice", given)) {
      assertThat(get(account, server, "/")).isEqualTo(401);
      assertThat(server.shown).hasSize(requests);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Basic,alice@example.org,secret",
    "Basic,zoë,pässwörd€",
    "Basic,alice,a:b:c",
    "Digest,alice@example.org,secret",
    "Digest,zoë,pässwörd€",
    "Digest,al:ice,secret"
  })
  void names_and_passwords_of_all_letters_are_understood(
      String scheme, String user, String password) throws Exception {
    try (SignInServer server = new SignInServer(user, password, scheme);
        Account account = account(server, user, password)) {
      assertThat(get(account, server, "/")).isEqualTo(200);
    }
  }

  @Test
  void a_name_with_a_colon_is_not_sent_by_basic() throws Exception {
    try (SignInServer server = new SignInServer("al:ice", "secret", "Basic");
        Account account = account(server, "al:ice", "secret")) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> get(account, server, "/"))
            .isInstanceOf(Failure.class)
            .hasMessageContaining("option 'username' contains a colon");
      }
      assertThat(server.shown).containsExactly("none");
    }
  }

  @Test
  void what_is_not_the_users_does_not_end_a_sign_in_that_was_accepted() throws Exception {
    try (SignInServer server = new SignInServer("alice", "secret", "Basic");
        Account account = account(server, "alice", "secret")) {
      server.notHis = "/bob";
      for (String path : List.of("/", "/bob", "/", "/bob", "/", "/bob", "/", "/bob", "/bob")) {
        assertThat(get(account, server, path)).isEqualTo(path.equals("/") ? 200 : 401);
      }
      assertThat(get(account, server, "/bob")).isEqualTo(401);
      assertThatThrownBy(() -> get(account, server, "/")).hasMessageContaining("does not accept");
    }
  }

  private static String[] words(String text) {
    return text.isEmpty() ? new String[0] : text.split(" ");
  }

  private static Account account(SignInServer server, String user, String password) throws Failure {
    Map<String, String> options = new HashMap<>();
    options.put("location", "caldav+http://127.0.0.1:" + server.port() + "/");
    options.put("username", user);
    options.put("password", password);
    options.put("concurrency", "10");
    return new Account(Options.forBackup(options));
  }

  private static int get(Account account, SignInServer server, String path) throws Exception {
    HttpHost host = new HttpHost("http", "127.0.0.1", server.port());
    try (CloseableHttpResponse response =
        account.send(
            host, new BasicClassicHttpRequest("PROPFIND", host, path), account.unbound())) {
      return response.getCode();
    }
  }

  private static List<Integer> atOnce(int times, Callable<Integer> request) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(10);
    try {
      List<Integer> answers = new ArrayList<>();
      List<Callable<Integer>> all = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        all.add(request);
      }
      for (Future<Integer> answer : executor.invokeAll(all)) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      executor.shutdownNow();
    }
  }
}
