package caldavbackup.caldav.scheduling;

import caldavbackup.caldav.Calendar;
import caldavbackup.http.Account;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of a calendar before a meeting is written into it.
 *
 * @param traits what its server does
 * @param people the calendar user addresses of whoever the server may act for when it is written
 *     to, as the server writes them: the user's, and those of the calendar's owner when that is
 *     somebody else; empty when nobody can tell
 */
public record SchedulingTarget(SchedulingTraits traits, List<Set<String>> people) {

  /** What an account knows, by the URL of the calendar. */
  private static final class Known {
    private final Map<String, SchedulingTarget> byCalendar = new ConcurrentHashMap<>();
  }

  /** What the account knows of the calendar; null when its server was not asked yet. */
  public static SchedulingTarget known(Account account, Calendar calendar) {
    return known(account).get(calendar.url());
  }

  /** The account knows this of the calendar from now on. */
  void keep(Account account, Calendar calendar) {
    known(account).put(calendar.url(), this);
  }

  private static Map<String, SchedulingTarget> known(Account account) {
    return account.state(Known.class, Known::new).byCalendar;
  }
}
