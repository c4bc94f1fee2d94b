package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.options.Options;
import caldavbackup.snapshot.SnapshotNames;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides which calendar of the account a folder is restored into. */
public final class Targets {
  private final Options options;
  private final Discovery discovery;
  private final boolean isForReading;

  public Targets(Options options, Discovery discovery) {
    this(options, discovery, false);
  }

  /**
   * Decides for one account.
   *
   * @param isForReading whether nothing is written: then a calendar may be anybody's
   */
  Targets(Options options, Discovery discovery, boolean isForReading) {
    this.options = options;
    this.discovery = discovery;
    this.isForReading = isForReading;
  }

  /**
   * The calendar to write to, with the properties it is to have.
   *
   * @param folder the name it had in the snapshot; null for the root of a restored sub-tree
   * @param saved what the snapshot says of it; null when it says nothing
   * @return a calendar of the account where one matches, else one to be made in its first home
   * @throws Failure when nothing names the calendar, or the account has no home to make it in
   */
  public Calendar of(String folder, Calendar saved) throws Failure {
    return of(folder, saved, Set.of());
  }

  /**
   * The same.
   *
   * @param taken segments of calendars that are not this one, whatever they are called
   */
  private Calendar of(String folder, Calendar saved, Set<String> taken) throws Failure {
    if (discovery.homes().isEmpty()) { // the location is one calendar
      return withProperties(discovery.calendars().get(0).url(), saved, null);
    }
    String name =
        options.calendar() != null ? options.calendar() : saved != null ? saved.segment() : folder;
    if (name == null) {
      throw Failure.option(
          "nothing says which calendar these objects belong to: give option 'calendar'");
    }
    if (saved != null && options.calendar() == null) {
      requireOwn(saved, saved);
    }
    boolean byName = saved == null || options.calendar() != null;
    Calendar there = find(name, byName ? name : null, taken);
    if (there != null) {
      if (options.calendar() == null) {
        requireOwn(there, saved);
      }
      return withProperties(
          there.url(), saved, options.calendar() != null ? there.displayName() : null);
    }
    String url = discovery.homes().get(0) + Hrefs.encodeSegment(name) + "/";
    return withProperties(url, saved, byName ? name : null);
  }

  /**
   * The same for a calendar of the plan. One that came as one file is found by its name, too: it
   * goes into no calendar that is called otherwise. A folder is not found by its name where a file
   * of the same restore goes.
   *
   * @param all the calendars of the plan
   * @throws Failure as above
   */
  public Calendar of(CalendarPlan plan, Collection<CalendarPlan> all) throws Failure {
    Export export = plan.export();
    if (options.calendar() != null || discovery.homes().isEmpty()) {
      return of(plan.folder(), plan.identity());
    }
    if (export == null) {
      return ofFolder(plan, all);
    }
    Calendar there = find(export);
    if (there != null) {
      requireOwn(there, null);
      return Calendar.named(
          there.url(), export.isCalled(there) ? there.displayName() : export.name());
    }
    boolean isTaken = at(export.wanted()) != null;
    String segment = isTaken ? export.ownSegment() : export.wanted();
    return Calendar.named(
        discovery.homes().get(0) + Hrefs.encodeSegment(segment) + "/", export.name());
  }

  /**
   * Two calendars of a snapshot may have had one segment, in folders or homes of their own: the one
   * whose directory is called otherwise goes where it was, else to a calendar called as its
   * directory, never into the other one's.
   */
  private Calendar ofFolder(CalendarPlan plan, Collection<CalendarPlan> all) throws Failure {
    Calendar saved = plan.identity();
    if (saved == null || all.stream().noneMatch(other -> isTwin(plan, other))) {
      return of(plan.folder(), saved, segmentsOfExports(all));
    }
    requireOwn(saved, saved);
    String segment = plan.folder() == null ? saved.segment() : plan.folder();
    Calendar there = where(one -> isPlaceOf(plan, one));
    if (there == null) {
      there = where(one -> isAt(segment, one) && all.stream().noneMatch(o -> isPlaceOf(o, one)));
    }
    if (there != null) {
      requireOwn(there, saved);
    }
    String made = discovery.homes().get(0) + Hrefs.encodeSegment(segment) + "/";
    return withProperties(there == null ? made : there.url(), saved, null);
  }

  /**
   * A calendar of its own for one that was called as another one of the same restore; the same each
   * time.
   *
   * @throws Failure when the location is one calendar
   */
  public Calendar apart(Calendar saved) throws Failure {
    if (!mayMakeCalendars()) {
      return of(null, saved);
    }
    String segment =
        SnapshotNames.name(SnapshotNames.directory(saved.segment(), Hrefs.path(saved.url())));
    Calendar there = at(segment);
    if (there != null) {
      requireOwn(there, saved);
    }
    String made = discovery.homes().get(0) + Hrefs.encodeSegment(segment) + "/";
    return withProperties(there == null ? made : there.url(), saved, null);
  }

  private Calendar where(Predicate<Calendar> isIt) {
    return discovery.calendars().stream().filter(isIt).findFirst().orElse(null);
  }

  /** Whether the calendar is where that of the plan was backed up. */
  private static boolean isPlaceOf(CalendarPlan plan, Calendar calendar) {
    return plan.identity() != null
        && Hrefs.canonicalPath(plan.identity().url()).equals(Hrefs.canonicalPath(calendar.url()));
  }

