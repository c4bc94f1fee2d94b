package caldavbackup.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** What is of one run on an account, and what is of the account. */
class RunTest {
  private static final Failure REFUSED = new Failure(Failure.Kind.SIGN_IN, "refused", null, 401);

  private long now = Long.MAX_VALUE - 5; // the clock may turn over

  private static Account account() throws Failure {
    return new Account(
        Options.forBackup(Map.of("location", "caldav+http://127.0.0.1:1/", "io_timeout", "1h")));
  }

  @Test
  void a_silent_server_is_left_alone_by_the_run_that_met_it() throws Exception {
    try (Account account = account()) {
      Run first = account.begin();
      for (int i = 0; i < 3; i++) {
        first.failed(new SocketTimeoutException());
      }
      assertThatThrownBy(first.reach()::require).isInstanceOf(Failure.class);
      assertThatCode(account.begin().reach()::require).doesNotThrowAnyException();
    }
  }

  @Test
  void a_server_that_was_there_is_waited_for_by_the_next_run() throws Exception {
    try (Account account = account()) {
      assertThat(account.begin().reach().isThere()).isFalse();
      account.begin().answered("GET", "http://h/", 200);
      assertThat(account.begin().reach().isThere()).isTrue();
      account.begin().failed(new ConnectException());
      assertThat(account.begin().reach().isThere()).isFalse();
    }
  }

  @Test
  void an_exchange_without_a_run_of_its_account_takes_part_in_the_accounts_own() throws Exception {
    try (CamelContext context = new DefaultCamelContext();
        Account one = account();
        Account other = account()) {
      Exchange exchange = new DefaultExchange(context);
      assertThat(Run.of(exchange)).isNull();
      exchange.setProperty(CaldavConstants.ACCOUNT, one);
      assertThat(Run.of(exchange)).isSameAs(one.unbound());
      Run.begin(exchange);
      assertThat(Run.of(exchange)).isNotSameAs(one.unbound()).isSameAs(Run.of(exchange.copy()));
      exchange.setProperty(CaldavConstants.ACCOUNT, other);
      assertThat(Run.of(exchange)).isSameAs(other.unbound());
    }
  }

  @Test
  void a_search_that_goes_elsewhere_is_not_ended_by_a_refusal_before() throws Exception {
    try (CamelContext context = new DefaultCamelContext();
        Account account = account()) {
      Exchange exchange = new DefaultExchange(context);
      exchange.setProperty(CaldavConstants.ACCOUNT, account);
      Run.begin(exchange);
      Run run = Run.of(exchange);
      run.credit().refuse("refused");
      run.end().failed("GET", "http://h/", REFUSED, REFUSED, true);
      assertThatThrownBy(run.end()::require).hasMessage("refused");
      Run.of(exchange.copy()).goElsewhere(); // in one branch of a split
      assertThatCode(run.end()::require).doesNotThrowAnyException();
      assertThatCode(run.credit()::require).doesNotThrowAnyException();
    }
  }

  @Test
  void the_accounts_own_run_stays_ended_for_a_while() throws Exception {
    try (Account account = account()) {
      Run own = account.unbound();
      own.end().failed("GET", "http://h/", REFUSED, REFUSED, true);
      assertThat(account.unbound()).isSameAs(own);
      assertThatThrownBy(account.unbound().end()::require).hasMessage("refused");
    }
    RunEnd end = new RunEnd(() -> now);
    assertThat(end.isSince(Duration.ZERO)).isFalse();
    end.failed("GET", "http://h/", REFUSED, REFUSED, true);
    Duration minute = Duration.ofMinutes(1);
    assertThat(end.isSince(minute)).isFalse();
    now += minute.toNanos();
    assertThat(end.isSince(minute)).isTrue();
  }
}
