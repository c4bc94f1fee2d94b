package caldavbackup.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a sentence tells an answer's status and the server's own words. */
class StatusWordsTest {
  @Test
  void what_would_move_the_cursor_of_a_terminal_is_left_out() {
    HttpOperationFailedException answer =
        new HttpOperationFailedException(
            "http://h/", 403, "No", null, Map.of(), "a\u001b[2J\r\nb\u202Ec");
    assertThat(Failures.words(answer, said -> said)).isEqualTo(" (403 No: a [2J bc)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|Bad Request|Bad Request|(400 Bad Request)",
        "400|Bad Request|bad request.|(400 Bad Request)",
        "400|Bad Request|<title>400 Bad Request</title><h1>Bad Request</h1>|(400 Bad Request)",
        "400|Bad Request|Bad Request: no UID|(400 Bad Request: no UID)",
        "400|Bad Request|Bad Requests are kept|(400 Bad Request: Bad Requests are kept)",
        "404|Not Found|gone|(404 Not Found: gone)",
        "412||412 changed|(412: 412 changed)"
      })
  void a_reason_is_told_once(int status, String text, String body, String words) {
    HttpOperationFailedException answer =
        new HttpOperationFailedException("http://h/", status, text, null, Map.of(), body);
    assertThat(Failures.words(answer, said -> said).strip()).isEqualTo(words);
  }
}
