package caldavbackup.http;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetriesTest {
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private Account account;

  @BeforeEach
  void open() throws Failure {
    account = new Account(Options.forBackup(Map.of("location", "caldav://h")));
    exchange.setProperty(CaldavConstants.ACCOUNT, account);
    exchange.getMessage().setHeader(CaldavConstants.URL, "https://h/");
  }

  @AfterEach
  void close() {
    account.close();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "429,true",
    "502,true",
    "503,true",
    "504,true",
    "400,false",
    "401,false",
    "404,false",
    "412,false",
    "500,false",
    "501,false",
    "507,false"
  })
  void a_busy_server_is_asked_again_and_one_that_refuses_is_not(int status, boolean again) {
    assertThat(isWorthwhile("PUT", answer(status, Map.of()))).isEqualTo(again);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "GET,true",
    "PROPFIND,true",
    "REPORT,true",
    "PUT,true",
    "PROPPATCH,true",
    "MKCALENDAR,false",
    "MKCOL,false"
  })
  void a_connection_that_broke_is_made_again_where_a_second_request_does_no_harm(
      String method, boolean again) {
    assertThat(isWorthwhile(method, new SocketException("reset"))).isEqualTo(again);
  }

  @Test
  void nothing_is_repeated_for_an_account_that_was_closed() {
    account.close();
    assertThat(isWorthwhile("GET", new SocketException("closed"))).isFalse();
  }

  @Test
  void a_server_that_never_answered_is_a_wrong_location_and_one_that_did_is_restarting() {
    assertThat(isWorthwhile("GET", new ConnectException("refused"))).isFalse();
    account.unbound().reach().answered();
    assertThat(isWorthwhile("GET", new ConnectException("refused"))).isTrue();
    account.unbound().reach().failed(new ConnectException("refused"));
    assertThat(isWorthwhile("GET", new ConnectException("refused"))).isFalse();
  }

  @ParameterizedTest(name = "{0}: {1} ms")
  @CsvSource({
    "0,0",
    "7,7000",
    "' 7 ',7000",
    "120,120000",
    "121,120000",
    "999999999,120000",
    "'Sun, 06 Nov 1994 08:49:37 GMT',0",
    "'Tue, 31 Dec 2999 23:59:59 GMT',120000"
  })
  void the_server_says_how_long_to_wait_and_two_minutes_are_the_most(String header, long millis) {
    assertThat(delay("Retry-After", header)).isEqualTo(millis);
    assertThat(isWorthwhile("GET", answer(429, Map.of("Retry-After", header)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"121", "999999999", "Tue, 31 Dec 2999 23:59:59 GMT"})
  void a_wait_of_more_than_is_granted_is_not_waited_for(String header) {
    exchange.getContext().getPropertiesComponent().addOverrideProperty("caldav.wait.max", "2m");
    assertThat(isWorthwhile("GET", answer(429, Map.of("Retry-After", header)))).isFalse();
    assertThat(isWorthwhile("GET", answer(503, Map.of("retry-after", header)))).isFalse();
  }

  @Test
  void a_date_to_come_is_waited_for() {
    String soon =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(100));
    assertThat((long) delay("retry-after", soon)).isBetween(1L, 100_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "soon", "-1", "1.5", "7s", "0x7", "06 Nov 1994", "\u0667", "Sun, 06 Nov 1994"})
  void what_cannot_be_understood_leaves_the_wait_to_us(String header) {
    assertThat(delay("Retry-After", header)).isNull();
  }

  @Test
  void the_wait_of_one_answer_is_not_that_of_the_next() {
    assertThat(delay("Retry-After", "7")).isEqualTo(7000L);
    assertThat(delay("X-Other", "7")).isNull();
    delay("Retry-After", "7");
    assertThat(delayAfter(new SocketException("reset"))).isNull();
  }

  private boolean isWorthwhile(String method, Throwable failure) {
    exchange.getMessage().setHeader(CaldavConstants.METHOD, method);
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
    return new Retries().matches(exchange);
  }

  private Long delay(String header, String value) {
    return delayAfter(answer(503, Map.of(header, value)));
  }

  private Long delayAfter(Throwable failure) {
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
    new RetryDelay().process(exchange);
    return exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY, Long.class);
  }

  private static HttpOperationFailedException answer(int status, Map<String, String> headers) {
    return new HttpOperationFailedException("https://h/", status, "", null, headers, "");
  }
}
