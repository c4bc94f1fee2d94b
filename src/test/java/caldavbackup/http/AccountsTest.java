package caldavbackup.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which options give which account, and how accounts are named by properties. */
class AccountsTest {
  private static final String SECRET = "hunter2-is-secret";

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Accounts accounts = new Accounts();
  private final Properties properties = new Properties();

  @TempDir Path temp;

  @BeforeEach
  void start() {
    context.getPropertiesComponent().setInitialProperties(properties);
    accounts.setCamelContext(context);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private static Map<String, Object> options(Object... words) {
    Map<String, Object> options = new HashMap<>();
    options.put("location", "caldav+http://127.0.0.1:1/");
    for (int i = 0; i < words.length; i += 2) {
      options.put((String) words[i], words[i + 1]);
    }
    return options;
  }

  @Test
  void the_same_options_give_the_same_account_whatever_their_type_and_bean() throws Exception {
    Account first = accounts.of(options("username", "a", "password", 1234, "calendar", null));
    Accounts another = new Accounts();
    another.setCamelContext(context);
    assertThat(another.of(options("password", "1234", "username", "a"))).isSameAs(first);
    assertThat(accounts.of(options("username", "a", "password", "1235"))).isNotSameAs(first);
    assertThat(accounts.of(options("username", "b", "password", "1234"))).isNotSameAs(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"password_file", "password_command"})
  void a_secret_that_changed_where_it_is_kept_gives_another_account(String option)
      throws Exception {
    Path file = Files.writeString(temp.resolve("secret"), "one\n");
    String word = option.equals("password_file") ? file.toString() : "cat '" + file + "'";
    Account first = accounts.of(options("username", "a", option, word));
    assertThat(accounts.of(options("username", "a", option, word))).isSameAs(first);
    Files.writeString(file, "two\n");
    Account second = accounts.of(options("username", "a", option, word));
    assertThat(second).isNotSameAs(first);
    assertThat(second.options().password().reveal()).isEqualTo("two");
  }

  @Test
  void the_key_of_a_service_account_belongs_to_its_account() throws Exception {
    Path key = Files.writeString(temp.resolve("key.json"), "{}");
    Map<String, Object> options = options("service_account", key, "name", "google");
    Account first = accounts.of(options);
    assertThat(accounts.of(options)).isSameAs(first);
    Files.writeString(key, "{ }");
    assertThat(accounts.of(options)).isNotSameAs(first);
  }

  @Test
  void an_idle_account_is_the_same_as_long_as_somebody_has_it_and_then_forgotten()
      throws Exception {
    SharedAccounts shared = new SharedAccounts(Duration.ofMillis(1), 0);
    Options options = Options.forBoth(Map.of("location", "caldav+http://127.0.0.1:1/"));
    Account account = shared.account(options);
    while (shared.held() > 0) {
      Thread.onSpinWait();
    }
    assertThat(shared.account(options)).isSameAs(account);
    account = null;
    while (shared.known() > 0) {
      System.gc();
    }
    assertThat(shared.held()).isZero();
    shared.stop();
  }

  @Test
  void accounts_end_with_their_context() throws Exception {
    context.start();
    Account account = accounts.of(options());
    context.stop();
    assertThat(account.isOpen()).isFalse();
    assertThatThrownBy(account::touch)
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.kind()).isEqualTo(Failure.Kind.CANCELLED));
    assertThatThrownBy(() -> accounts.of(options("username", "a", "password", "p")))
        .hasMessage("the account was closed");
  }

  @ParameterizedTest
  @CsvSource({
    "caldav.per-host,many,'must be a number, 0 for no limit, not ''many'''",
    "caldav.account.idle,soon,'must be a duration like 30s or 5m, not ''soon'''"
  })
  void a_wrong_property_is_named(String property, String value, String sentence) {
    properties.put(property, value);
    assertThatThrownBy(() -> accounts.of(options()))
        .hasMessage("property '" + property + "' " + sentence);
  }

  @Test
  void no_options_are_no_account() {
    assertThatThrownBy(() -> accounts.of(null)).hasMessageContaining("'location' is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"password_file", "password-file", "passwordFile"})
  void a_named_account_is_read_from_properties(String spelling) throws Exception {
    Path file = Files.writeString(temp.resolve("secret"), SECRET);
    properties.put("host", "cal.example.org");
    properties.put("caldav.accounts.alice.location", "caldav://{{host}}/");
    properties.put("caldav.accounts.alice.username", "alice");
    properties.put("caldav.accounts.alice." + spelling, file.toString());
    properties.put("caldav.accounts.alice.b.location", "caldav://other.example.org/");
    Account alice = accounts.named("alice");
    assertThat(alice).hasToString("alice@cal.example.org/");
    assertThat(alice.options().password().reveal()).isEqualTo(SECRET);
    assertThat(accounts.named("alice")).isSameAs(alice);
    assertThat(accounts.named("alice.b")).hasToString("other.example.org/");
  }

  @Test
  void properties_that_cannot_be_listed_name_accounts_too() throws Exception {
    Map<String, String> vault =
        Map.of(
            "caldav.accounts.bob.location", "caldav://h.example.org/",
            "caldav.accounts.bob.username", "bob",
            "caldav.accounts.bob.password", SECRET);
    context
        .getPropertiesComponent()
        .addPropertiesSource(
            new PropertiesSource() {
              @Override
              public String getName() {
                return "vault";
              }

              @Override
              public String getProperty(String name) {
                return vault.get(name);
              }
            });
    assertThat(accounts.named("bob").options().password().reveal()).isEqualTo(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "location,x,passwrod,hunter2-is-secret,'account ''alice'': option ''passwrod'' is unknown'",
    "username,x,password,hunter2-is-secret,'account ''alice'': option ''location'' is missing'",
    "location,caldav://h/,password,hunter2-is-secret{{gone}},'property ''caldav.accounts.alice.password'' has a placeholder that cannot be resolved'",
    "location,caldav://h/,password,hunter2-is-secret{{,'property ''caldav.accounts.alice.password'' has a placeholder that cannot be resolved'",
    "location,caldav://h/,concurrency,99,'account ''alice'': option ''concurrency'' must be'"
  })
  void a_wrong_option_of_a_named_account_is_named_and_no_secret(
      String one, String value, String another, String secret, String sentence) {
    properties.put("caldav.accounts.alice." + one, value);
    properties.put("caldav.accounts.alice." + another, secret);
    assertThatThrownBy(() -> accounts.named("alice"))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith(sentence)
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "a b", "a:b", "{{a}}", ""})
  void an_account_that_nothing_names_is_unknown(String name) {
    assertThatThrownBy(() -> accounts.named(name))
        .isInstanceOf(Failure.class)
        .hasMessageMatching(".*(is unknown: no property|cannot be the name of an account).*");
  }

  @Test
  void names_that_the_application_gives_come_before_properties() throws Exception {
    properties.put("secret", SECRET);
    properties.put("caldav.accounts.alice.location", "caldav://not.example.org/");
    Accounts given =
        new Accounts(
            Map.of(
                "alice",
                Map.of("location", "caldav://h.example.org/", "username", "a"),
                "wrong",
                Map.of("location", "caldav://h.example.org/", "pass word", "a")));
    given.setCamelContext(context);
    assertThatThrownBy(() -> given.named("alice")).hasMessageContaining("'password' is missing");
    assertThatThrownBy(() -> given.named("wrong"))
        .hasMessage("account 'wrong': option 'pass word' is unknown");
    Accounts good =
        new Accounts(
            Map.of(
                "alice",
                Map.of(
                    "location", "caldav://h.example.org/",
                    "username", "a",
                    "passWord", "{{secret}}")));
    good.setCamelContext(context);
    assertThat(good.named("alice").options().password().reveal()).isEqualTo(SECRET);
  }

  @Test
  void nothing_shows_a_secret() throws Exception {
    Accounts given =
        new Accounts(
            Map.of("a", Map.of("location", "caldav://h/", "username", "a", "password", SECRET)));
    given.setCamelContext(context);
    Account account = given.named("a");
    assertThat(
            given
                + " "
                + account
                + account.options()
                + account.options().fingerprint()
                + context.hasService(SharedAccounts.class)
                + account.begin())
        .doesNotContain(SECRET)
        .contains("a@h");
  }
}
