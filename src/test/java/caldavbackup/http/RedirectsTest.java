package caldavbackup.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectsTest {
  private static final String ASKED = "https://h.example.org/dav/alice/";

  private final Redirects redirects = new Redirects();
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @BeforeEach
  void account() throws Failure {
    exchange.setProperty(
        CaldavConstants.ACCOUNT,
        new Account(Options.forBackup(Map.of("location", "caldav://h.example.org"))));
  }

  @ParameterizedTest(name = "{0} to {1}: {2}")
  @CsvSource({
    "301,/x/,true",
    "302,/x/,true",
    "303,/x/,true",
    "307,/x/,true",
    "308,/x/,true",
    "301,,false",
    "300,/x/,false",
    "304,/x/,false",
    "201,/x/,false",
    "207,,false"
  })
  void an_answer_with_a_place_to_go_is_followed(int status, String location, boolean wanted) {
    answered(ASKED, status, location);
    assertThat(redirects.matches(exchange)).isEqualTo(wanted);
    assertThat(exchange.getException()).isNull();
  }

  @ParameterizedTest(name = "{0} leads to {1}")
  @CsvSource({
    "/new/,https://h.example.org/new/",
    "https://g.example.org/new/,https://g.example.org/new/",
    "sub/,https://h.example.org/dav/alice/sub/",
    "//g.example.org/new/,https://g.example.org/new/"
  })
  void the_request_goes_again_as_it_was_to_the_new_address(String location, String url)
      throws Exception {
    exchange.getMessage().setHeader(CaldavConstants.METHOD, "PROPFIND");
    exchange.getMessage().setBody("<propfind/>");
    Redirects.remember(exchange);
    redirect(ASKED, location);
    assertThat(exchange.getMessage().getHeader(CaldavConstants.URL)).isEqualTo(url);
    assertThat(exchange.getMessage().getHeader(CaldavConstants.METHOD)).isEqualTo("PROPFIND");
    assertThat(exchange.getMessage().getBody()).isEqualTo("<propfind/>");
  }

  @Test
  void the_answer_that_redirects_is_closed() throws Exception {
    boolean[] closed = {false};
    InputStream body =
        new ByteArrayInputStream(new byte[0]) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    Redirects.remember(exchange);
    exchange.getMessage().setBody(body);
    answered(ASKED, 301, "/x/");
    assertThat(redirects.matches(exchange)).isTrue();
    assertThat(closed[0]).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"http://h.example.org/dav/", "http://g.example.org/"})
  void the_way_from_https_to_plain_http_is_not_taken(String location) {
    assertThatThrownBy(() -> redirect(ASKED, location))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("plain HTTP");
    assertThat(exchange.getMessage().getHeader(CaldavConstants.URL)).isNull();
  }

  @Test
  void five_redirects_are_followed_and_no_more() throws Exception {
    for (int i = 0; i < 5; i++) {
      Redirects.remember(exchange);
      redirect(ASKED + i, "/x/" + i);
    }
    Redirects.remember(exchange);
    assertThatThrownBy(() -> redirect(ASKED, "/x/"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("redirects too many times");
  }

  @Test
  void each_request_of_an_exchange_may_be_redirected_anew() throws Exception {
    for (int request = 0; request < 4; request++) {
      Redirects.remember(exchange);
      for (int i = 0; i < 5; i++) {
        redirect(ASKED, "/x/" + i);
        Redirects.remember(exchange);
      }
      answered(ASKED, 200, null);
      assertThat(redirects.matches(exchange)).isFalse();
    }
    assertThat(exchange.getMessage().getHeader(CaldavConstants.URL))
        .isEqualTo("https://h.example.org/x/4");
  }

  @Test
  void a_body_that_went_its_way_is_not_kept() {
    exchange.getMessage().setBody("large");
    Redirects.remember(exchange);
    answered(ASKED, 200, null);
    assertThat(redirects.matches(exchange)).isFalse();
    assertThat(exchange.getProperties()).doesNotContainValue("large");
  }

  private void redirect(String asked, String location) throws Exception {
    answered(asked, 301, location);
    boolean followed = redirects.matches(exchange);
    if (exchange.getException() != null) {
      throw exchange.getException();
    }
    assertThat(followed).isTrue();
  }

  private void answered(String url, int status, String location) {
    exchange.setProperty(
        CaldavConstants.ANSWER,
        new HttpAnswer(url, status, location, null, "text/html", null, null, null));
  }
}
