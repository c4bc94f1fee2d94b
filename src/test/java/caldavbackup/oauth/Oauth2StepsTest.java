package caldavbackup.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.options.Options;
import caldavbackup.options.Secret;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class Oauth2StepsTest {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Exchange exchange = new DefaultExchange(context);
  private final Oauth2Steps steps = new Oauth2Steps();

  @Test
  void a_token_of_one_account_does_not_stay_for_the_next() throws Exception {
    exchange.setProperty(CaldavConstants.ACCOUNT, account(Map.of("token", "first")));
    assertThat(steps.wanted(exchange)).isTrue();
    steps.sign(exchange);
    assertThat(exchange.getProperty(CaldavConstants.TOKEN, Secret.class).reveal())
        .isEqualTo("first");
    exchange.setProperty(CaldavConstants.ACCOUNT, account(Map.of()));
    assertThat(steps.wanted(exchange)).isFalse();
    assertThat(exchange.getProperty(CaldavConstants.TOKEN)).isNull();
  }

  @Test
  void a_bean_of_the_applications_registry_gives_the_tokens() throws Exception {
    context
        .getRegistry()
        .bind(
            "vault",
            new TokenSource() {
              @Override
              public Secret token() {
                return new Secret("from a vault");
              }

              @Override
              public Secret renew(Secret refused) {
                return null;
              }
            });
    exchange.setProperty(CaldavConstants.ACCOUNT, account(Map.of()));
    exchange.setProperty(Oauth2Steps.SOURCE, "vault");
    assertThat(steps.wanted(exchange)).isTrue();
    steps.sign(exchange);
    assertThat(exchange.getProperty(CaldavConstants.TOKEN, Secret.class).reveal())
        .isEqualTo("from a vault");
    assertThat(exchange.getProperty(CaldavConstants.TOKEN).toString()).doesNotContain("vault");
  }

  private static Account account(Map<String, String> options) throws Exception {
    Map<String, String> all = new java.util.TreeMap<>(options);
    all.put("location", "caldav://cal.example.org/");
    return new Account(Options.forBackup(all));
  }
}
