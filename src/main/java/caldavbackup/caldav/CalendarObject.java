package caldavbackup.caldav;

import caldavbackup.http.WholeBody;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One calendar object with its data, or with the reason why there is none. Data that is large, or
 * comes in a large batch, lies in a temporary file that goes with the object.
 *
 * @param member what the listing said of it
 * @param data exactly what GET gives; null when it could not be read
 * @param failure why; null when it could
 * @param confirmed whether the listing's own word, a length or a digest, proved the data; or it is
 *     newer than the listing
 */
public record CalendarObject(Member member, WholeBody data, Failure failure, boolean confirmed) {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  /** An object whose bytes the listing's word proved, or that could not be read. */
  public CalendarObject(Member member, byte[] bytes, Failure failure) {
    this(member, bytes == null ? null : WholeBody.of(bytes), failure, bytes != null);
  }

  /**
   * All of its data, not to be changed; null when it could not be read.
   *
   * @throws UncheckedIOException when the temporary file that holds it cannot be read
   */
  public byte[] bytes() {
    try {
      return data == null ? null : data.bytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its data as a stream, for what may be large; null when it could not be read. */
  public InputStream stream() {
    return data == null ? null : data.again();
  }

  /**
   * Closes the temporary file that holds data of the objects of one batch; none of their data that
   * is not in memory can be read any more. Unless this is called, the file goes with the last
   * object.
   *
   * @param batch objects that came together; the elements are {@code CalendarObject}s
   */
  public static void release(Collection<?> batch) {
    for (Object one : batch) {
      if (one instanceof CalendarObject object && object.data() != null) {
        try {
          object.data().release();
        } catch (IOException e) {
          LOG.debug("a temporary file could not be closed: {}", e.getMessage());
        }
      }
    }
  }

  /** The reason in one sentence, or null. */
  public String error() {
    return failure == null ? null : failure.getMessage();
  }

  /** Whether it was deleted on the server after it was listed. */
  public boolean isGone() {
    return failure != null && failure.kind() == Failure.Kind.GONE;
  }
}
