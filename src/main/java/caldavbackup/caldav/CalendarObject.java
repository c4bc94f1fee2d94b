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
 * One calendar object with its data, or with the reason for missing data. Large data, or data from
 * a large batch, is in a temporary file that is deleted with the object.
 *
 * @param member the entry in the listing
 * @param data the bytes that GET returns; null when they could not be read
 * @param failure the reason for missing data, or null
 * @param confirmed whether a length or digest from the server proved the data, or it is newer than
 *     the listing
 */
public record CalendarObject(Member member, WholeBody data, Failure failure, boolean confirmed) {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  /** Creates an object with proved bytes, or one that could not be read. */
  public CalendarObject(Member member, byte[] bytes, Failure failure) {
    this(member, bytes == null ? null : WholeBody.of(bytes), failure, bytes != null);
  }

  /**
   * All of its data, which must not be changed; null when it could not be read.
   *
   * @throws UncheckedIOException when its temporary file cannot be read
   */
  public byte[] bytes() {
    try {
      return data == null ? null : data.bytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its data as a stream, for large objects; null when it could not be read. */
  public InputStream stream() {
    return data == null ? null : data.again();
  }

  /**
   * Closes the temporary file of the objects of one batch. Their data that is not in memory can
   * then no longer be read. Without this call, the file is closed with the last object.
   *
   * @param batch objects that were returned together; the elements are {@code CalendarObject}s
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

  /** The reason for missing data in one sentence, or null. */
  public String error() {
    return failure == null ? null : failure.getMessage();
  }

  /** Returns whether the object was deleted on the server after it was listed. */
  public boolean isGone() {
    return failure != null && failure.kind() == Failure.Kind.GONE;
  }
}
