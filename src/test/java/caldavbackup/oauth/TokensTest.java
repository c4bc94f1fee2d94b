package caldavbackup.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.options.Secret;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Secret OPTION = new Secret("from-option");

  private final Tokens first = Tokens.NONE.after(answer("a1", "r1"), OPTION, OPTION, NOON);

  @Test
  void the_refresh_token_before_is_kept_until_the_new_one_has_worked() {
    assertThat(first.candidates(OPTION))
        .extracting(Secret::reveal)
        .containsExactly("r1", "from-option");
    Tokens second = first.after(answer("a2", "r2"), first.refresh(), OPTION, NOON);
    assertThat(second.candidates(OPTION))
        .extracting(Secret::reveal)
        .containsExactly("r2", "r1", "from-option");
  }

  @Test
  void an_answer_without_a_refresh_token_leaves_the_one_that_was_used() {
    Tokens second = first.after(answer("a2", null), first.refresh(), OPTION, NOON);
    assertThat(second.refresh().reveal()).isEqualTo("r1");
    assertThat(second.before()).isNull();
  }

  @Test
  void an_option_that_was_changed_goes_first() {
    assertThat(first.candidates(new Secret("newer")))
        .extracting(Secret::reveal)
        .containsExactly("newer", "r1", "from-option");
  }

  @Test
  void a_clock_that_was_set_back_makes_a_token_old() {
    assertThat(first.left(NOON.plusSeconds(600))).isEqualTo(Duration.ofMinutes(50));
    assertThat(first.left(NOON.minusSeconds(1))).isEqualTo(Duration.ZERO);
  }

  @Test
  void nothing_of_it_shows_in_its_text() {
    assertThat(first.toString()).doesNotContain("a1", "r1", "from-option");
  }

  private static TokenAnswer answer(String access, String refresh) {
    return new TokenAnswer(
        new Secret(access), Duration.ofHours(1), refresh == null ? null : new Secret(refresh));
  }
}
