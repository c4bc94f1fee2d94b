package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.store.StorePlace;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.ical.NewUid;
import caldavbackup.ical.ObjectLabel;
import caldavbackup.ical.WholeText;
import caldavbackup.options.Selection;
import caldavbackup.restore.plan.ObjectPlan.Action;
import caldavbackup.text.Failure;
import caldavbackup.text.Shortened;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/**
 * All that a restore is going to do, known before anything is written: the one model behind the dry
 * run, the execution, the report and the proof.
 */
public final class RestorePlan implements Closeable {
  /** Exchange property: the object that the step is about. */
  public static final String OBJECT = "CamelCaldavObjectPlan";

  private static final int MAX_NAMED = 20;
  private static final int MAX_WITHOUT_FILE = 5;
  private static final int WIDTH = 200;

  private final Spool spool = new Spool();
  private final List<CalendarPlan> calendars = new ArrayList<>();
  private final List<RecordResult> answers = new ArrayList<>();
  private final Queue<RecordResult> due = new ConcurrentLinkedQueue<>();
  private final Parts parts = new Parts();
  private final List<RecordResult.Failed> failures = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final RestoreEnd end = new RestoreEnd();
  private int records;
  private int objectsFailed;
  private int recordsFailed;
  private int othersFailed;
  private int answeredTwice;
  private boolean isByObject;
  private String veto;

  /** A record that is to be answered. */
  RecordResult answer(RestoreFile item) {
    records++;
    RecordResult answer = new RecordResult(item);
    answers.add(answer);
    return answer;
  }

