package caldavbackup.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.options.Option;
import caldavbackup.text.Failure;
import java.util.EnumSet;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What the sender of a message may choose, and that nothing of this process is among it. */
class AskedAccountTest {
  private static AskedAccount asked(String body) throws Failure {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(body);
    return AskedAccount.of(exchange);
  }

  private static String message(Option option) {
    return "{\"location\": \"caldav://x\", \"username\": \"u\", \"" + option.key() + "\": \"1\"}";
  }

  @ParameterizedTest
  @EnumSource(
      value = Option.class,
      mode = Mode.MATCH_ANY,
      names = {
        "PASSWORD_.+",
        "TLS_.+",
        "PROXY.*",
        "TOKEN_.+",
        "PLAN_JSON",
        "SERVICE_.+",
        "NAME",
        "CLIENT_.+",
        "REFRESH_TOKEN",
        ".+_URL",
        "ISSUER",
        "SUBJECT",
        "GRANT"
      })
  void an_option_that_uses_what_this_process_has_is_refused(Option option) {
    assertThatThrownBy(() -> asked(message(option)))
        .isInstanceOf(Failure.class)
        .hasMessage(
            "option '" + option.key() + "' cannot be set by a message: set it in a named account");
  }

  @ParameterizedTest
  @EnumSource(
      value = Option.class,
      names = {"TOKEN", "PASSWORD", "SINCE", "MIRROR", "IO_TIMEOUT"})
  void an_option_that_chooses_is_allowed(Option option) {
    assertThatCode(() -> asked(message(option))).doesNotThrowAnyException();
  }

  @Test
  void a_name_that_is_no_option_is_unknown() {
    assertThatThrownBy(() -> asked("{\"location\": \"caldav://x\", \"colour\": \"red\"}"))
        .hasMessage("option 'colour' of the message is unknown");
  }

  @Test
  void kept_tokens_are_not_within_reach() {
    EnumSet<Option> oauth = EnumSet.range(Option.NAME, Option.GRANT);
    oauth.remove(Option.TOKEN);
    assertThat(AskedAccount.OF_UNNAMED).doesNotContainAnyElementsOf(oauth);
  }
}
