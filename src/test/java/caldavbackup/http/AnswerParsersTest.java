package caldavbackup.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerParsersTest {
  private static final String ANSWER = "HTTP/1.1 207 Multi-Status\r\nContent-Length: 0\r\n\r\n";
  private final HttpMessageParser<ClassicHttpResponse> parser =
      new AnswerParsers().create(Http1Config.DEFAULT);
  private final SessionInputBuffer buffer = new SessionInputBufferImpl(8192);

  @Test
  void lines_before_the_first_answer_are_skipped() throws Exception {
    InputStream in = stream("\r\nWarning: something\r\n" + ANSWER);
    assertThat(parser.parse(buffer, in).getCode()).isEqualTo(207);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AR\r\n", "\r\n\r\njunk", "<html>\r\n"})
  void what_follows_a_body_on_a_kept_connection_is_no_answer(String rest) throws Exception {
    InputStream in = stream(ANSWER + rest + ANSWER);
    assertThat(parser.parse(buffer, in).getCode()).isEqualTo(207);
    assertThatThrownBy(() -> parser.parse(buffer, in)).isInstanceOf(NoHttpResponseException.class);
  }

  @Test
  void a_blank_line_between_two_answers_is_none() throws Exception {
    InputStream in = stream(ANSWER + "\r\n" + ANSWER);
    assertThat(parser.parse(buffer, in).getCode()).isEqualTo(207);
    assertThat(parser.parse(buffer, in).getCode()).isEqualTo(207);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }
}
