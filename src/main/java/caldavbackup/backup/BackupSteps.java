package caldavbackup.backup;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.discover.Discovery;
import caldavbackup.caldav.discover.DiscoverySteps;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Failures;
import caldavbackup.http.Run;
import caldavbackup.text.Failure;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/** Bean {@code caldavBackup}: turns what was discovered and listed into entries of a snapshot. */
public final class BackupSteps {
  /** Exchange property: the {@link BackupRun} under way. */
  public static final String RUN = "CamelCaldavBackup";

  private static final String CALENDARS = "CamelCaldavCalendars";

  /** Starts a run, or once more the one that is on the exchange: the caller may have brought it. */
  public void begin(Exchange exchange, @ExchangeProperty(CaldavConstants.ACCOUNT) Account account) {
    if (exchange.getProperty(RUN) == null) {
      exchange.setProperty(RUN, new BackupRun());
    }
    if (account != null) { // else direct:caldav-discover says so
      exchange.getProperty(RUN, BackupRun.class).begin(account.options());
    }
  }

  /** The snapshot's root, now that the calendars are known; they stay for the next step. */
  public SnapshotEntry root(
      Exchange exchange,
      @Body List<Calendar> calendars,
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery,
      @ExchangeProperty(RUN) BackupRun run) {
    run.isOf(exchange.getProperty(CaldavConstants.RUN, Run.class));
    run.place(calendars, discovery.homes());
    exchange.setProperty(CALENDARS, calendars);
    return SnapshotEntry.ofDirectory("/");
  }

  /** Calendars that the listings of others showed. */
  public void more(
      Exchange exchange,
      @Body List<Calendar> calendars,
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery,
      @ExchangeProperty(RUN) BackupRun run) {
    run.place(calendars, discovery.homes());
    exchange.setProperty(CALENDARS, calendars);
  }

  /**
   * Each calendar that the store holds and discovery did not show must say itself that it is gone.
   */
  public void doubtHeld(
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery,
      @ExchangeProperty(RUN) BackupRun run) {
    run.held().paths().forEach((path, directory) -> discovery.doubtUnlessFound(path, directory));
  }

  /** The calendar's directory and metadata files. */
  public List<SnapshotEntry> calendar(
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery,
      @ExchangeProperty(RUN) BackupRun run) {
    return run.entriesOf(calendar, discovery.isUnsure(calendar));
  }

  /** Whether objects must be read to know which are wanted. */
  public boolean choosesObjects(@ExchangeProperty(RUN) BackupRun run) {
    return run.objects().isFilter();
  }

  /** Whether the object in the body is wanted; one that could not be read is. */
  public boolean wants(
      @Body byte[] bytes,
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @ExchangeProperty(RUN) BackupRun run) {
    boolean wanted = bytes == null || run.objects().wants(bytes);
    if (!wanted) {
      run.leftOut(calendar);
    }
    return wanted;
  }

  /** Counts objects that the listing named. */
  public void listed(@Body List<Member> members, @ExchangeProperty(RUN) BackupRun run) {
    run.listed(members.size());
  }

  /** The member of the object in the body, as the only one. */
  public List<Member> alone(@Header(CaldavConstants.MEMBER) Member member) {
    return List.of(member);
  }

  /** The entries of objects. */
  public List<SnapshotEntry> entries(
      @Body List<Member> members, @ExchangeProperty(RUN) BackupRun run) {
    return members.stream().map(run::entryOf).toList();
  }

  /** Counts objects whose entries were taken. */
  public void handedOn(@Body List<Member> members, @ExchangeProperty(RUN) BackupRun run) {
    run.handedOn(members.size());
  }

  /** Notes a calendar that could not be listed to its end; the others go on. */
  public void calendarFailed(
      Exchange exchange,
      @Header(CaldavConstants.CALENDAR) Calendar calendar,
      @ExchangeProperty(RUN) BackupRun run)
      throws Failure {
    Failure failure = Failures.ofCaught(exchange);
    if (failure.endsAll()) {
      throw failure;
    }
    run.failed("calendar " + calendar.label() + " could not be listed: " + failure.getMessage());
  }

  /** Ends the run: an error unless all was listed and handed on. */
  public void prove(
      @ExchangeProperty(DiscoverySteps.DISCOVERY) Discovery discovery,
      @ExchangeProperty(RUN) BackupRun run)
      throws Failure {
    discovery.problems().forEach(run::failed);
    run.prove();
  }

  /**
   * The bytes of the path in the body, when they are here: a metadata file's, or those of an object
   * that was read ahead; else null. What to read next goes into {@link #BATCH}, if there is
   * anything.
   */
  public byte[] atHand(Exchange exchange, @Body String path, @ExchangeProperty(RUN) BackupRun run)
      throws Failure {
    if (run == null) {
      throw Failure.option(
          "exchange property '" + RUN + "' is missing: direct:caldav-import leaves it there");
    }
    exchange.getMessage().setHeader(PATH, path);
    exchange.setProperty(CaldavConstants.RUN, run.ofAccount());
    exchange.removeProperty(BATCH);
    byte[] content = run.content(path);
    if (content != null) {
      return content;
    }
    ReadAhead readAhead = run.readAhead();
    exchange.setProperty(AHEAD, readAhead);
    List<Member> next = readAhead.plan(path);
    if (!next.isEmpty()) {
      exchange.setProperty(BATCH, next);
    }
    return readAhead.isAtHand(path, Integer.MAX_VALUE) ? readAhead.take(path) : null;
  }

  /**
   * The object's bytes, waiting for them when they are under way; null when it must be read alone.
   */
  public byte[] take(@Header(PATH) String path, @ExchangeProperty(AHEAD) ReadAhead readAhead)
      throws Failure {
    return readAhead.take(path);
  }

  /** What the listing said of the path. */
  public Member member(@Header(PATH) String path, @ExchangeProperty(AHEAD) ReadAhead readAhead)
      throws Failure {
    return readAhead.member(path);
  }

  /** Keeps an object that was read ahead. */
  public void keep(
      @Body byte[] bytes,
      @Header(CaldavConstants.MEMBER) Member member,
      @Header(CaldavConstants.ERROR) String error,
      @Header(CaldavConstants.GONE) boolean gone,
      @ExchangeProperty(AHEAD) ReadAhead readAhead) {
    Failure failure =
        error == null ? null : new Failure(gone ? Failure.Kind.GONE : Failure.Kind.SERVER, error);
    readAhead.keep(member, bytes, failure);
  }

  /** The request for these members is over. */
  public void finished(
      @ExchangeProperty(BATCH) List<Member> batch, @ExchangeProperty(AHEAD) ReadAhead readAhead) {
    readAhead.finished(batch);
  }

  /** Header: the path that Plakar asks for. */
  public static final String PATH = "CamelCaldavPath";

  /** Exchange property: the members that are read ahead by one request. */
  public static final String BATCH = "CamelCaldavBatch";

  /** Exchange property: what is read ahead in the run that the path belongs to. */
  private static final String AHEAD = "CamelCaldavReadAhead";
}
