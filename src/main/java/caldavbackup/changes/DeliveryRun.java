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
 * One run of {@code direct:caldav-backup}: the state of the sink, the messages sent, and their
 * results. Safe for use by several threads.
 */
final class DeliveryRun {
  /** Exchange property: the current run. */
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

  /** Creates a run of an account, without the state store. */
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
   * Reads the state of the account from the state store.
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

  /** The selection of objects. */
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

  /** The messages in progress. */
  UnderWay underWay() {
    return underWay;
  }

  /** The problems of the run. */
  Problems problems() {
    return problems;
  }

  /**
   * Assigns directories to calendars, in addition to those assigned before.
   *
   * @param homes the collections in which calendars are created, the preferred one first
   */
  void place(List<Calendar> calendars, List<String> homes) {
    directories.putAll(places.add(calendars, homes, held.directories()));
  }

  /** The calendars that have a directory. */
  List<Calendar> calendars() {
    return List.copyOf(directories.keySet());
  }

  /** The directory of a calendar; null if none is assigned. */
  String directory(Calendar calendar) {
    return directories.get(calendar);
  }

  /** Returns whether a calendar of this run has the directory. */
  boolean isPlaced(String directory) {
    return directories.containsValue(directory);
  }

  /**
   * Notes that the exchange of a message is complete; it succeeded if there is no reason for a
   * failure.
   */
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
      failure = e; // the state store failed
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

  /**
   * Notes an object that could not be read. The sink receives the reason, and the run is
   * incomplete.
   */
  void failed(String path, String reason) {
    problems.unread(path, reason);
    observer.failure(origin(), "object");
  }

  /** Counts an accepted object, for the run and its calendar. */
  void count(Counts ofCalendar, Change change, int size) {
    synchronized (this) {
      ofCalendar.count(change);
      bytes += size;
    }
    observer.object(origin(), states.areKept() ? change.word() : null, size);
  }

  /** Counts a message that was not accepted, for its calendar. */
  synchronized void countFailed(Counts ofCalendar) {
    ofCalendar.failed++;
  }

  /** Adds the counts of a calendar. */
  synchronized void add(Counts ofCalendar) {
    counts.add(ofCalendar);
  }

  synchronized void countManifest() {
    manifests++;
  }

  /** Notes the start of a calendar. */
  void begins(CalendarDelivery delivery) {
    current = delivery;
  }

  /**
   * Completes the current calendar, if there is one, after all messages are complete.
   *
   * @return its manifest, if it is wanted and valid
   * @throws Failure when the state store cannot be written
   */
  List<HostMessage> settleCurrent() throws Failure {
    CalendarDelivery last = current;
    current = null;
    return last == null ? List.of() : last.settle();
  }

  /** Notes the failure of the run. */
  void fail(Failure with) {
    failure = with;
  }

  /** Returns whether only the status remains to be sent. */
  boolean isOver() {
    return report != null;
  }

  /**
   * Waits until all messages are complete, completes an interrupted calendar, and creates the
   * status.
   *
   * @return the status, if it is wanted
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
   * Reports the result to the observers, after the delivery of the status.
   *
   * @return the status
   * @throws Failure the failure of the run, or that of the delivery of the status
   */
  String end() throws Failure {
    if (failure != null) {
      observer.failure(origin(), failure.kind().name().toLowerCase(Locale.ROOT));
    }
    observer.run(origin(), isComplete(), started, Duration.between(started, ended));
    if (failure != null) {
      throw failure;
    }
    problems.require(); // only the status can have failed since
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
