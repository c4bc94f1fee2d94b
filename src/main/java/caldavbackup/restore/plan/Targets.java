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

/** Determines the calendar of the account into which a folder is restored. */
public final class Targets {
  private final Options options;
  private final Discovery discovery;
  private final boolean isForReading;

  public Targets(Options options, Discovery discovery) {
    this(options, discovery, false);
  }

  /**
   * Creates the rules for one account.
   *
   * @param isForReading whether nothing is written: then another user's calendar may be a target
   */
  Targets(Options options, Discovery discovery, boolean isForReading) {
    this.options = options;
    this.discovery = discovery;
    this.isForReading = isForReading;
  }

  /**
   * Returns the calendar to write to, with its future properties.
   *
   * @param folder its name in the snapshot; null for the root of a restored sub-tree
   * @param saved its description in the snapshot; null if there is none
   * @return a matching calendar of the account, else a new one in the first home
   * @throws Failure if the calendar is unknown, or the account has no home for a new one
   */
  public Calendar of(String folder, Calendar saved) throws Failure {
    return of(folder, saved, Set.of());
  }

  /**
   * Returns the calendar to write to.
   *
   * @param taken path segments of calendars to ignore, whatever their names
   */
  private Calendar of(String folder, Calendar saved, Set<String> taken) throws Failure {
    if (discovery.homes().isEmpty()) { // the location is a single calendar
      return withProperties(discovery.calendars().get(0).url(), saved, null);
    }
    String name =
        options.calendar() != null ? options.calendar() : saved != null ? saved.segment() : folder;
    if (name == null) {
      throw Failure.option("the calendar of these objects is unknown: give option 'calendar'");
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
   * Returns the calendar to write to for a calendar of the plan. A calendar that is one file also
   * matches by its name and is never restored into a calendar with another name. A folder does not
   * match by name the target of a file in the same restore.
   *
   * @param all the calendars of the plan
   * @throws Failure like {@link #of(String, Calendar)}
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
   * Two calendars of a snapshot may have had the same path segment in different folders or homes.
   * The one with a different directory name goes to its original path, else to a calendar with the
   * name of its directory, but never to the target of the other one.
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
   * Returns a separate calendar for one that has the name of another in the same restore; always
   * the same one.
   *
   * @throws Failure if the location is a single calendar
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

  /** Returns whether the calendar is at the original path of the plan's calendar. */
  private static boolean isPlaceOf(CalendarPlan plan, Calendar calendar) {
    return plan.identity() != null
        && Hrefs.canonicalPath(plan.identity().url()).equals(Hrefs.canonicalPath(calendar.url()));
  }

  /**
   * Returns whether two different calendars had the same segment. Parts of a split calendar are not
   * different.
   */
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

  /** Compares without case: some servers ignore it. */
  private static boolean isAt(String segment, Calendar calendar) {
    return calendar.segment().equalsIgnoreCase(segment);
  }

  private Calendar at(String segment) {
    return where(calendar -> isAt(segment, calendar));
  }

  /**
   * Returns whether the account has a calendar with this name: the last segment of its path, or its
   * display name.
   */
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
   * Returns whether the user chose a different calendar than the snapshot's: it receives the
   * objects and keeps its properties.
   */
  boolean isAnother(String folder, Calendar saved, Calendar there) {
    boolean isChosen = options.calendar() != null || discovery.homes().isEmpty();
    String name = saved != null ? saved.segment() : folder;
    return isChosen
        && there != null
        && !there.segment().equals(name)
        && (name == null || !name.equals(there.displayName()));
  }

  /** Returns whether calendars can be created: not if the location is a single calendar. */
  public boolean mayMakeCalendars() {
    return !discovery.homes().isEmpty();
  }

  /** Requires an explicit choice for calendars that do not belong to the user. */
  private void requireOwn(Calendar calendar, Calendar saved) throws Failure {
    if (!isForReading && calendar.role() != Calendar.Role.OWN) {
      String owner = calendar.origin().owner();
      String source = calendar.origin().source();
      throw Failure.option(
          "calendar "
              + calendar.label()
              + (calendar == saved ? " was " : " is ")
              + switch (calendar.role()) {
                case SHARED -> "shared by " + (owner == null ? "another user" : owner);
                case DELEGATED -> "a calendar of " + (owner == null ? "another user" : owner);
                case SUBSCRIPTION -> "a subscription" + (source == null ? "" : " of " + source);
                default -> "generated by the server";
              }
              + " and is not overwritten: name a calendar in option calendar, or exclude it with"
              + " exclude_calendars");
    }
  }

  /** Returns a new calendar beside the given one, so that the restore overwrites nothing. */
  Calendar copyOf(Calendar calendar, LocalDate today) throws Failure {
    if (!mayMakeCalendars()) {
      throw Failure.option(
          "conflict=copy creates new calendars: give the location of the account, not of a single"
              + " calendar");
    }
    String url = calendar.url().substring(0, calendar.url().length() - 1);
    return calendar.at(
        url + "-restored-" + today + "/", calendar.label() + " (restored " + today + ")");
  }

  /** Returns whether the folder is a subscription, which has nothing to restore. */
  boolean isSubscription(Calendar saved) {
    return !isForReading
        && saved != null
        && saved.role() == Calendar.Role.SUBSCRIPTION
        && options.calendar() == null
        && !discovery.homes().isEmpty();
  }

  /** Returns whether the option {@code calendars} selects this folder. */
  boolean wants(String folder, Calendar saved) {
    if (saved != null) {
      return saved.isWantedBy(options.selection());
    }
    return folder == null || options.selection().wants(folder, null);
  }

  /**
   * Returns whether the options select a calendar of the plan; the name in its file counts, too.
   */
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
