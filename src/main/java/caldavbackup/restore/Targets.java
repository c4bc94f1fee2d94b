package caldavbackup.restore;

import caldavbackup.account.Failure;
import caldavbackup.account.Hrefs;
import caldavbackup.account.Options;
import caldavbackup.dav.Calendar;
import caldavbackup.dav.Discovery;
import java.util.ArrayList;
import java.util.List;

/** Decides which calendar of the account a folder is restored into. */
final class Targets {
  private final Options options;
  private final Discovery discovery;

  Targets(Options options, Discovery discovery) {
    this.options = options;
    this.discovery = discovery;
  }

  /**
   * The calendar to write to, with the properties it is to have.
   *
   * @return a calendar of the account where one matches, else one to be made in its first home
   * @throws Failure when nothing names the calendar, or the account has no home to make it in
   */
  Calendar of(Folder folder) throws Failure {
    Calendar saved = folder.identity();
    if (discovery.homes().isEmpty()) { // the location is one calendar
      return withProperties(discovery.calendars().get(0).url(), saved, null);
    }
    String name =
        options.calendar() != null
            ? options.calendar()
            : saved != null ? saved.segment() : folder.name();
    if (name == null) {
      throw Failure.option(
          "nothing says which calendar these objects belong to: give option 'calendar'");
    }
    boolean byName = saved == null || options.calendar() != null;
    Calendar there = find(name, byName ? name : saved.displayName());
    if (there != null) {
      return withProperties(
          there.url(), saved, options.calendar() != null ? there.displayName() : null);
    }
    String url = discovery.homes().get(0) + Hrefs.encodeSegment(name) + "/";
    return withProperties(url, saved, byName ? name : null);
  }

  /**
   * The account's calendar of that path segment, else the only one of that name: many providers
   * choose the segments themselves.
   */
  private Calendar find(String segment, String name) {
    List<Calendar> named = new ArrayList<>();
    for (Calendar calendar : discovery.calendars()) {
      if (calendar.segment().equals(segment)) {
        return calendar;
      }
      if (name != null && name.equals(calendar.displayName())) {
        named.add(calendar);
      }
    }
    return named.size() == 1 ? named.get(0) : null;
  }

  /** Whether the account has a place for more calendars: not when the location is one calendar. */
  boolean mayMakeCalendars() {
    return !discovery.homes().isEmpty();
  }

  /** Whether the option {@code calendars} wants this folder restored. */
  boolean wants(Folder folder) {
    Calendar saved = folder.identity();
    if (saved != null) {
      return saved.isWantedBy(options.selection());
    }
    return folder.name() == null || options.selection().wants(folder.name(), null);
  }

  private static Calendar withProperties(String url, Calendar saved, String name) {
    if (saved == null) {
      return Calendar.named(url, name);
    }
    return saved.at(url, name == null ? saved.displayName() : name);
  }
}
