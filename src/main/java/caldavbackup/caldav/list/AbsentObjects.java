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
 * Objects that a listing names as not found. Each is asked itself, one after the other, for it may
 * be there.
 */
final class AbsentObjects {
  /** A server has not lost more in between. */
  private static final int MAX_ABSENT = 50;

  private final Calendar calendar;
  private final Map<String, String> urls = new LinkedHashMap<>();
  private Deque<String> toAsk;

  AbsentObjects(Calendar calendar) {
    this.calendar = calendar;
  }

  /** An answer named these, by their keys ({@link Member#key()}). */
  void add(Map<String, String> urlsByKey) {
    urls.putAll(urlsByKey);
  }

  /**
   * The one to ask now; the same until {@link #settle()}.
   *
   * @param listed the keys of objects that are there by another answer; all are known by now
   * @return null when none is left
   * @throws Failure of kind INCOMPLETE when there are too many to be true
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

  /** The URL of the one that is asked. */
  String url() {
    return toAsk.peek();
  }

  /** Whether the answer to PROPFIND says that the one that is asked is there after all. */
  boolean isThere(InputStream body) throws IOException {
    return MultistatusReader.all(body, "PROPFIND " + url()).stream()
        .anyMatch(response -> !response.isAbsent());
  }

  /** Enough is known of the one that was asked. */
  void settle() {
    toAsk.remove();
  }
}
