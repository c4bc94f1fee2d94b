package caldavbackup.caldav.discover;

import caldavbackup.caldav.Calendar;
import caldavbackup.http.Account;
import caldavbackup.text.Failure;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a backup leaves out of what was found. */
public final class DiscoveryReport {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");
  private static final int MAX_NAMED = 10;

  private DiscoveryReport() {}

  /**
   * Fails when the options choose none of the calendars that are there: an empty backup that nobody
   * meant must not pass for one.
   */
  public static void requireSelected(Discovery discovery, Account account) throws Failure {
    String sentence = noneSelected(discovery, account);
    if (sentence != null) {
      throw Failure.option(sentence);
    }
  }

  /** A sentence when the options choose none of the calendars that are there, else null. */
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

  /** Says in one line which calendars' events are left out although nobody excluded them. */
  public static void sayLeftOut(Discovery discovery, Account account) {
    String line = leftOut(discovery, account);
    if (line != null) {
      LOG.warn(line);
    }
  }

  /** One line, or null when nothing is left out. */
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
      names.add("those of " + others + (others == 1 ? " other" : " others") + " (delegated)");
    }
    return names.isEmpty()
        ? null
        : "events left out: "
            + String.join(", ", names)
            + "; option include takes subscriptions, generated and delegated";
  }
}
