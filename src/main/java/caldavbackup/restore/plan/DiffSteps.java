package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.Members;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.ical.FileText;
import caldavbackup.ical.ObjectChanges;
import caldavbackup.ical.ObjectSelection;
import caldavbackup.ical.WholeText;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/** Bean {@code caldavDiff}: the differences between the records of a folder and an account. */
public final class DiffSteps {
  /** Exchange property: a {@code Consumer<Difference>} that receives each difference. */
  public static final String TAKER = "CamelCaldavDifferenceTaker";

  /** The message of a comparison without calendars. */
  public static final String NOWHERE =
      "options 'calendars' and 'exclude_calendars' select no calendar in either place";

  private static final ObjectChanges NONE = new ObjectChanges(List.of());

  private static void tell(Exchange exchange, Difference difference) {
    @SuppressWarnings("unchecked")
    Consumer<Difference> taker = exchange.getProperty(TAKER, Consumer.class);
    taker.accept(difference);
  }

  private static Discovery discovery(Exchange exchange) {
    return exchange.getProperty(CaldavConstants.DISCOVERY, Discovery.class);
  }

  /**
   * Reports a calendar that could not be compared. The others follow, unless the server must not be
   * contacted any more.
   */
  public void unread(Exchange exchange) throws Failure {
    Failure failure = Failures.ofCaught(exchange);
    if (RestoreEnd.ofServer(failure)) {
      throw failure;
    }
    PlanSteps.calendar(exchange).refuse(failure.getMessage());
  }

  /** Reports the differences of all calendars in the folder. */
  public void tell(Exchange exchange) throws IOException {
    RestorePlan plan = PlanSteps.plan(exchange);
    for (RecordResult result : plan.results()) {
      if (result.error() != null) {
        tell(exchange, Difference.unread(null, null, plain(result.item().path()), result.error()));
      }
    }
    for (CalendarPlan calendar : plan.calendars()) {
      if (!calendar.isLeftOut()) {
        tell(exchange, plan, calendar);
      }
    }
  }

  private static void tell(Exchange exchange, RestorePlan plan, CalendarPlan calendar)
      throws IOException {
    String folder = folder(calendar);
    String name = calendar.title() == null ? folder : calendar.title();
    if (calendar.refusal() != null) {
      tell(exchange, Difference.unread(folder, name, null, calendar.refusal()));
      return;
    }
    if (calendar.there() == null) {
      tell(
          exchange, Difference.ofCalendar(Difference.Kind.CALENDAR_ONLY_FIRST, folder, name, NONE));
    } else {
      ObjectChanges changes = CalendarChanges.of(calendar);
      if (!changes.isEmpty()) {
        tell(
            exchange,
            Difference.ofCalendar(Difference.Kind.CALENDAR_CHANGED, folder, name, changes));
      }
    }
    for (ObjectPlan object : calendar.objects()) {
      Difference.Kind kind = kind(object);
      String damage = kind == null || object.isPlain() ? null : damage(plan.content(object));
      if (damage != null) {
        tell(exchange, Difference.unread(folder, name, plain(object.path()), damage));
      } else if (kind == Difference.Kind.UNREAD) {
        String why = calendar.targetObjects().whyUnread(object);
        tell(
            exchange,
            Difference.unread(
                folder,
                name,
                plain(object.path()),
                "cannot be read on the server: " + (why == null ? object.reason() : why)));
      } else if (kind != null) {
        tell(
            exchange,
            Difference.ofObject(
                kind,
                folder,
                name,
                plain(object.path()),
                plan.content(object),
                plan.changes(object).reversed()));
      }
    }
  }

  /** Returns why the text of an object is not whole; null if it is. */
  public static String damage(byte[] bytes) {
    return switch (WholeText.of(FileText.of(bytes).bytes())) {
      case BROKEN_OFF -> "is incomplete: its text has no END:VCALENDAR";
      case EMPTY -> "is empty";
      case OTHER, MARKUP -> "is not a calendar: it does not begin with BEGIN:VCALENDAR";
      case WHOLE, ODD -> null;
    };
  }

  /** Returns the kind of difference; null if the object is equal or excluded. */
  private static Difference.Kind kind(ObjectPlan object) {
    Action action = object.action();
    if (action == Action.LEFT_OUT
        || action == Action.EQUAL
        || action == Action.JOINED
        || action == Action.SUPERSEDED
        || action == Action.REPEATED) {
      return null;
    }
    if (object.there() == null) {
      return Difference.Kind.ONLY_FIRST;
    }
    return object.changes() == null ? Difference.Kind.UNREAD : Difference.Kind.CHANGED;
  }

  private static String folder(CalendarPlan calendar) {
    return calendar.folder() != null
        ? calendar.folder()
        : calendar.identity() != null ? calendar.identity().segment() : "";
  }

