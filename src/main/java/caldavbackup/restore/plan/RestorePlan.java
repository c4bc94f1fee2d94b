package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.store.StorePlace;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.ical.NewUid;
import caldavbackup.ical.ObjectChanges;
import caldavbackup.ical.ObjectFacts;
import caldavbackup.ical.ObjectLabel;
import caldavbackup.ical.WholeText;
import caldavbackup.options.Selection;
import caldavbackup.text.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.camel.Exchange;

/**
 * The plan of a restore, complete before anything is written. The dry run, the execution, the
 * report and the verification all use it.
 */
public final class RestorePlan implements Closeable {
  private static final int MAX_NAMED = 5;

  /** The number of failures with labels; each stays in memory until the end. */
  private static final int MAX_LABELS = 10_000;

  private final AtomicInteger labels = new AtomicInteger();
  private final Spool spool = new Spool();
  private final List<CalendarPlan> calendars = new ArrayList<>();
  private final Parts parts = new Parts();
  private final List<String> notes = new ArrayList<>();
  private final RestoreEnd end = new RestoreEnd();
  private final RestoreOutcome outcome = new RestoreOutcome(end);
  private String veto;

  /** Adds a record to answer. */
  RecordResult answer(RestoreFile item) {
    return outcome.answer(item);
  }

  /** Ends the intake: records without objects can be answered. */
  void complete() {
    outcome.complete();
  }

  /**
   * Clears the errors of calendars that the options exclude. Of a calendar without readable files
   * only the folder's name is known. While a requested name is not found, it may be the display
   * name of such a calendar.
   */
  void forgiveLeftOut(Selection selection) {
    boolean isEachFound =
        selection.areFound(calendars.stream().flatMap(one -> one.names().stream()).toList());
    for (CalendarPlan calendar : calendars) {
      if (calendar.isLeftOut()
          && (isEachFound || !calendar.completeness().isBroken() || !calendar.isEmpty())) {
        outcome.forgive(calendar::holds);
      }
    }
  }

  /** Clears the errors of the records at these paths. */
  void forgive(Predicate<String> paths) {
    outcome.forgive(paths);
  }

  /** Returns the paths of files with an error of their own. */
  List<String> filesAtFault() {
    return outcome.filesAtFault();
  }

  /** Returns the errors of files themselves, by path. */
  Map<String, String> fileProblems() {
    return outcome.fileProblems();
  }

  /** Adds a note for the end of the report. */
  void note(String line) {
    notes.add(line);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Returns the state that tells whether the restore ended early. */
  public RestoreEnd end() {
    return end;
  }

  /** Stores bytes temporarily. */
  Spool.Slot keep(byte[] bytes) throws IOException {
    return spool.put(bytes);
  }

  /** Returns the bytes of an object. */
  public byte[] content(ObjectPlan object) throws IOException {
    return spool.get(object.content());
  }

  /**
   * Puts an object's bytes, its calendar and its address on the message. The condition of the write
   * allows to replace only the version that was listed, or to create only a new object.
   */
  public void putOn(Exchange exchange, ObjectPlan object, Calendar target) throws IOException {
    Member there = object.there();
    exchange.setProperty(
        CaldavConstants.PLACE,
        there == null ? new StorePlace(null, null) : new StorePlace(there.url(), there.etag()));
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, target);
    exchange.getMessage().setHeader(CaldavConstants.NAME, object.name());
    exchange.getMessage().setBody(content(object));
  }

  /** Gives an object a new UID, the same one each time it is restored into this calendar. */
  public void renew(ObjectPlan object, Calendar target) throws IOException {
    String newUid = newUid(object.uid(), target);
    byte[] copy = NewUid.replace(content(object), object.uid(), newUid);
    object.becomes(
        newUid,
        spool.put(copy),
        "has a new UID: the server allows each UID only once in all calendars");
  }

