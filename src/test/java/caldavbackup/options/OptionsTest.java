package caldavbackup.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.text.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @TempDir Path folder;

  @Test
  void what_is_not_given_has_its_default() throws Failure {
    Options options = Options.forRestore(Map.of("location", "caldav://h/x/"));
    assertThat(options.username()).isNull();
    assertThat(options.password()).isNull();
    assertThat(options.calendar()).isNull();
    assertThat(options.conflict()).isEqualTo(Options.Conflict.OVERWRITE);
    assertThat(options.notifyGuests()).isFalse();
    assertThat(options.scheduling()).isEqualTo(Options.Scheduling.REFUSE);
    assertThat(options.noVerify()).isFalse();
    assertThat(options.ioTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.concurrency()).isEqualTo(4);
    assertThat(options.selection().isFilter()).isFalse();
    assertThat(options.origin()).isEqualTo("h/x/");
  }

  @Test
  void what_is_given_is_taken() throws Failure {
    Options options =
        restore(
            "username=bob password=p conflict=skip scheduling=strip tls_no_verify=1"
                + " io_timeout=30s concurrency=10 calendar=work calendars=a*");
    assertThat(options.username()).isEqualTo("bob");
    assertThat(options.conflict()).isEqualTo(Options.Conflict.SKIP);
    assertThat(restore("notify=yes").notifyGuests()).isTrue();
    assertThat(options.scheduling()).isEqualTo(Options.Scheduling.STRIP);
    assertThat(options.noVerify()).isTrue();
    assertThat(options.ioTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.concurrency()).isEqualTo(10);
    assertThat(options.calendar()).isEqualTo("work");
    assertThat(options.selection().wants("abc", null)).isTrue();
    assertThat(options.origin()).isEqualTo("bob@h/");
  }

  /** Bash expands {@code ~} after {@code =}. */
  @Test
  void a_tilde_in_a_command_is_quoted() throws Failure {
    assertThat(restore("name=custom client_id=~root token=x").loginCommand())
        .contains(" 'client_id=~root'");
  }

  @Test
  void the_username_given_counts_before_that_of_the_location() throws Failure {
    Map<String, String> map =
        new HashMap<>(Map.of("location", "caldav://alice@h", "password", "p"));
    assertThat(Options.forBackup(map).username()).isEqualTo("alice");
    map.put("username", "bob");
    assertThat(Options.forBackup(map).username()).isEqualTo("bob");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "colour=red,'colour' is unknown",
    "LOCATION=x,'LOCATION' is unknown",
    "token=x token_command=y,use only one of the options 'token' and 'token_command'",
    "client_id=,option 'client_id' is empty",
    "client_id=x token_url=http://id.example.org/t,'token_url' must be an address that begins with"
        + " https",
    "client_id=x grant=magic,'grant' must be browser",
    "conflict=perhaps,'conflict' must be",
    "scheduling=send,'scheduling' must be refuse or strip",
    "notify=maybe,'notify' must be true or false",
    "tls_no_verify=on,'tls_no_verify' must be true or false",
    "io_timeout=soon,'io_timeout' must be a duration",
    "io_timeout=,'io_timeout' must be a duration",
    "concurrency=0,'concurrency' must be a number",
    "concurrency=11,'concurrency' must be a number",
    "concurrency=4.0,'concurrency' must be a number",
    "username=bob,'password' is missing",
    "password=p,'username' is missing",
    "username=bob password=,empty password",
    "username=bob password=p password_file=f,use only one of",
    "username=bob password_file=/nowhere/at/all,no such file",
    "username=bob password_command=false,exit code 1",
    "username=bob password_command=true,empty password",
    "username=bob password_env=NO_SUCH_VARIABLE,'password_env': the environment has no variable 'NO_SUCH_VARIABLE'",
    "username=bob password=p password_env=PATH,use only one of",
    "tls_ca_file=/nowhere/at/all,no such file",
    "tls_cert=/nowhere/at/all,'tls_cert': /nowhere/at/all cannot be read",
    "tls_key=k,'tls_cert' is missing",
    "proxy=ftp://h,'proxy' has the unknown scheme 'ftp'",
    "proxy=http://a:b@h,'proxy' contains a user name",
    "proxy=http://,'proxy' is not a URL",
    "proxy_username=a proxy_password=b,'proxy' is missing",
    "proxy=http://h:1 proxy_username=a,'proxy_password' is missing",
    "calendar=,option 'calendar' is empty",
    "plan_json=,option 'plan_json' is empty"
  })
  void a_wrong_option_is_named_in_one_sentence(String words, String sentence) {
    assertThatThrownBy(() -> restore(words))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.OPTION))
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "conflict=copy mirror=yes,'conflict=copy' and 'mirror=true'",
    "only=a.ics mirror=true,'only' and 'mirror=true'",
    "notify=1 scheduling=strip,'notify=true' and 'scheduling=strip'",
    "tls_no_verify=true tls_ca_file=/no/file,'tls_no_verify=true' and 'tls_ca_file'",
    "proxy=none proxy_username=a proxy_password=secret,'proxy_username' and 'proxy=none'",
    "grant=client_credentials refresh_token=secret,'refresh_token' and 'grant=client_credentials'",
    "username=a password_env=NONE client_id=x,'client_id' and 'password_env'",
    "username=a password=secret password_file=/no/file,'password' and 'password_file'",
    "token=secret service_account=/no/file,'token' and 'service_account'",
    "'calendars=work exclude_calendars=home,work',options 'calendars' and 'exclude_calendars' together select no calendar",
    "calendars=work exclude_calendars=*,options 'calendars' and 'exclude_calendars' together select no calendar",
  })
  void two_options_that_cannot_be_meant_together_are_both_named(String words, String both) {
    assertThatThrownBy(() -> restore(words))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.OPTION))
        .hasMessageContaining(both)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conflict=copy mirror=false",
        "conflict=fail mirror=true",
        "conflict=copy calendar=x",
        "notify=false scheduling=strip",
        "notify=true scheduling=refuse",
        "dry_run=true verify=off mirror=true notify=true",
        "mirror=true since=2026-01-01",
        "calendars=w* exclude_calendars=work",
        "calendars=work,home exclude_calendars=work",
        "since=2026-01-01 until=2026-01-01",
        "token=a token_file=b"
      })
  void what_may_be_meant_is_taken(String words) {
    assertThatCode(() -> restore(words)).doesNotThrowAnyException();
  }

  @Test
  void a_command_for_a_secret_does_not_run_when_options_contradict_each_other() {
    Path proof = folder.resolve("ran");
    Map<String, String> map =
        Map.of(
            "location", "caldav://a@h",
            "password_command", "touch " + proof + " && echo p",
            "conflict", "copy",
            "mirror", "true");
    assertThatThrownBy(() -> Options.forRestore(map)).hasMessageContaining("use only one of");
    assertThat(proof).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"conflict=skip", "notify=true", "scheduling=strip", "calendar=work"})
  void what_is_for_a_restore_is_refused_for_a_backup(String word) {
    assertThatThrownBy(() -> Options.forBackup(map(word)))
        .hasMessageContaining("is for a restore, not for a backup");
  }

  @ParameterizedTest
  @CsvSource({"'geheim\n',geheim", "'geheim\r\nsecond\n',geheim", "' gehéim ',' gehéim '"})
  void a_password_is_the_first_line_of_its_file(String content, String password) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), content);
    assertThat(restore("username=bob password_file=" + file).password().reveal())
        .isEqualTo(password);
  }

  @Test
  void an_empty_password_file_gives_no_password() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "\nsecond");
    assertThatThrownBy(() -> restore("username=bob password_file=" + file))
        .hasMessageContaining("'password_file' supplies an empty password");
  }

  @Test
  void a_password_may_come_from_a_command() throws Failure {
    Map<String, String> map = map("username=bob");
    map.put("password_command", "echo ' ge heim '");
    assertThat(Options.forBackup(map).password().reveal()).isEqualTo(" ge heim ");
  }

  @Test
  void a_password_may_come_from_the_environment() throws Failure {
    assertThat(restore("username=bob password_env=PATH").password().reveal())
        .isEqualTo(System.getenv("PATH"));
  }

  private static Options restore(String words) throws Failure {
    return Options.forRestore(map(words));
  }

  private static Map<String, String> map(String words) {
    Map<String, String> map = new HashMap<>(Map.of("location", "caldav://h"));
    for (String word : words.split(" ")) {
      map.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
    }
    return map;
  }
}
