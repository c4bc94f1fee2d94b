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
 * All that a restore is going to do, known before anything is written: the one model behind the dry
 * run, the execution, the report and the proof.
 */
public final class RestorePlan implements Closeable {
  private static final int MAX_NAMED = 5;

  /** So many failures are named by their labels; each stays in memory until the end. */
  private static final int MAX_LABELS = 10_000;

  private final AtomicInteger labels = new AtomicInteger();
  private final Spool spool = new Spool();
  private final List<CalendarPlan> calendars = new ArrayList<>();
  private final Parts parts = new Parts();
  private final List<String> notes = new ArrayList<>();
  private final RestoreEnd end = new RestoreEnd();
  private final RestoreOutcome outcome = new RestoreOutcome(end);
  private String veto;

  /** A record that is to be answered. */
  RecordResult answer(RestoreFile item) {
    return outcome.answer(item);
  }

  /** All that was to be taken came: records of which nothing was made can be answered. */
  void complete() {
    outcome.complete();
  }

  /**
   * What is wrong with a calendar that the options leave out fails nothing. Of one that is not
   * there at all, only the folder's name is known: it may be one that is chosen by its display
   * name, as long as a name that was asked for is not found.
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

  /** What is at fault with the records at these paths does not matter. */
  void forgive(Predicate<String> paths) {
    outcome.forgive(paths);
  }

  /** The paths of files that came and are at fault as such. */
  List<String> filesAtFault() {
    return outcome.filesAtFault();
  }

  /** What is at fault with files as such, by their paths. */
  Map<String, String> fileProblems() {
    return outcome.fileProblems();
  }

  /** Something that the user is told at the end, though nothing failed. */
  void note(String line) {
    notes.add(line);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Whether the restore has met its end before all was done. */
  public RestoreEnd end() {
    return end;
  }

  /** Keeps bytes aside. */
  Spool.Slot keep(byte[] bytes) throws IOException {
    return spool.put(bytes);
  }

  /** The bytes of an object. */
  public byte[] content(ObjectPlan object) throws IOException {
    return spool.get(object.content());
  }

  /**
   * Puts an object's bytes, its calendar and its place on the message: over what is there as long
   * as it is as it was listed, or where nothing is.
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

  /** Gives an object a UID of its own, the same one each time it is restored into this calendar. */
  public void renew(ObjectPlan object, Calendar target) throws IOException {
    String newUid = newUid(object.uid(), target);
    byte[] copy = NewUid.replace(content(object), object.uid(), newUid);
    object.becomes(
        newUid, spool.put(copy), "has a new UID: the server wants each once in all calendars");
  }

  /** The UID that an object gets where its own is taken. */
  static String newUid(String uid, Calendar target) {
    return UUID.nameUUIDFromBytes((uid + target.url()).getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Gives an object other bytes than it came with. */
  public void replace(ObjectPlan object, byte[] bytes, String why) throws IOException {
    object.becomes(object.uid(), spool.put(bytes), why);
  }

  /** The calendars to be looked at: in the order of the snapshot. */
  public List<CalendarPlan> calendars() {
    return calendars.stream().filter(calendar -> !calendar.isNone()).toList();
  }

  /** One more calendar. */
  CalendarPlan add(CalendarPlan calendar) {
    calendars.add(calendar);
    return calendar;
  }

  /** All objects. */
  public Iterable<ObjectPlan> objects() {
    return () -> calendars().stream().flatMap(calendar -> calendar.objects().stream()).iterator();
  }

  /** Nothing more is to come of this object; {@code why} is null when it went well. */
  public void settle(ObjectPlan object, String why) {
    String reason = why != null && breaksOff(object, why) ? "its text breaks off: " + why : why;
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

  /** Whether its text has no end, which the server's words do not tell. */
  private boolean breaksOff(ObjectPlan object, String why) {
    try {
      return !RestoreEnd.isIn(why)
          && object.isOfSnapshot()
          && WholeText.of(content(object)) == WholeText.Kind.BROKEN_OFF;
    } catch (IOException e) {
      return false;
    }
  }

  /** What a person calls an object; empty when its bytes are none. */
  String label(ObjectPlan object) {
    return ObjectLabel.of(facts(object));
  }

  /** What identifies an object for a person; nothing when its bytes are not at hand. */
  ObjectFacts facts(ObjectPlan object) {
    try {
      Spool.Slot text = object.text();
      return ObjectFacts.of(text == null ? new byte[0] : spool.get(text));
    } catch (IOException e) {
      return ObjectFacts.of(new byte[0]);
    }
  }

  /** Keeps how what is there differs from an object of the backup. */
  void keepChanges(ObjectPlan object, ObjectChanges changes) throws IOException {
    object.changes(spool.put(changes.toBytes()));
  }

  /** How what is there differs from an object: what it was, and what the backup has. */
  ObjectChanges changes(ObjectPlan object) {
    try {
      Spool.Slot kept = object.changes();
      return ObjectChanges.ofBytes(kept == null ? new byte[0] : spool.get(kept));
    } catch (IOException e) {
      return ObjectChanges.ofBytes(new byte[0]);
    }
  }

  /** A file is replaced by the objects that are in it. */
  void dissolve(ObjectPlan file) {
    file.calendar().remove(file);
    file.answer().dissolved();
    outcome.settled(file.answer());
  }

  /** Nothing more is to come of this calendar as such. */
  public void settle(CalendarPlan calendar, String why) {
    RecordResult answer = calendar.answer();
    calendar.settle(why);
    if (answer != null) {
      outcome.settled(answer);
    } else if (why != null && calendar.objects().isEmpty()) {
      outcome.failedBesides(calendar.path(), why);
    }
  }

  /** Nothing at all may be done, and why. */
  void veto(String why) {
    veto = why;
  }

  /**
   * Looks whether all that is planned may be done.
   *
   * @throws Failure when nobody decided what becomes of an object that is there and differs, or
   *     when too much would be deleted: then nothing at all is written
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
                  ? " object is there already and differs ("
                  : " objects are there already and differ (")
              + String.join("; ", named)
              + (conflicts > named.size() ? "; …" : "")
              + "), and conflict=fail");
    }
  }

  /** Nothing is written: what cannot be restored would not be. */
  void pretend() {
    outcome.pretend();
  }

  /** Whether nothing has failed so far. */
  public boolean isFlawless() {
    return outcome.isFlawless();
  }

  /** The parts of calendars that are made on the way. */
  public Parts parts() {
    return parts;
  }

  /**
   * Ends the restore.
   *
   * @throws Failure when anything failed, with how many, which, and where all of them are written
   *     down; and when anything was forgotten
   */
  public void prove() throws Failure {
    outcome.prove(objects());
  }

  /** What became so far of each record, in the order in which they came. */
  List<RecordResult> results() {
    return outcome.results();
  }

  /** The records that can be answered and were not yet. */
  public List<RecordResult> takeDue() {
    return outcome.takeDue();
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
