package caldavbackup.options;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.http.Account;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretTest {
  @Test
  void a_secret_gives_its_text_only_when_asked_to_reveal_it() {
    Secret secret = new Secret("geheim");
    assertThat(secret.reveal()).isEqualTo("geheim");
    assertThat("" + secret + Map.of("password", secret)).doesNotContain("geheim");
  }

  @Test
  void nothing_of_an_accounts_options_shows_the_password() throws Exception {
    Options options =
        Options.forBackup(
            Map.of("location", "caldav://h", "username", "alice", "password", "geheim"));
    try (Account account = new Account(options)) {
      assertThat("" + options + account + options.password() + options.origin())
          .doesNotContain("geheim");
    }
  }
}
