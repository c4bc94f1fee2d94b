package caldavbackup.caldav.discover;

import caldavbackup.caldav.Calendar;
import caldavbackup.http.Account;
import caldavbackup.text.Failure;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the calendars that a backup leaves out. */
public final class DiscoveryReport {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");
  private static final int MAX_NAMED = 10;

  private DiscoveryReport() {}

  /**
   * Fails when the options select none of the calendars, so that an unintended empty backup is not
   * reported as a success.
   */
  public static void requireSelected(Discovery discovery, Account account) throws Failure {
    String sentence = noneSelected(discovery, account);
    if (sentence != null) {
      throw Failure.option(sentence);
    }
  }

  /** A sentence when the options select none of the calendars; otherwise null. */
  public static String noneSelected(Discovery discovery, Account account) {
    List<Calendar> there = discovery.calendars();
    if (there.isEmpty()
        || there.stream().anyMatch(one -> one.isWantedBy(account.options().selection()))) {
      return null;
    }
    return account.options().selection().leaves()
        + " none of the "
        + there.size()
        + " calendars: "
        + String.join(", ", there.stream().map(Calendar::label).limit(MAX_NAMED).toList());
  }

  /** Logs which calendars are left out although no option excludes them. */
  public static void sayLeftOut(Discovery discovery, Account account) {
    String line = leftOut(discovery, account);
    if (line != null) {
      LOG.warn(line);
    }
  }

  /** One line; null when nothing is left out. */
  public static String leftOut(Discovery discovery, Account account) {
    List<String> names = new ArrayList<>();
    for (Calendar calendar : discovery.calendars()) {
      if (calendar.isWantedBy(account.options().selection())
          && !calendar.hasWantedEvents(account.options().include())) {
        names.add(calendar.label() + " (" + calendar.role().word() + ")");
      }
    }
    int others = discovery.relatives().waiting();
    if (others > 0) {
      names.add(
          "calendars of "
              + others
              + (others == 1 ? " other user" : " other users")
              + " (delegated)");
    }
    return names.isEmpty()
        ? null
        : "events left out: "
            + String.join(", ", names)
            + "; to back them up, use include=subscriptions,generated,delegated";
  }
}