  private static String plain(String path) {
    return path.startsWith("/") ? path.substring(1) : path;
  }

  /** Returns the server's objects that are not in the folder, in batches to read. */
  public List<List<Member>> unmatched(Exchange exchange) throws Failure {
    Options options = Account.of(exchange).options();
    Map<String, Map<String, Member>> byCalendar = new LinkedHashMap<>();
    Set<String> unread = new HashSet<>();
    for (CalendarPlan calendar : PlanSteps.plan(exchange).calendars()) {
      if (calendar.target() != null && calendar.refusal() != null) {
        unread.add(Hrefs.path(calendar.target().url()));
      }
      boolean isCompared = calendar.there() != null && !calendar.isLeftOut();
      if (isCompared && calendar.there().hasWantedEvents(options.include())) {
        Map<String, Member> others =
            calendar.targetObjects().others().stream()
                .collect(
                    Collectors.toMap(Member::name, one -> one, (a, b) -> a, LinkedHashMap::new));
        byCalendar.merge( // an object in another folder of the same calendar is not missing
            Hrefs.path(calendar.target().url()),
            others,
            (one, other) -> {
              one.keySet().retainAll(other.keySet());
              return one;
            });
      }
    }
    byCalendar.keySet().removeAll(unread);
    List<List<Member>> batches = new ArrayList<>();
    byCalendar
        .values()
        .forEach(all -> batches.addAll(Batches.ofMembers(List.copyOf(all.values()))));
    return batches;
  }

  /** Reports the objects in the body, which are only on the server. */
  public void onlyThere(Exchange exchange) throws Failure {
    Options options = Account.of(exchange).options();
    ObjectSelection selection =
        new ObjectSelection(options.components(), options.since(), options.until());
    List<?> batch = exchange.getMessage().getBody(List.class);
    for (Object one : batch) {
      CalendarObject object = (CalendarObject) one;
      Calendar calendar = object.member().calendar();
      String path = calendar.segment() + "/" + object.member().name();
      if (object.isGone()) {
        continue;
      }
      if (object.bytes() == null) {
        tell(
            exchange,
            Difference.unread(
                calendar.segment(),
                calendar.label(),
                path,
                "cannot be read on the server: " + object.error()));
      } else if (selection.wants(object.bytes())) {
        tell(
            exchange,
            Difference.ofObject(
                Difference.Kind.ONLY_SECOND,
                calendar.segment(),
                calendar.label(),
                path,
                object.bytes(),
                NONE));
      }
    }
    CalendarObject.release(batch);
  }

  /**
   * Returns the calendars of the account that are not in the folder.
   *
   * @throws Failure if the options select no calendar at all
   */
  public List<Calendar> otherCalendars(Exchange exchange) throws Failure {
    Options options = Account.of(exchange).options();
    Set<String> compared =
        PlanSteps.plan(exchange).calendars().stream()
            .filter(one -> one.target() != null)
            .map(one -> Hrefs.path(one.target().url()))
            .collect(Collectors.toSet());
    List<Calendar> others = others(exchange, options, compared);
    boolean isAny = PlanSteps.plan(exchange).calendars().stream().anyMatch(one -> !one.isLeftOut());
    if (!isAny && others.isEmpty()) {
      throw Failure.option(NOWHERE);
    }
    return others;
  }

  private static List<Calendar> others(Exchange exchange, Options options, Set<String> compared) {
    return discovery(exchange).calendars().stream()
        .filter(one -> !compared.contains(Hrefs.path(one.url())))
        .filter(one -> one.isWantedBy(options.selection()))
        .filter(one -> one.hasWantedEvents(options.include()))
        .toList();
  }

  /** Reports the calendar in the body, which is only in the account; the next step lists it. */
  public Calendar otherCalendar(Exchange exchange) {
    Calendar calendar = exchange.getMessage().getBody(Calendar.class);
    exchange.setProperty(CaldavConstants.THERE, calendar);
    tell(
        exchange,
        Difference.ofCalendar(
            Difference.Kind.CALENDAR_ONLY_SECOND, calendar.segment(), calendar.label(), NONE));
    return calendar;
  }

  /** Returns the listing in the body, in batches to read. */
  public List<List<Member>> batches(Exchange exchange) throws IOException {
    List<Member> members = new ArrayList<>();
    Members.forEach(exchange, members::add);
    return Batches.ofMembers(members);
  }

  /** Reports a calendar that is only in the account and cannot be listed or read. */
  public void otherUnread(Exchange exchange) throws Failure {
    Failure failure = Failures.ofCaught(exchange);
    if (RestoreEnd.ofServer(failure)) {
      throw failure;
    }
    Calendar calendar = exchange.getProperty(CaldavConstants.THERE, Calendar.class);
    tell(
        exchange,
        Difference.unread(calendar.segment(), calendar.label(), null, failure.getMessage()));
  }
}
