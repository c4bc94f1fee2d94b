package caldavbackup.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;

/**
 * The body of an answer that was read ahead. Its reader sees it as if it still arrived: a body that
 * broke off breaks off at the same byte.
 *
 * <p>Where requests to a host are limited, no answer may stay on the connection until its reader
 * takes it, because that reader may need the host for its next request.
 */
final class SpooledAnswer extends FilterInputStream {
  private final WholeBody body;
  private final IOException end;

  private SpooledAnswer(WholeBody body, IOException end) {
    super(body);
    this.body = body;
    this.end = end;
  }

  /**
   * Reads the body of an answer into memory or a temporary file, and releases its connection.
   *
   * @throws caldavbackup.text.Failure when there is no space for it; the answer is then closed
   */
  static void read(CloseableHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return;
    }
    boolean isRead = false;
    try (Arriving in = new Arriving(entity.getContent())) {
      WholeBody body = WholeBody.read(in, null);
      response.setEntity(
          new InputStreamEntity(
              new SpooledAnswer(body, in.broke),
              in.broke == null ? body.length() : -1,
              null,
              entity.getContentEncoding()));
      isRead = in.broke == null;
    } finally {
      if (!isRead) {
        response.close(); // its connection cannot be reused
      }
    }
  }

  /**
   * The complete body.
   *
   * @throws IOException when it broke off; this stream is then closed
   */
  WholeBody whole() throws IOException {
    if (end != null) {
      close();
      throw end;
    }
    return body;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    return one < 0 ? atEnd() : one;
  }

  @Override
  public int read(byte[] buffer, int offset, int most) throws IOException {
    int n = super.read(buffer, offset, most);
    return n < 0 ? atEnd() : n;
  }

  private int atEnd() throws IOException {
    if (end != null) {
      throw end;
    }
    return -1;
  }

  /** Ends where the connection breaks, and keeps the exception. */
  private static final class Arriving extends FilterInputStream {
    private IOException broke;

    private Arriving(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int most) {
      try {
        return broke == null ? super.read(buffer, offset, most) : -1;
      } catch (IOException e) {
        broke = e;
        return -1;
      }
    }

    @Override
    public void close() {
      try {
        super.close();
      } catch (IOException e) {
        broke = broke == null ? e : broke;
      }
    }
  }
}
