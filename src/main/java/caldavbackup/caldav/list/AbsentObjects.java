package caldavbackup.caldav.list;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.text.Failure;
import caldavbackup.webdav.MultistatusReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Objects that a listing reports as not found. Each is requested individually, because it may
 * exist.
 */
final class AbsentObjects {
  /** More than any server deletes while it lists. */
  private static final int MAX_ABSENT = 50;

  private final Calendar calendar;
  private final Map<String, String> urls = new LinkedHashMap<>();
  private Deque<String> toAsk;

  AbsentObjects(Calendar calendar) {
    this.calendar = calendar;
  }

  /** Adds objects from an answer, by key ({@link Member#key()}). */
  void add(Map<String, String> urlsByKey) {
    urls.putAll(urlsByKey);
  }

  /**
   * The object to request now; the same until {@link #settle()}.
   *
   * @param listed the complete set of keys of objects that exist according to other answers
   * @return null when none is left
   * @throws Failure of kind INCOMPLETE when there are too many to be plausible
   */
  Member next(Set<String> listed) throws Failure {
    if (toAsk == null) {
      urls.keySet().removeAll(listed);
      toAsk = new ArrayDeque<>(urls.values());
      if (toAsk.size() > MAX_ABSENT) {
        throw Failure.incomplete("it lists " + toAsk.size() + " objects as not found");
      }
    }
    return toAsk.isEmpty() ? null : new Member(calendar, toAsk.peek(), null, -1, null);
  }

  /** The URL of the current object. */
  String url() {
    return toAsk.peek();
  }

  /** Returns whether the answer to PROPFIND shows that the current object exists. */
  boolean isThere(InputStream body) throws IOException {
    return MultistatusReader.all(body, "PROPFIND " + url()).stream()
        .anyMatch(response -> !response.isAbsent());
  }

  /** Ends the look-up of the current object. */
  void settle() {
    toAsk.remove();
  }
}
