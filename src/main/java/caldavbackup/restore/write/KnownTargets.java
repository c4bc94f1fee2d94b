package caldavbackup.restore.write;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarHeader;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.profile.RestoreTargets;
import caldavbackup.caldav.profile.ServerProfile;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.options.Option;
import caldavbackup.options.Options;
import caldavbackup.restore.plan.Targets;
import caldavbackup.snapshot.SnapshotNames;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;

/**
 * Bean {@code caldavTargets}: remembers calendars for {@code direct:caldav-restore}, which receives
 * one object at a time and must not search for its calendar each time. The account keeps the
 * calendars that were found.
 */
public final class KnownTargets {
  private static final String TURN = "CamelCaldavRestoreTurn";
  private static final Set<Integer> NO_COLLECTION = Set.of(404, 409, 410);

  private static final Pattern BEGIN = Pattern.compile("(?i)BEGIN:");

  /** Options that apply only to a restore of whole calendars. */
  private static final List<Option> OF_A_WHOLE =
      List.of(
          Option.DRY_RUN,
          Option.PLAN_JSON,
          Option.MIRROR,
          Option.MIRROR_LIMIT,
          Option.VERIFY,
          Option.RATE,
          Option.COMPONENTS,
          Option.SINCE,
          Option.UNTIL);

  /** The object that an exchange restores. */
  private static final class Turn {
    private final byte[] object;
    private final Object askedFor;
    private boolean isOver;
    private boolean isFound;
    private boolean isInside;

    /** Restores an object into the requested calendar. */
    Turn(byte[] object, Object askedFor) {
      this.object = object;
      this.askedFor = askedFor;
    }

    static Turn of(Exchange exchange) {
      return exchange.getProperty(TURN, Turn.class);
    }
  }