  /** Whether both were called alike and were not one calendar, as the parts of a split one are. */
  private static boolean isTwin(CalendarPlan plan, CalendarPlan other) {
    Calendar one = plan.identity();
    Calendar two = other.identity();
    return two != null
        && one.segment().equalsIgnoreCase(two.segment())
        && !Hrefs.canonicalPath(one.url()).equals(Hrefs.canonicalPath(two.url()));
  }

  private static Set<String> segmentsOfExports(Collection<CalendarPlan> calendars) {
    return calendars.stream()
        .map(CalendarPlan::export)
        .filter(Objects::nonNull)
        .flatMap(export -> Stream.of(export.wanted(), export.ownSegment()))
        .collect(Collectors.toSet());
  }

  private Calendar find(Export export) {
    Calendar there = at(export.ownSegment());
    if (there == null && export.hasName()) {
      there =
          discovery.calendars().stream()
              .filter(export::isCalled)
              .min(
                  Comparator.comparing((Calendar one) -> !isAt(export.segment(), one))
                      .thenComparing(one -> one.role() != Calendar.Role.OWN))
              .orElse(null);
    }
    if (there == null && export.hasSegment()) {
      there = at(export.segment());
      there = there != null && export.mayBe(there) ? there : null;
    }
    return there;
  }

  /** Some servers do not tell capitals apart. */
  private static boolean isAt(String segment, Calendar calendar) {
    return calendar.segment().equalsIgnoreCase(segment);
  }

  private Calendar at(String segment) {
    return where(calendar -> isAt(segment, calendar));
  }

  /** Whether the account has a calendar of this name: the last segment of its path, or its own. */
  public boolean isNamed(String name) {
    return find(name, name, Set.of()) != null;
  }

  private Calendar find(String segment, String name, Set<String> taken) {
    Calendar named = null;
    for (Calendar calendar : discovery.calendars()) {
      if (calendar.segment().equals(segment)) {
        return calendar;
      }
      boolean isCalledSo = name != null && name.equals(calendar.displayName());
      if (named == null && isCalledSo && !taken.contains(calendar.segment())) {
        named = calendar;
      }
    }
    return named;
  }

  /**
   * Whether the user chose a calendar that is another one than the snapshot's: objects go into it,
   * and it stays what it is.
   */
  boolean isAnother(String folder, Calendar saved, Calendar there) {
    boolean isChosen = options.calendar() != null || discovery.homes().isEmpty();
    String name = saved != null ? saved.segment() : folder;
    return isChosen
        && there != null
        && !there.segment().equals(name)
        && (name == null || !name.equals(there.displayName()));
  }

  /** Whether the account has a place for more calendars: not when the location is one calendar. */
  public boolean mayMakeCalendars() {
    return !discovery.homes().isEmpty();
  }

  /** What is not the user's own is restored only into a calendar that he names. */
  private void requireOwn(Calendar calendar, Calendar saved) throws Failure {
    if (!isForReading && calendar.role() != Calendar.Role.OWN) {
      String owner = calendar.origin().owner();
      String source = calendar.origin().source();
      throw Failure.option(
          "calendar "
              + calendar.label()
              + (calendar == saved ? " was " : " is ")
              + switch (calendar.role()) {
                case SHARED -> "shared by " + (owner == null ? "somebody else" : owner);
                case DELEGATED -> "that of " + (owner == null ? "somebody else" : owner);
                case SUBSCRIPTION -> "a subscription" + (source == null ? "" : " of " + source);
                default -> "generated by the server";
              }
              + " and is not written over: name a calendar in option calendar, or leave it out with"
              + " exclude_calendars");
    }
  }

  /** A calendar beside the given one to restore into, where nothing can be written over. */
  Calendar copyOf(Calendar calendar, LocalDate today) throws Failure {
    if (!mayMakeCalendars()) {
      throw Failure.option(
          "conflict=copy makes new calendars: give the location of the account, not that of one"
              + " calendar");
    }
    String url = calendar.url().substring(0, calendar.url().length() - 1);
    return calendar.at(
        url + "-restored-" + today + "/", calendar.label() + " (restored " + today + ")");
  }

  /** Whether the folder stands for a subscription, of which there is nothing to restore. */
  boolean isSubscription(Calendar saved) {
    return !isForReading
        && saved != null
        && saved.role() == Calendar.Role.SUBSCRIPTION
        && options.calendar() == null
        && !discovery.homes().isEmpty();
  }

  /** Whether the option {@code calendars} wants this folder restored. */
  boolean wants(String folder, Calendar saved) {
    if (saved != null) {
      return saved.isWantedBy(options.selection());
    }
    return folder == null || options.selection().wants(folder, null);
  }

  /** The same for a calendar of the plan, by the name that its file says, too. */
  boolean wants(CalendarPlan plan) {
    if (plan.identity() == null && plan.export() == null && plan.folder() != null) {
      return options.selection().wants(plan.folder(), plan.displayName());
    }
    return plan.export() == null
        ? wants(plan.folder(), plan.identity())
        : options.selection().wants(plan.folder(), plan.export().name());
  }

  private static Calendar withProperties(String url, Calendar saved, String name) {
    if (saved == null) {
      return Calendar.named(url, name);
    }
    return saved.at(url, name == null ? saved.displayName() : name);
  }
}
