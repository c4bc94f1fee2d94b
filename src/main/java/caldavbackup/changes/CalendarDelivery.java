package caldavbackup.changes;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.ical.ObjectSelection;
import caldavbackup.snapshot.SnapshotNames;
import caldavbackup.text.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The delivery of one calendar in a run: which objects changed, what is delivered, and the content
 * of the manifest.
 *
 * <p>Used by the thread of the run. Only the results of messages come from other threads.
 */
final class CalendarDelivery {
  private final DeliveryRun run;
  private final Calendar calendar;
  private final String directory;
  private final boolean isGone;
  private final CalendarIndex index;
  private final CalendarContent content;
  private final Counts counts = new Counts();
  private final Set<String> seen = new HashSet<>();
  private final Map<String, ObjectState> before = new HashMap<>();
  private final Set<String> back = new HashSet<>();
  private final Set<String> added = ConcurrentHashMap.newKeySet();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private volatile boolean isRefused;
  private boolean isListed;
  private Failure endOfRun;

  /**
   * Starts with a calendar.
   *
   * @param isGone whether the calendar was deleted on the server
   * @throws Failure when the state store cannot be read
   */
  CalendarDelivery(DeliveryRun run, Calendar calendar, String directory, boolean isGone)
      throws Failure {
    this.run = run;
    this.calendar = calendar;
    this.directory = directory;
    this.isGone = isGone;
    this.content = new CalendarContent(run.endpoints().manifests() != null);
    this.index =
        new CalendarIndex(
            run.states(), directory, href -> path(new Member(calendar, href, null, -1, null)));
  }

  Calendar calendar() {
    return calendar;
  }

  String directory() {
    return directory;
  }

  DeliveryRun run() {
    return run;
  }

  boolean isGone() {
    return isGone;
  }

  Counts counts() {
    return counts;
  }

  CalendarContent content() {
    return content;
  }

  /** The path of the member, as in a snapshot. */
  String path(Member member) {
    return directory + "/" + SnapshotNames.file(member.name());
  }

  /**
   * The members that must be read, because the sink does not have them in this version.
   *
   * @throws Failure when the run has ended, or the state store cannot be read
   */
  List<Member> changed(List<Member> members) throws Failure {
    requireRun();
    List<Member> changed = new ArrayList<>();
    before.clear();
    back.clear();
    for (Member member : members) {
      String path = path(member);
      seen.add(path);
      counts.listed++;
      ObjectState state = run.states().object(path);
      if (state != null && state.isCurrent(member)) {
        stays(member, path, state);
      } else {
        if (state == ObjectState.GONE) {
          back.add(path);
        } else if (state != null) {
          before.put(path, state);
        }
        changed.add(member);
      }
    }
    return changed;
  }

  private void stays(Member member, String path, ObjectState state) {
    index.add(path, member.href()); // no change, unless the state store has lost the index
    counts.unchanged++;
    content.has(member, path, state);
  }

  /**
   * The messages for objects that were read. The index contains these objects from now on.
   *
   * @throws Failure when the state store cannot be written
   */
  List<HostMessage> deliveries(List<CalendarObject> objects) throws Failure {
    List<HostMessage> messages = new ArrayList<>();
    for (CalendarObject object : objects) {
      HostMessage message = delivery(object);
      if (message != null) {
        messages.add(message);
      }
    }
    index.save();
    return messages;
  }

  private HostMessage delivery(CalendarObject object) throws Failure {
    Member member = object.member();
    String path = path(member);
    byte[] bytes = object.bytes();
    ObjectState known = before.get(path);
    Change change = known != null || index.contains(path) ? Change.UPDATED : Change.CREATED;
    if (bytes == null) {
      unread(object, path);
      return new ObjectMessage(this, object, path, change, null);
    }
    ObjectSelection selection = run.selection();
    if (selection.isFilter() && !selection.wants(bytes)) {
      counts.notWanted++;
      content.lacks(member.href(), path, "excluded by " + selection.options());
      return null;
    }
    ObjectState state = ObjectState.of(member, bytes, run.started());
    if (known != null && known.hasBytesOf(state)) {
      if (!known.equals(state)) {
        run.states().put(path, state.json());
      }
      stays(member, path, state);
      return null;
    }
    if (back.contains(path)) { // otherwise a later run would assume that the sink lost the object
      run.states().remove(path);
    }
    if (run.states().areKept() && !index.contains(path)) {
      index.add(path, member.href());
      added.add(path);
    }
    content.has(member, path, state);
    return new ObjectMessage(this, object, path, change, state);
  }

  /** The run may end while a batch is read. The objects read so far are delivered first. */
  private void requireRun() throws Failure {
    if (endOfRun != null) {
      throw endOfRun;
    }
  }

  private void unread(CalendarObject object, String path) {
    if (object.failure().endsRun()) {
      endOfRun = object.failure();
    }
    content.lacks(object.member().href(), path, object.error());
    if (object.isGone()) {
      counts.gone++;
    } else {
      counts.failed++;
      content.isIncomplete();
      run.failed(path, object.error());
    }
  }

  /**
   * The messages for objects that the sink may have but that are missing in the listing, after the
   * listing is proved complete. None if options select objects, because an excluded object is not a
   * deleted one.
   *
   * @throws Failure when the run has ended, or the state store cannot be read
   */
  List<HostMessage> deletions() throws Failure {
    requireRun();
    List<HostMessage> messages = new ArrayList<>();
    isListed = true;
    if (run.selection().isFilter()) {
      return messages;
    }
    for (Map.Entry<String, String> one : index.all().entrySet()) {
      String path = one.getKey();
      if (!seen.contains(path)) {
        ObjectState state = run.states().object(path);
        if (state == ObjectState.GONE) {
          deleted.add(path); // reported by a run that was killed
        } else {
          Member member = new Member(calendar, one.getValue(), null, -1, null);
          messages.add(new DeletionMessage(this, member, path, state));
        }
      }
    }
    return messages;
  }

  /** Notes that the sink accepted the object. */
  void taken(String path, Change change, ObjectState state, int bytes) throws Failure {
    added.remove(path); // first, so that the index keeps the object if the state store fails
    run.states().put(path, state.json());
    run.count(counts, change, bytes);
  }

  /** Notes that the sink accepted the deletion of the object. */
  void deleted(String path) throws Failure {
    run.states().put(path, ObjectState.GONE.json());
    deleted.add(path);
    run.count(counts, Change.DELETED, 0);
  }

  /** Notes that the sink did not accept a message of the calendar. */
  void refused() {
    isRefused = true;
    run.countFailed(counts);
  }

  /**
   * Removes from the index what the sink does not have, after all messages are complete.
   *
   * @return the manifest, if the listing was complete and the sink accepted everything
   * @throws Failure when the state store cannot be written
   */
  List<HostMessage> settle() throws Failure {
    boolean isDelivered = isListed && !isRefused;
    if (isGone && isDelivered) {
      index.clear();
    } else {
      added.forEach(index::remove);
      deleted.forEach(index::remove);
      index.save();
    }
    for (String path : deleted) {
      run.states().remove(path);
    }
    run.add(counts);
    if (isDelivered && content.isWanted()) {
      return List.of(new ManifestMessage(this));
    }
    if (isDelivered && isGone) {
      forget();
    }
    return List.of();
  }

  /** Removes a deleted calendar from the state store, after all receivers were informed. */
  void forget() throws Failure {
    run.held().remove(directory);
  }
}