  /** Returns the UID for an object whose own UID is in use. */
  static String newUid(String uid, Calendar target) {
    return UUID.nameUUIDFromBytes((uid + target.url()).getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Replaces the bytes of an object. */
  public void replace(ObjectPlan object, byte[] bytes, String why) throws IOException {
    object.becomes(object.uid(), spool.put(bytes), why);
  }

  /** Returns the calendars, in the order of the snapshot. */
  public List<CalendarPlan> calendars() {
    return calendars.stream().filter(calendar -> !calendar.isNone()).toList();
  }

  /** Adds a calendar. */
  CalendarPlan add(CalendarPlan calendar) {
    calendars.add(calendar);
    return calendar;
  }

  /** Returns all objects. */
  public Iterable<ObjectPlan> objects() {
    return () -> calendars().stream().flatMap(calendar -> calendar.objects().stream()).iterator();
  }

  /** Settles this object; {@code why} is null on success. */
  public void settle(ObjectPlan object, String why) {
    String reason = why != null && breaksOff(object, why) ? "its text is incomplete: " + why : why;
    boolean isNamed = why != null && !object.isSettled() && labels.incrementAndGet() <= MAX_LABELS;
    if (object.settle(reason, isNamed ? ObjectTitle.of(this, object) : null)) {
      if (object.answer() != null) {
        outcome.settled(object.answer());
      } else if (why != null) {
        outcome.failedBesides(object.path(), reason);
      }
      object.kinship().followers().forEach(part -> settle(part, why));
    }
  }

  /** Returns whether its text is incomplete, which the server's message does not tell. */
  private boolean breaksOff(ObjectPlan object, String why) {
    try {
      return !RestoreEnd.isIn(why)
          && object.isOfSnapshot()
          && WholeText.of(content(object)) == WholeText.Kind.BROKEN_OFF;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the label of an object; empty if its bytes are not an object. */
  String label(ObjectPlan object) {
    return ObjectLabel.of(facts(object));
  }

  /** Returns the facts of an object; all null if its bytes are not available. */
  ObjectFacts facts(ObjectPlan object) {
    try {
      Spool.Slot text = object.text();
      return ObjectFacts.of(text == null ? new byte[0] : spool.get(text));
    } catch (IOException e) {
      return ObjectFacts.of(new byte[0]);
    }
  }

  /** Stores the changes of the existing object compared with the backup. */
  void keepChanges(ObjectPlan object, ObjectChanges changes) throws IOException {
    object.changes(spool.put(changes.toBytes()));
  }

  /** Returns the changes of an object from the existing version to the backup. */
  ObjectChanges changes(ObjectPlan object) {
    try {
      Spool.Slot kept = object.changes();
      return ObjectChanges.ofBytes(kept == null ? new byte[0] : spool.get(kept));
    } catch (IOException e) {
      return ObjectChanges.ofBytes(new byte[0]);
    }
  }

  /** Replaces a file by the objects in it. */
  void dissolve(ObjectPlan file) {
    file.calendar().remove(file);
    file.answer().dissolved();
    outcome.settled(file.answer());
  }

  /** Settles the calendar itself. */
  public void settle(CalendarPlan calendar, String why) {
    RecordResult answer = calendar.answer();
    calendar.settle(why);
    if (answer != null) {
      outcome.settled(answer);
    } else if (why != null && calendar.objects().isEmpty()) {
      outcome.failedBesides(calendar.path(), why);
    }
  }

  /** Forbids the whole restore. */
  void veto(String why) {
    veto = why;
  }

  /**
   * Checks that the whole plan is allowed.
   *
   * @throws Failure if no option decides about an existing object that differs, or if too many
   *     objects would be deleted: then nothing at all is written
   */
  void requireAllowed() throws Failure {
    if (veto != null) {
      throw Failure.option("nothing was written: " + veto);
    }
    List<String> named = new ArrayList<>();
    int conflicts = 0;
    for (ObjectPlan object : objects()) {
      if (object.action() == Action.CONFLICT && conflicts++ < MAX_NAMED) {
        boolean isKnown = object.calendar().targetObjects().whyUnread(object) == null;
        String what = isKnown ? changes(object).words() : object.reason();
        named.add(ObjectTitle.of(this, object).text() + (what.isEmpty() ? "" : ": " + what));
      }
    }
    if (conflicts > 0) {
      throw Failure.option(
          "nothing was written: "
              + conflicts
              + (conflicts == 1
                  ? " object already exists and differs ("
                  : " objects already exist and differ (")
              + String.join("; ", named)
              + (conflicts > named.size() ? "; …" : "")
              + "), and conflict=fail");
    }
  }

  /** Marks the restore as a dry run, for the wording of failures. */
  void pretend() {
    outcome.pretend();
  }

  /** Returns whether nothing has failed so far. */
  public boolean isFlawless() {
    return outcome.isFlawless();
  }

  /** Returns the calendar parts that are created during the restore. */
  public Parts parts() {
    return parts;
  }

  /**
   * Ends the restore.
   *
   * @throws Failure if anything failed, with the number, the names, and the file that lists all
   *     failures; or if a record was not answered or an object not settled
   */
  public void prove() throws Failure {
    outcome.prove(objects());
  }

  /** Returns the results so far, in the order of the records. */
  List<RecordResult> results() {
    return outcome.results();
  }

  /** Returns the records that can be answered and were not yet. */
  public List<RecordResult> takeDue() {
    return outcome.takeDue();
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
