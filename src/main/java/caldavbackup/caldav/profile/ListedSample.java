package caldavbackup.caldav.profile;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The first few objects of each calendar of an account, from the last listing. They show how
 * reliable the server's data are.
 *
 * <p>Safe for use by several threads.
 */
public final class ListedSample {
  /** One of them may be the object in question. */
  private static final int MAX_OBJECTS = 4;

  private final Map<String, List<Member>> byCalendar = new LinkedHashMap<>();

  ListedSample() {}

  /** Notes that a listing of the calendar begins. */
  public synchronized void begin(Calendar calendar) {
    byCalendar.remove(calendar.url());
  }

  /** Notes listed objects. Those with an ETag may be kept. */
  public synchronized void note(List<Member> members) {
    for (Member member : members) {
      List<Member> kept =
          byCalendar.computeIfAbsent(member.calendar().url(), url -> new ArrayList<>(MAX_OBJECTS));
      if (kept.size() == MAX_OBJECTS) {
        return; // members arrive calendar by calendar
      }
      if (member.etag() != null) {
        kept.add(member);
      }
    }
  }

  /** Returns the objects of this calendar, then those of the others. */
  public synchronized List<Member> members(Calendar first) {
    List<Member> members = new ArrayList<>(byCalendar.getOrDefault(first.url(), List.of()));
    byCalendar.forEach(
        (url, others) -> {
          if (!url.equals(first.url())) {
            members.addAll(others);
          }
        });
    return members;
  }
}