  /** All that was to be taken came: records of which nothing was made can be answered. */
  void complete() {
    due.clear();
    answers.forEach(RecordResult::begin);
    answers.stream().filter(RecordResult::becomesDue).forEach(due::add);
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
      if (calendar.isLeftOut() && (isEachFound || !calendar.isBroken() || !calendar.isEmpty())) {
        answers.stream()
            .filter(answer -> calendar.isOf(answer.item().path()))
            .forEach(RecordResult::forgive);
      }
    }
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
    exchange.setProperty(OBJECT, object);
    exchange.setProperty(
        StorePlace.PROPERTY,
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
    boolean isOneOfMany = why != null && object.answer() != null && object.answer().made() > 1;
    String reason =
        why != null && !isOneOfMany && breaksOff(object, why)
            ? "its text breaks off (" + label(object) + "): " + why
            : why;
    if (object.settle(reason, isOneOfMany ? label(object) : null)) {
      if (object.answer() != null && object.answer().becomesDue()) {
        due.add(object.answer());
      } else if (object.answer() == null && why != null) {
        failedBesides(object.path(), reason);
      }
      object.followers().forEach(part -> settle(part, why));
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

  /** What an object is: its UID, its summary, and when it takes place, as far as it says so. */
  String label(ObjectPlan object) {
    try {
      return ObjectLabel.of(content(object), object.uid());
    } catch (IOException e) {
      return object.uid() == null ? object.name() : object.uid();
    }
  }

  /** A file is replaced by the objects that are in it. */
  void dissolve(ObjectPlan file) {
    file.calendar().remove(file);
    file.answer().dissolved();
    if (file.answer().becomesDue()) {
      due.add(file.answer());
    }
  }

  /** Nothing more is to come of this calendar as such. */
  public void settle(CalendarPlan calendar, String why) {
    RecordResult answer = calendar.answer();
    calendar.settle(why);
    if (answer != null && answer.becomesDue()) {
      due.add(answer);
    } else if (answer == null && why != null && calendar.objects().isEmpty()) {
      failedBesides(calendar.path(), why);
    }
  }

  /** Settles all that the server is not asked to change. */
  public void settleDecided() {
    for (CalendarPlan calendar : calendars) {
      if (calendar.refusal() != null || calendar.isLeftOut()) {
        settle(calendar, calendar.refusal());
      }
      for (ObjectPlan object : calendar.objects()) {
        boolean isDecided =
            !object.action().isPut()
                && object.action() != Action.JOINED
                && !(object.mayGoApart() && calendar.refusal() == null);
        if (isDecided && object.isOfSnapshot()) {
          settle(object, object.action() == Action.REFUSED ? object.reason() : null);
        }
      }
    }
  }

  /** Settles the objects that are not in the snapshot and may not be deleted. */
  public void settleRefusedDeletes() {
    for (ObjectPlan object : objects()) {
      if (!object.isOfSnapshot() && object.action() == Action.REFUSED) {
        settle(object, object.reason());
      }
    }
  }

  /** Nothing at all may be done, and why. */
  void veto(String why) {
    veto = why;
  }

  /** Why nothing at all may be done; null when it may. */
  String veto() {
    return veto;
  }

  /** A calendar could not be made, or not to its end: what is not settled of it failed. */
  public void failed(CalendarPlan calendar, String why) {
    settle(calendar, why);
    String reason = RestoreEnd.isIn(why) ? why : "its calendar failed: " + why;
    for (ObjectPlan object : calendar.objects()) {
      if (object.action() != Action.JOINED) { // else it is settled with the object it is a part of
        boolean isUnread =
            object.written() != null && object.doubt() == null && RestoreEnd.isIn(why);
        settle(object, isUnread ? end.notReadBack() : reason);
      }
    }
  }

  private synchronized void failedBesides(String path, String why) {
    othersFailed++;
    failures.add(new RecordResult.Failed(path, why));
  }

  private synchronized void failed(RecordResult answer) {
    recordsFailed++;
    objectsFailed += answer.failed();
    isByObject |= answer.made() > 1 && answer.failed() > 0;
    failures.addAll(answer.lines());
  }

  /** Whether nothing has failed so far. */
  public synchronized boolean isFlawless() {
    return failures.isEmpty();
  }

  /** The parts of calendars that are made on the way. */
  public Parts parts() {
    return parts;
  }

  /**
   * Fails when anything failed, with how many, which, and where all of them are written down; and
   * when anything was forgotten: each record is answered exactly once, and each object settled.
   */
  public void prove() throws Failure {
    requireSettled();
    if (failures.isEmpty()) {
      return;
    }
    String file = failures.size() > MAX_WITHOUT_FILE ? ", all in " + writeFile() : "";
    if (end.cause() != null) {
      throw Failure.incomplete(
          "%s: the restore ended there, %s%s"
              .formatted(
                  end.cause(),
                  count(),
                  file.isEmpty() ? ": " + named(why -> end.without(why)) : file));
    }
    throw Failure.incomplete("%s%s: %s".formatted(count(), file, named(why -> why)));
  }

  private String writeFile() {
    return FailureFile.write(failures.stream().map(RecordResult.Failed::toString).toList());
  }

  private String named(UnaryOperator<String> words) {
    List<RecordResult.Failed> shortened =
        failures.stream()
            .map(
                one ->
                    new RecordResult.Failed(
                        Shortened.to(WIDTH, one.what()),
                        Shortened.to(WIDTH, words.apply(one.why()))))
            .toList();
    return RecordResult.named(shortened, MAX_NAMED);
  }

  /** By objects where files hold several, else by records. */
  private String count() {
    int ofOthers = failures.size() - objectsFailed;
    if (!isByObject) {
      return "%d of %d records failed".formatted(recordsFailed + othersFailed, records);
    }
    int objects = answers.stream().mapToInt(RecordResult::made).sum();
    boolean isEvents = answers.stream().filter(a -> a.made() > 0).allMatch(RecordResult::isEvents);
    return "%d of %d %s %s not restored%s"
        .formatted(
            objectsFailed,
            objects,
            RecordResult.noun(isEvents, objects),
            objectsFailed == 1 ? "was" : "were",
            ofOthers == 0 ? "" : ", and " + ofOthers + " other things failed");
  }

  private void requireSettled() throws Failure {
    List<String> forgotten = new ArrayList<>();
    answers.stream()
        .filter(answer -> !answer.isTaken())
        .forEach(answer -> forgotten.add(answer.item().path()));
    for (ObjectPlan object : objects()) {
      boolean isKnown = object.answer() != null && !object.answer().isTaken();
      boolean isLeft = object.action() == Action.DELETE; // something failed, so nothing is deleted
      if (!object.isSettled() && !isKnown && !(isLeft && !isFlawless())) {
        forgotten.add(object.path());
      }
    }
    if (!forgotten.isEmpty() || answeredTwice > 0 || answers.size() != records) {
      throw new Failure(
          Failure.Kind.INTERNAL,
          "the restore cannot account for all that was given to it, %d of %d records (%s); %d were"
                  .formatted(
                      forgotten.size(),
                      records,
                      forgotten.stream().limit(MAX_NAMED).collect(Collectors.joining(", ")),
                      answeredTwice)
              + " answered twice");
    }
  }

  /** The records that can be answered and were not yet. */
  public List<RecordResult> takeDue() {
    List<RecordResult> taken = new ArrayList<>();
    for (RecordResult answer = due.poll(); answer != null; answer = due.poll()) {
      if (!answer.take()) {
        answeredTwice++;
        continue;
      }
      taken.add(answer);
      if (answer.error() != null) {
        failed(answer);
      }
    }
    return taken;
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
