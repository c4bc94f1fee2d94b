package caldavbackup.restore;

import caldavbackup.account.Caldav;
import caldavbackup.account.Failure;
import caldavbackup.account.Options;
import caldavbackup.dav.Calendar;
import caldavbackup.dav.CalendarProperties;
import caldavbackup.dav.Member;
import caldavbackup.dav.StoreSteps;
import caldavbackup.ical.CalendarLabel;
import caldavbackup.ical.ComponentType;
import caldavbackup.ical.Invitation;
import caldavbackup.ical.NewUid;
import caldavbackup.ical.ObjectSelection;
import caldavbackup.ical.ObjectSplitter;
import caldavbackup.ical.SplitObject;
import caldavbackup.ical.Uid;
import caldavbackup.snapshot.CalendarFiles;
import caldavbackup.snapshot.SnapshotNames;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;

/**
 * All that a restore is going to do, known before anything is written: the one model behind the dry
 * run, the execution, the report and the proof.
 */
final class RestorePlan implements Closeable {
  /** Exchange property: the object that the step is about. */
  static final String OBJECT = "CamelCaldavObjectPlan";

  private static final Set<String> VDIR_FILES =
      Set.of("color", "description", "displayname", "order");

  private static final int MOST_NAMED = 20;

  private final Spool spool = new Spool();
  private final Map<String, CalendarPlan> byPath = new LinkedHashMap<>();
  private final List<CalendarPlan> calendars = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private final Queue<Answer> due = new ConcurrentLinkedQueue<>();
  private final Parts parts = new Parts();
  private final List<String> failures = new ArrayList<>();
  private final ObjectSelection selection;
  private int records;
  private String veto;

  RestorePlan(Options options) {
    selection = new ObjectSelection(options.components(), options.since(), options.until());
  }

  /** Takes one record of the snapshot, whatever it is. */
  void take(Item item) throws IOException {
    records++;
    Answer answer = new Answer(item);
    answers.add(answer);
    String directory = item.directory() ? item.path() : item.parent();
    if (directory.startsWith("/.")) {
      return; // no calendar (vdir): somebody's notes beside them
    }
    if (directory.lastIndexOf('/') > 0) {
      answer.failed("a calendar holds no folders");
    } else if (item.directory()) {
      calendar(directory);
    } else if (item.error() != null) {
      answer.failed(item.error());
      calendar(directory).broken();
    } else if (item.name().equals(CalendarFiles.IDENTITY)) {
      identity(item, answer);
    } else if (VDIR_FILES.contains(item.name())) {
      calendar(directory).add(property(item));
    } else if (item.name().toLowerCase(Locale.ROOT).endsWith(".ics")) {
      object(item, answer);
    } else if (!item.name().startsWith(".") && !directory.equals("/")) {
      answer.failed("not a calendar object: its name does not end in .ics");
    }
  }

  private CalendarPlan calendar(String path) {
    return byPath.computeIfAbsent(
        path,
        p -> {
          CalendarPlan calendar = new CalendarPlan(p);
          calendars.add(calendar);
          return calendar;
        });
  }

  private void identity(Item item, Answer answer) {
    try {
      calendar(item.parent())
          .identity(
              CalendarFiles.parse(item.bytes()), CalendarFiles.isFiltered(item.bytes()), answer);
    } catch (Failure e) {
      answer.failed(e.getMessage());
    }
  }

  private static CalendarProperties.Property property(Item item) {
    return CalendarProperties.of(
        item.name(), new String(item.bytes(), StandardCharsets.UTF_8).strip());
  }

  private void object(Item item, Answer answer) throws IOException {
    String name = SnapshotNames.name(item.name());
    add(calendar(item.parent()), item.path(), name, item.bytes(), answer);
  }

  private void add(CalendarPlan calendar, String path, String name, byte[] bytes, Answer answer)
      throws IOException {
    ObjectPlan object =
        new ObjectPlan(
            path,
            name,
            new Uid().of(bytes),
            ComponentType.of(bytes),
            Invitation.of(bytes).hasGuests(),
            spool.put(bytes),
            answer);
    if (!selection.wants(bytes)) {
      object.decide(ObjectPlan.Action.LEFT_OUT, "the options leave it out");
    }
    calendar.add(object);
  }

  private void split(ObjectPlan file, CalendarPlan folder) throws IOException {
    byte[] bytes = content(file);
    ObjectSplitter.Result result = ObjectSplitter.split(bytes);
    List<SplitObject> objects = result.objects();
    if (objects.size() == 1 && Arrays.equals(objects.get(0).bytes(), bytes)) {
      return; // one object as it should be, or nothing that can be split: the server may judge
    }
    folder.remove(file);
    boolean isCalendar = folder.path().equals("/") && result.isCalendar();
    CalendarPlan calendar = isCalendar ? exported(file, result.calendar()) : folder;
    for (SplitObject object : objects) {
      byte[] part = object.bytes();
      String name = objects.size() == 1 ? file.name() : ObjectNames.of(object.uid());
      add(calendar, file.path(), name, part, file.answer());
    }
    if (!result.problems().isEmpty()) {
      file.answer().failed("not restored: " + String.join("; ", result.problems()));
    }
    settle(file, null);
  }

