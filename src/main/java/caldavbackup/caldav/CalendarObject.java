package caldavbackup.caldav;

import caldavbackup.text.Failure;

/**
 * One calendar object with its data, or with the reason why there is none.
 *
 * @param member what the listing said of it
 * @param bytes exactly what GET gives; null when it could not be read
 * @param failure why; null when it could
 * @param confirmed whether the listing's own word, a length or a digest, proved the bytes; or they
 *     are newer than the listing
 */
public record CalendarObject(Member member, byte[] bytes, Failure failure, boolean confirmed) {
  /** An object whose bytes the listing's word proved, or that could not be read. */
  public CalendarObject(Member member, byte[] bytes, Failure failure) {
    this(member, bytes, failure, bytes != null);
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
