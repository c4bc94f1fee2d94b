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
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * Bean {@code caldavTargets}: for {@code direct:caldav-restore}, which gets one object at a time
 * and must not look for its calendar each time. What was found is kept with the account.
 */
public final class KnownTargets {
  private static final String TURN = "CamelCaldavRestoreTurn";
  private static final Set<Integer> NO_COLLECTION = Set.of(404, 409, 410);

  /** What only a whole restore can heed. */
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

  /** What is restored on an exchange. */
  private static final class Turn {
    private final byte[] object;
    private final Object askedFor;
    private boolean isOver;
    private boolean isFound;

    /** Restores an object into the calendar that was asked for. */
    Turn(byte[] object, Object askedFor) {
      this.object = object;
      this.askedFor = askedFor;
    }

    static Turn of(Exchange exchange) {
      return exchange.getProperty(TURN, Turn.class);
    }
  }

  /**
   * Keeps the object aside while its calendar is looked for.
   *
   * @throws Failure when there is none, or an option asks for what one object cannot have
   */
  public void keep(Exchange exchange) throws Failure {
    requireHeeded(Account.of(exchange).options());
    Object body = exchange.getMessage().getBody();
    byte[] bytes = exchange.getMessage().getBody(byte[].class);
    if (bytes == null) {
      throw Failure.option(
          body == null ? "there is no object in the body" : "the object in the body is not bytes");
    }
    Object calendar = exchange.getMessage().getHeader(CaldavConstants.CALENDAR);
    exchange.setProperty(TURN, new Turn(bytes, calendar));
  }

  /**
   * Whether the object is still to be restored: once, and again when its calendar was forgotten.
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

  /** Whether the calendar must be looked for first. */
  public boolean isNew(Exchange exchange) throws Failure {
    return !known(Account.of(exchange)).containsKey(name(Turn.of(exchange).askedFor));
  }

  /** The calendar to write to: one of the account's, or one to be made. */
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
      target = targets.of(name, null);
    }
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, target);
  }

  /** Whether a calendar that was saved at another path goes there: the two had one segment. */
  private static boolean isOfAnother(String path, Calendar target, Account account) {
    String other = of(account).pathByTarget().get(target.url());
    return other != null && !other.equals(path);
  }

  /** The calendar is there: it need not be looked for again. */
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
   * @throws Failure with status 404 when the calendar was forgotten meanwhile
   */
  public void restore(Exchange exchange) throws Failure {
    Turn turn = Turn.of(exchange);
    Object calendar = exchange.getMessage().getHeader(CaldavConstants.CALENDAR);
    Calendar known = known(Account.of(exchange)).get(name(calendar));
    if (known == null) {
      throw new Failure(Failure.Kind.SERVER, "its calendar is not there any more", null, 404);
    }
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, known);
    exchange.getMessage().setBody(turn.object);
  }

  /**
   * Whether the failure may say that the calendar is not there any more: RFC 4918, section 9.7.1,
   * wants 409 for an object without its collection. Not of a calendar that was just found.
   */
  public boolean mayBeGone(Exchange exchange) {
    Failure failure = Failures.ofCaught(exchange);
    return !Turn.of(exchange).isFound
        && NO_COLLECTION.contains(failure.status())
        && !UidConflicts.is(failure)
        && !UidConflicts.namesPrecondition(failure);
  }

  /** Forgets the calendar under all its names, and has it looked for once more. */
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