  /** A file that is a whole calendar, called as it says or else as the file. */
  private CalendarPlan exported(ObjectPlan file, CalendarLabel label) {
    String stem = file.name().replaceAll("(?i)\\.ics$", "");
    CalendarPlan calendar =
        new CalendarPlan(file.path(), label.name() == null ? stem : label.name());
    if (label.description() != null) {
      calendar.add(CalendarProperties.of("description", label.description()));
    }
    if (label.color() != null) {
      calendar.add(CalendarProperties.of("color", label.color()));
    }
    calendars.add(calendar);
    return calendar;
  }

  /** The bytes of an object. */
  byte[] content(ObjectPlan object) throws IOException {
    return spool.get(object.content());
  }

  /**
   * Puts an object's bytes, its calendar and its place on the message: over what is there as long
   * as it is as it was listed, or where nothing is.
   */
  void putOn(Exchange exchange, ObjectPlan object, Calendar target) throws IOException {
    Member there = object.there();
    exchange.setProperty(OBJECT, object);
    exchange.setProperty(
        StoreSteps.PLACE,
        there == null
            ? new StoreSteps.Place(null, null)
            : new StoreSteps.Place(there.url(), there.etag()));
    exchange.getMessage().setHeader(Caldav.CALENDAR, target);
    exchange.getMessage().setHeader(Caldav.NAME, object.name());
    exchange.getMessage().setBody(content(object));
  }

  /** Gives an object a UID of its own, the same one each time it is restored into this calendar. */
  void renew(ObjectPlan object, Calendar target) throws IOException {
    String newUid =
        UUID.nameUUIDFromBytes((object.uid() + target.url()).getBytes(StandardCharsets.UTF_8))
            .toString();
    byte[] copy = NewUid.replace(content(object), object.uid(), newUid);
    object.becomes(
        newUid, spool.put(copy), "has a new UID: the server wants each once in all calendars");
  }

  /** Gives an object other bytes than it came with. */
  void replace(ObjectPlan object, byte[] bytes, String why) throws IOException {
    object.becomes(object.uid(), spool.put(bytes), why);
  }

  /** The calendars to be looked at: in the order of the snapshot. */
  List<CalendarPlan> calendars() {
    return calendars.stream().filter(calendar -> !calendar.isNone()).toList();
  }

  /** A part of a calendar that has to be a calendar of its own on this server. */
  void add(List<CalendarPlan> parts) {
    calendars.addAll(parts);
  }

  /** All objects. */
  Iterable<ObjectPlan> objects() {
    return () -> calendars().stream().flatMap(calendar -> calendar.objects().stream()).iterator();
  }

  /** Nothing more is to come of this object; {@code why} is null when it went well. */
  void settle(ObjectPlan object, String why) {
    if (object.settle(why)) {
      if (object.answer() != null && object.answer().isDue()) {
        due.add(object.answer());
      } else if (object.answer() == null && why != null) {
        failed(object.path(), why);
      }
    }
  }

  /** Nothing more is to come of this calendar as such. */
  void settle(CalendarPlan calendar, String why) {
    Answer answer = calendar.answer();
    calendar.settle(why);
    if (answer != null) {
      due.add(answer);
    }
  }

  /** Settles all that the server is not asked to change. */
  void settleDecided() {
    for (CalendarPlan calendar : calendars) {
      if (calendar.refusal() != null || calendar.isLeftOut()) {
        settle(calendar, calendar.refusal());
      }
      for (ObjectPlan object : calendar.objects()) {
        if (!object.action().isPut() && object.action() != ObjectPlan.Action.DELETE) {
          settle(object, object.action() == ObjectPlan.Action.REFUSED ? object.reason() : null);
        }
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
  void failed(CalendarPlan calendar, String why) {
    settle(calendar, why);
    calendar.objects().forEach(object -> settle(object, "its calendar failed: " + why));
  }

  private synchronized void failed(String path, String why) {
    failures.add(path + ": " + why);
  }

  /** Whether nothing has failed so far. */
  synchronized boolean isFlawless() {
    return failures.isEmpty();
  }

  /** The parts of calendars that are made on the way. */
  Parts parts() {
    return parts;
  }

  /** Fails when anything failed, with how many and which. */
  void prove() throws Failure {
    if (!failures.isEmpty()) {
      throw Failure.incomplete(failures.size() + " of " + records + " records failed: " + some());
    }
  }

  private String some() {
    String named = String.join("; ", failures.subList(0, Math.min(MOST_NAMED, failures.size())));
    int more = failures.size() - MOST_NAMED;
    return more > 0
        ? named + "; and " + more + " more, all in " + FailureFile.write(failures)
        : named;
  }

  /** The records that can be answered and were not yet. */
  List<Answer> takeDue() {
    List<Answer> taken = new ArrayList<>();
    for (Answer answer = due.poll(); answer != null; answer = due.poll()) {
      taken.add(answer);
      if (answer.error() != null) {
        failed(answer.item().path(), answer.error());
      }
    }
    return taken;
  }

  /**
   * All that was to be taken came: what is an export rather than a calendar's own object is split,
   * and records of which nothing was made are answered.
   */
  void complete() throws IOException {
    for (CalendarPlan calendar : List.copyOf(calendars)) {
      if (calendar.identity() == null) { // else it comes from a server as it is
        for (ObjectPlan object : List.copyOf(calendar.objects())) {
          split(object, calendar);
        }
      }
    }
    due.clear();
    answers.stream().filter(Answer::isDue).forEach(due::add);
    answers.clear();
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
