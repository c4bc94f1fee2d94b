package caldavbackup.changes;

import caldavbackup.backup.SnapshotDirectories;
import caldavbackup.caldav.Calendar;
import caldavbackup.camel.Observer;
import caldavbackup.http.Account;
import caldavbackup.ical.ObjectSelection;
import caldavbackup.options.Options;
import caldavbackup.states.Store;
import caldavbackup.text.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;

/**
 * One run of {@code direct:caldav-backup}: what it knows of the sink, what was sent, and what
 * became of it. Safe for use by several threads.
 */
final class DeliveryRun {
  /** Exchange property: the run under way. */
  static final String PROPERTY = "CamelCaldavDelivery";

  private final String id = UUID.randomUUID().toString();
  private final Instant started = Instant.now();
  private final Account account;
  private final Endpoints endpoints;
  private final ObjectSelection selection;
  private final SnapshotDirectories places = new SnapshotDirectories();
  private final Map<Calendar, String> directories = new LinkedHashMap<>();
  private final Counts counts = new Counts();
  private final Problems problems = new Problems();
  private final UnderWay underWay;
  private final Observer observer;
  private States states;
  private HeldAccount held;
  private long bytes;
  private int manifests;
  private CalendarDelivery current;
  private Failure failure;
  private Instant ended;
  private String report;

  /** A run of an account, which knows nothing yet of the store of states. */
  DeliveryRun(Account account, Endpoints endpoints, Observer observer) {
    this.account = account;
    this.endpoints = endpoints;
    this.observer = observer;
    this.underWay = new UnderWay(endpoints.objects());
    Options options = account.options();
    this.selection = new ObjectSelection(options.components(), options.since(), options.until());
  }

  /** The run on the exchange, or null. */
  static DeliveryRun of(Exchange exchange) {
    return exchange.getProperty(PROPERTY, DeliveryRun.class);
  }

  /**
   * Reads what the store of states holds of the account.
   *
   * @throws Failure when it cannot be read
   */
  void open(States ofAccount) throws Failure {
    states = ofAccount;
    held = new HeldAccount(ofAccount);
  }

  String id() {
    return id;
  }

  Instant started() {
    return started;
  }

  Account account() {
    return account;
  }

  String origin() {
    return account.options().origin();
  }

  Endpoints endpoints() {
    return endpoints;
  }

  /** Which objects are wanted. */
  ObjectSelection selection() {
    return selection;
  }

  States states() {
    return states;
  }

  /** The calendars that the sink may have. */
  HeldAccount held() {
    return held;
  }

  /** What is under way to the sink. */
  UnderWay underWay() {
    return underWay;
  }

  /** What went wrong. */
  Problems problems() {
    return problems;
  }

  /**
   * Gives calendars their directories, beside those that have theirs.
   *
   * @param homes where calendars are made, the first one first
   */
  void place(List<Calendar> calendars, List<String> homes) {
    directories.putAll(places.add(calendars, homes, held.directories()));
  }

  /** The calendars that have a directory. */
  List<Calendar> calendars() {
    return List.copyOf(directories.keySet());
  }

  /** The directory of a calendar; null when it has none. */
  String directory(Calendar calendar) {
    return directories.get(calendar);
  }

  /** Whether a calendar of this run has the directory. */
  boolean isPlaced(String directory) {
    return directories.containsValue(directory);
  }

  /** The exchange of a message is over, well when there is no reason why not. */
  void over(HostMessage message, Exception reason) {
    Failure failure = null;
    try {
      if (reason == null) {
        message.taken();
      } else {
        message.notTaken();
        failure = problems.notTaken(message, masked(reason));
        observer.failure(origin(), "sink");
      }
    } catch (Failure e) {
      failure = e; // the store of states is away
    }
    underWay.over(reason == null, failure);
  }

  private Failure masked(Exception reason) {
    String text =
        reason.getMessage() == null ? reason.getClass().getSimpleName() : reason.getMessage();
    return new Failure(
        Failure.Kind.INCOMPLETE,
        account.options().secrets().masked(Store.withoutSecrets(text)),
        reason);
  }

  /** An object could not be read: the sink is told, and the run is not complete. */
  void failed(String path, String reason) {
    problems.unread(path, reason);
    observer.failure(origin(), "object");
  }

  /** Counts what the sink took, also for its calendar. */
  void count(Counts ofCalendar, Change change, int size) {
    synchronized (this) {
      ofCalendar.count(change);
      bytes += size;
    }
    observer.object(origin(), states.areKept() ? change.word() : null, size);
  }

  /** Counts what the sink did not take, for its calendar. */
  synchronized void countFailed(Counts ofCalendar) {
    ofCalendar.failed++;
  }

  /** Adds what became of the objects of a calendar. */
  synchronized void add(Counts ofCalendar) {
    counts.add(ofCalendar);
  }

  synchronized void countManifest() {
    manifests++;
  }

  /** A calendar is under way. */
  void begins(CalendarDelivery delivery) {
    current = delivery;
  }

  /**
   * Settles the calendar that is under way, if any, now that all messages are over.
   *
   * @return its manifest, when it is wanted and holds
   * @throws Failure when the store of states cannot be written
   */
  List<HostMessage> settleCurrent() throws Failure {
    CalendarDelivery last = current;
    current = null;
    return last == null ? List.of() : last.settle();
  }

  /** What the run fails with. */
  void fail(Failure with) {
    failure = with;
  }

  /** Whether nothing is sent any more but the status. */
  boolean isOver() {
    return report != null;
  }

  /**
   * Waits until all messages are over, settles the calendar that the run broke off in, and makes
   * the status.
   *
   * @return the status, when anybody wants it
   */
  List<HostMessage> finish() {
    try {
      if (underWay.areAllOver()) {
        settleCurrent();
      }
      underWay.require();
      problems.require();
    } catch (Failure e) {
      failure = failure == null ? e : failure;
    }
    ended = Instant.now();
    report = json();
    return endpoints.statuses() == null
        ? List.of()
        : List.of(new StatusMessage(this, report, isComplete()));
  }

  private boolean isComplete() {
    return failure == null && problems.isNone();
  }

  /**
   * Tells the observers what became of the run, now that the status was handed over.
   *
   * @return the status
   * @throws Failure what the run fails with, also when the status was not taken
   */
  String end() throws Failure {
    if (failure != null) {
      observer.failure(origin(), failure.kind().name().toLowerCase(Locale.ROOT));
    }
    observer.run(origin(), isComplete(), started, Duration.between(started, ended));
    if (failure != null) {
      throw failure;
    }
    problems.require(); // the status, for nothing else is left
    return report;
  }

  private synchronized String json() {
    return CalendarContent.text(
        text -> {
          text.writeNumberField("format", 1);
          text.writeStringField("origin", origin());
          text.writeStringField("run", id);
          text.writeStringField("started", started.toString());
          text.writeStringField("ended", ended.toString());
          text.writeBooleanField("complete", isComplete());
          text.writeNumberField("calendars", directories.size());
          text.writeNumberField("manifests", manifests);
          counts.write(text);
          text.writeNumberField("bytes", bytes);
          Problems.write(text, failure);
          problems.write(text);
        });
  }
}
