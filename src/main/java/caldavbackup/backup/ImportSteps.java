package caldavbackup.backup;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.HandOver.NotTaken;
import caldavbackup.camel.RunProgress;
import caldavbackup.camel.RunProgress.Phase;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.http.Run;
import caldavbackup.text.Failure;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * Bean {@code caldavImport}: turns what was discovered and listed into entries of a snapshot. The
 * {@link BackupRun} under way is exchange property {@link CaldavConstants#BACKUP}.
 */
public final class ImportSteps {
  /** Starts a run, or once more the one that is on the exchange: the caller may have brought it. */
  public void begin(Exchange exchange) {
    if (exchange.getProperty(CaldavConstants.BACKUP) == null) {
      exchange.setProperty(CaldavConstants.BACKUP, new BackupRun());
    }
    Account account = exchange.getProperty(CaldavConstants.ACCOUNT, Account.class);
    if (account != null) { // else direct:caldav-discover says so
      BackupRun.of(exchange).begin(account.options());
    }
  }

  /**
   * The snapshot's root; the calendars that were found wait for {@link FoundCalendars.Next}.
   *
   * @throws Failure when the options leave no calendar
   */
  public void root(Exchange exchange) throws Failure {
    new FoundCalendars().begin(exchange);
    BackupRun.of(exchange).setAccountRun(exchange.getProperty(CaldavConstants.RUN, Run.class));
    exchange.getMessage().setBody(List.of(SnapshotEntry.ofDirectory("/")));
  }

  /** Gives the calendars in the body their directories. */
  public void place(Exchange exchange) {
    RunProgress.of(exchange).calendars(FoundCalendars.of(exchange).size());
    BackupRun.of(exchange)
        .place(FoundCalendars.of(exchange), FoundCalendars.discovery(exchange).homes());
  }

  /** The directory of the calendar in the body and the files beside its objects. */
  public void calendar(Exchange exchange) {
    Calendar calendar = exchange.getMessage().getBody(Calendar.class);
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, calendar);
    exchange.setProperty(CaldavConstants.KEEP_LISTINGS, true);
    RunProgress.of(exchange).turn(Phase.LISTING, BackupRun.of(exchange).directory(calendar));
    exchange
        .getMessage()
        .setBody(BackupRun.of(exchange).entriesOf(calendar, isUnsure(exchange, calendar)));
  }

  /** The file that says which calendar it is, and how many objects were listed in it. */
  public List<SnapshotEntry> identity(Exchange exchange) {
    Calendar calendar = calendarOf(exchange);
    RunProgress.of(exchange).finish(Phase.LISTING, BackupRun.of(exchange).directory(calendar));
    return BackupRun.of(exchange).identityOf(calendar, isUnsure(exchange, calendar));
  }

  private static boolean isUnsure(Exchange exchange, Calendar calendar) {
    return FoundCalendars.discovery(exchange).isUnsure(calendar);
  }

  /** Whether the events of the calendar in the header are wanted. */
  public boolean wantsEvents(Exchange exchange) throws Failure {
    return calendarOf(exchange).hasWantedEvents(Account.of(exchange).options().include());
  }

  /** Counts objects that a listing named. */
  public void listed(Exchange exchange) {
    BackupRun run = BackupRun.of(exchange);
    run.listed(exchange.getMessage().getBody(List.class).size());
    Calendar calendar = calendarOf(exchange);
    long wanted =
        exchange.getProperty(CaldavConstants.LISTED, 0L, Long.class) - run.leftOutOf(calendar);
    RunProgress.of(exchange).expect(Phase.READING, run.directory(calendar), wanted);
  }

  /** Whether objects must be read to know which are wanted. */
  public boolean choosesObjects(Exchange exchange) {
    return BackupRun.of(exchange).objects().isFilter();
  }

  /** The members of those objects that are wanted; one that could not be read is. */
  public List<Member> choose(Exchange exchange) {
    BackupRun run = BackupRun.of(exchange);
    List<Member> wanted = new ArrayList<>();
    List<?> objects = exchange.getMessage().getBody(List.class);
    try {
      for (Object one : objects) {
        CalendarObject object = (CalendarObject) one;
        if (object.data() == null || run.objects().wants(object.bytes())) {
          wanted.add(object.member());
        } else {
          run.leftOut(object.member().calendar());
        }
      }
    } finally {
      CalendarObject.release(objects);
    }
    return wanted;
  }

  /** The entries of the members in the body. */
  public List<SnapshotEntry> entries(Exchange exchange) {
    BackupRun run = BackupRun.of(exchange);
    List<SnapshotEntry> entries = new ArrayList<>();
    for (Object member : exchange.getMessage().getBody(List.class)) {
      entries.add(run.entryOf((Member) member));
    }
    return entries;
  }

  /** Whether the entries in the body go to a sink one by one: the run has no taker for them. */
  public boolean isForSink(Exchange exchange) {
    return !BackupRun.of(exchange).hasTaker();
  }

  /** Hands the entries in the body to the run's taker, when it has one. */
  public void handToTaker(Exchange exchange) {
    BackupRun.of(exchange).handToTaker(entriesIn(exchange));
  }

  /** Counts objects whose entries were taken. */
  public void handedOn(Exchange exchange) {
    BackupRun.of(exchange).handedOn(entriesIn(exchange));
  }

  @SuppressWarnings("unchecked")
  private static List<SnapshotEntry> entriesIn(Exchange exchange) {
    return exchange.getMessage().getBody(List.class);
  }

  /**
   * Notes a calendar that could not be listed to its end; the others go on.
   *
   * @throws NotTaken when it was the taker of an entry that failed: that ends the run
   * @throws Failure when nothing else need be asked either
   */
  public void calendarFailed(Exchange exchange) throws Failure, NotTaken {
    Failure failure = Failures.ofCaught(exchange);
    if (failure.endsAll()) {
      throw failure;
    }
    NotTaken notTaken = NotTaken.in(Failures.caught(exchange));
    if (notTaken != null) {
      throw notTaken;
    }
    BackupRun.of(exchange).incomplete(calendarOf(exchange));
    BackupRun.of(exchange)
        .failed(
            "calendar "
                + calendarOf(exchange).label()
                + " could not be listed: "
                + failure.getMessage());
  }

  private static Calendar calendarOf(Exchange exchange) {
    return exchange.getMessage().getHeader(CaldavConstants.CALENDAR, Calendar.class);
  }

  /**
   * Each calendar that the store holds and discovery did not show must say itself that it is gone.
   */
  public void doubtHeld(Exchange exchange) {
    Discovery discovery = FoundCalendars.discovery(exchange);
    BackupRun.of(exchange).held().paths().forEach(discovery::doubtUnlessFound);
  }

  /** Ends the run: an error unless all was listed and handed on. */
  public void prove(Exchange exchange) throws Failure {
    BackupRun run = BackupRun.of(exchange);
    FoundCalendars.discovery(exchange).problems().forEach(run::failed);
    run.prove();
  }
}