  /**
   * Stores the object while its calendar is searched.
   *
   * @throws Failure if there is no object, or an option does not apply to a single object
   */
  public void keep(Exchange exchange) throws Failure {
    requireHeeded(Account.of(exchange).options());
    Object body = exchange.getMessage().getBody();
    byte[] bytes = exchange.getMessage().getBody(byte[].class);
    if (body == null) {
      throw Failure.option("there is no object in the body");
    }
    if (bytes == null || !isCalendarObject(bytes)) {
      throw Failure.option("the body is neither a calendar object nor a manifest");
    }
    Object calendar = exchange.getMessage().getHeader(CaldavConstants.CALENDAR);
    if (!(calendar instanceof Calendar)) { // a broker delivers bytes
      calendar = exchange.getMessage().getHeader(CaldavConstants.CALENDAR, String.class);
    }
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, calendar);
    exchange.setProperty(TURN, new Turn(bytes, calendar));
  }

  /**
   * Returns whether the bytes contain a component (RFC 5545, section 3.6). Servers may store
   * objects that break other rules of RFC 5545.
   */
  private static boolean isCalendarObject(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("\0", ""); // UTF-16
    return BEGIN.matcher(text).find();
  }

  /**
   * Returns whether the object must still be restored: once, and again after its calendar was
   * forgotten.
   */
  public boolean isOpen(Exchange exchange) {
    Turn turn = Turn.of(exchange);
    boolean isOpen = !turn.isOver;
    turn.isOver = true;
    return isOpen;
  }

  private static void requireHeeded(Options options) throws Failure {
    for (Option option : OF_A_WHOLE) {
      if (options.isGiven(option)) {
        throw Failure.option(
            "option '" + option.key() + "' is for a whole restore, not for single objects");
      }
    }
    if (options.conflict().isBeside()) {
      throw Failure.option("conflict=copy is for a whole restore, not for single objects");
    }
  }

  /** Returns whether the calendar must be searched first. */
  public boolean isNew(Exchange exchange) throws Failure {
    return !known(Account.of(exchange)).containsKey(name(Turn.of(exchange).askedFor));
  }

  /**
   * Waits until no other exchange of the account searches for a calendar.
   *
   * @throws Failure if the previous search found that the server refuses access or is unreachable
   */
  public void enter(Exchange exchange) throws Failure, InterruptedException {
    of(Account.of(exchange)).enter();
    Turn.of(exchange).isInside = true;
  }

  /** Allows the next exchange to search. */
  public void leave(Exchange exchange) throws Failure {
    Turn turn = Turn.of(exchange);
    if (turn.isInside) {
      turn.isInside = false;
      boolean isKnown = known(Account.of(exchange)).containsKey(name(turn.askedFor));
      boolean isFailure = !isKnown && Failures.caught(exchange) != null;
      of(Account.of(exchange)).leave(isFailure ? Failures.ofCaught(exchange) : null);
    }
  }

  /** Determines the calendar to write to: one of the account's, or a new one. */
  public void decide(Exchange exchange) throws Failure {
    Account account = Account.of(exchange);
    Targets targets =
        new Targets(
            account.options(), exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class));
    Turn turn = Turn.of(exchange);
    turn.isFound = true;
    String name = name(turn.askedFor);
    Calendar target;
    if (turn.askedFor instanceof Calendar saved) {
      target = targets.of(null, saved);
      if (account.options().calendar() == null && isOfAnother(name, target, account)) {
        target = targets.apart(saved);
      }
    } else {
      target = targets.of(targets.isNamed(name) ? name : SnapshotNames.name(name), null);
    }
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, target);
  }

  /**
   * Returns whether a calendar that was saved at another path would be restored here: the two had
   * the same path segment.
   */
  private static boolean isOfAnother(String path, Calendar target, Account account) {
    String other = of(account).pathByTarget().get(target.url());
    return other != null && !other.equals(path);
  }

  /** Remembers that the calendar exists. */
  public void remember(Exchange exchange) throws Failure {
    Account account = Account.of(exchange);
    Calendar calendar = CalendarHeader.of(exchange);
    String name = name(Turn.of(exchange).askedFor);
    known(account).put(name, calendar);
    known(account).put(calendar.segment(), calendar);
    known(account).put(name(calendar), calendar);
    if (name.startsWith("/")) {
      of(account).pathByTarget().put(calendar.url(), name);
    }
  }

  /**
   * Puts the object and its calendar back on the message.
   *
   * @throws Failure with status 404 if the calendar was forgotten meanwhile
   */
  public void restore(Exchange exchange) throws Failure {
    Turn turn = Turn.of(exchange);
    Object calendar = exchange.getMessage().getHeader(CaldavConstants.CALENDAR);
    Calendar known = known(Account.of(exchange)).get(name(calendar));
    if (known == null) {
      throw new Failure(Failure.Kind.SERVER, "its calendar no longer exists", null, 404);
    }
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, known);
    exchange.getMessage().setBody(turn.object);
  }

  /**
   * Bean {@code caldavTargetMayBeGone}: returns whether the failure may mean that the calendar no
   * longer exists. RFC 4918, section 9.7.1, requires 409 for an object without its collection. The
   * result is false for a calendar that was just found.
   *
   * <p>This class is a predicate because a bean's method is called on a copy without the failure.
   */
  public static final class MayBeGone implements Predicate {
    @Override
    public boolean matches(Exchange exchange) {
      Failure failure = Failures.of(exchange.getException());
      return !Turn.of(exchange).isFound
          && NO_COLLECTION.contains(failure.status())
          && !UidConflicts.is(failure)
          && !UidConflicts.namesPrecondition(failure);
    }
  }

  /** Forgets the calendar under all its names, so that it is searched again. */
  public void forget(Exchange exchange) throws Failure {
    Account account = Account.of(exchange);
    Turn turn = Turn.of(exchange);
    Calendar gone = known(account).get(name(turn.askedFor));
    if (gone != null) { // else another thread forgot it
      known(account).values().removeIf(known -> Hrefs.same(known.url(), gone.url()));
      of(account).pathByTarget().remove(gone.url());
    }
    Failures.forget(exchange);
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, turn.askedFor);
    turn.isOver = false;
  }

  private static RestoreTargets of(Account account) {
    return ServerProfile.of(account).restoreTargets();
  }

  private static Map<String, Calendar> known(Account account) {
    return of(account).byName();
  }

  private static String name(Object calendar) throws Failure {
    if (calendar instanceof Calendar saved) {
      return Hrefs.canonicalPath(saved.url());
    }
    if (calendar == null || calendar.toString().isBlank()) {
      throw Failure.option(
          "header '"
              + CaldavConstants.CALENDAR
              + "' is missing: it names the calendar to restore into");
    }
    return calendar.toString();
  }
}
