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
 * Bean {@code caldavImport}: converts the results of discovery and listing to entries of a
 * snapshot. The current {@link BackupRun} is exchange property {@link CaldavConstants#BACKUP}.
 */
public final class ImportSteps {
  /** Begins a run, or restarts the one on the exchange, which the caller may have set. */
  public void begin(Exchange exchange) {
    if (exchange.getProperty(CaldavConstants.BACKUP) == null) {
      exchange.setProperty(CaldavConstants.BACKUP, new BackupRun());
    }
    Account account = exchange.getProperty(CaldavConstants.ACCOUNT, Account.class);
    if (account != null) { // otherwise direct:caldav-discover reports it
      BackupRun.of(exchange).begin(account.options());
    }
  }

  /**
   * The root of the snapshot. The calendars found are available from {@link FoundCalendars.Next}.
   *
   * @throws Failure when the options select no calendar
   */
  public void root(Exchange exchange) throws Failure {
    new FoundCalendars().begin(exchange);
    BackupRun.of(exchange).setAccountRun(exchange.getProperty(CaldavConstants.RUN, Run.class));
    exchange.getMessage().setBody(List.of(SnapshotEntry.ofDirectory("/")));
  }

  /** Assigns directories to the calendars in the body. */
  public void place(Exchange exchange) {
    RunProgress.of(exchange).calendars(FoundCalendars.of(exchange).size());
    BackupRun.of(exchange)
        .place(FoundCalendars.of(exchange), FoundCalendars.discovery(exchange).homes());
  }

  /** The directory of the calendar in the body, and the files in it other than objects. */
  public void calendar(Exchange exchange) {
    Calendar calendar = exchange.getMessage().getBody(Calendar.class);
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, calendar);
    exchange.setProperty(CaldavConstants.KEEP_LISTINGS, true);
    RunProgress.of(exchange).turn(Phase.LISTING, BackupRun.of(exchange).directory(calendar));
    exchange
        .getMessage()
        .setBody(BackupRun.of(exchange).entriesOf(calendar, isUnsure(exchange, calendar)));
  }

  /** The file with the identity of the calendar and the number of listed objects. */
  public List<SnapshotEntry> identity(Exchange exchange) {
    Calendar calendar = calendarOf(exchange);
    RunProgress.of(exchange).finish(Phase.LISTING, BackupRun.of(exchange).directory(calendar));
    return BackupRun.of(exchange).identityOf(calendar, isUnsure(exchange, calendar));
  }

  private static boolean isUnsure(Exchange exchange, Calendar calendar) {
    return FoundCalendars.discovery(exchange).isUnsure(calendar);
  }

  /** Returns whether the events of the calendar in the header are wanted. */
  public boolean wantsEvents(Exchange exchange) throws Failure {
    return calendarOf(exchange).hasWantedEvents(Account.of(exchange).options().include());
  }

  /** Counts listed objects. */
  public void listed(Exchange exchange) {
    BackupRun run = BackupRun.of(exchange);
    run.listed(exchange.getMessage().getBody(List.class).size());
    Calendar calendar = calendarOf(exchange);
    long wanted =
        exchange.getProperty(CaldavConstants.LISTED, 0L, Long.class) - run.leftOutOf(calendar);
    RunProgress.of(exchange).expect(Phase.READING, run.directory(calendar), wanted);
  }

  /** Returns whether objects must be read to select them. */
  public boolean choosesObjects(Exchange exchange) {
    return BackupRun.of(exchange).objects().isFilter();
  }

  /** The members of the selected objects. Unreadable objects count as selected. */
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

  /**
   * Returns whether the entries in the body go to a sink one by one, because the run has no
   * consumer.
   */
  public boolean isForSink(Exchange exchange) {
    return !BackupRun.of(exchange).hasTaker();
  }

  /** Passes the entries in the body to the consumer of the run, if there is one. */
  public void handToTaker(Exchange exchange) {
    BackupRun.of(exchange).handToTaker(entriesIn(exchange));
  }

  /** Counts objects whose entries were accepted. */
  public void handedOn(Exchange exchange) {
    BackupRun.of(exchange).handedOn(entriesIn(exchange));
  }

  @SuppressWarnings("unchecked")
  private static List<SnapshotEntry> entriesIn(Exchange exchange) {
    return exchange.getMessage().getBody(List.class);
  }

  /**
   * Notes that the listing of a calendar failed. The run continues with the others.
   *
   * @throws NotTaken when the consumer of an entry failed, which ends the run
   * @throws Failure when the failure ends the run
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
   * Requests each calendar that the store holds but that discovery did not find, to prove its
   * deletion.
   */
  public void doubtHeld(Exchange exchange) {
    Discovery discovery = FoundCalendars.discovery(exchange);
    BackupRun.of(exchange).held().paths().forEach(discovery::doubtUnlessFound);
  }

  /** Ends the run. Fails unless everything was listed and delivered. */
  public void prove(Exchange exchange) throws Failure {
    BackupRun run = BackupRun.of(exchange);
    FoundCalendars.discovery(exchange).problems().forEach(run::failed);
    run.prove();
  }
}
