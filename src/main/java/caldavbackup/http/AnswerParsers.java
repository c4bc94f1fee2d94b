package caldavbackup.http;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Parses the heads of answers. Lines before the first answer of a connection are skipped. On a
 * reused connection, such lines are the rest of a body that was longer than its Content-Length. An
 * answer cannot be distinguished from them, so the connection counts as broken.
 */
final class AnswerParsers implements HttpMessageParserFactory<ClassicHttpResponse> {
  @Override
  public HttpMessageParser<ClassicHttpResponse> create(Http1Config config) {
    return new Parser(config);
  }

  /** The parser of one connection. */
  private static final class Parser extends DefaultHttpResponseParser {
    private boolean answered;

    Parser(Http1Config config) {
      super(config);
    }

    @Override
    protected ClassicHttpResponse createMessage(CharArrayBuffer line)
        throws IOException, HttpException {
      try {
        ClassicHttpResponse answer = super.createMessage(line);
        answered = true;
        return answer;
      } catch (ParseException e) {
        if (answered) {
          throw new NoHttpResponseException(
              "the server sent more than one answer, or more than its Content-Length");
        }
        return null; // the next line may be the answer
      }
    }
  }
}
