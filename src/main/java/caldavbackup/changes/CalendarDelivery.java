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
 * One calendar of a run: which of its objects changed, what is delivered of them, and what its
 * manifest says.
 *
 * <p>For use by the run's thread; only what the sink says of a message comes from others.
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
   * Begins with a calendar.
   *
   * @param isGone whether it is not on the server any more
   * @throws Failure when the store of states cannot be read
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

  /** The member's path, as in a snapshot. */
  String path(Member member) {
    return directory + "/" + SnapshotNames.file(member.name());
  }

  /**
   * Those of the members that must be read: the sink has the others already.
   *
   * @throws Failure when the run ended meanwhile, or the store of states cannot be read
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
    index.add(path, member.href()); // where it is already, but in a store that lost something
    counts.unchanged++;
    content.has(member, path, state);
  }

  /**
   * What is delivered of these objects, which were read. The index has them from now on.
   *
   * @throws Failure when the store of states cannot be written
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
      content.lacks(member.href(), path, "left out by " + selection.options());
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
    if (back.contains(path)) { // else a later run takes the object for one that the sink lost
      run.states().remove(path);
    }
    if (run.states().areKept() && !index.contains(path)) {
      index.add(path, member.href());
      added.add(path);
    }
    content.has(member, path, state);
    return new ObjectMessage(this, object, path, change, state);
  }

  /** The run may end while a batch is read: what was read is delivered first. */
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
   * The deletions of what the sink may have and the server does not list any more, now that the
   * listing came to its end, which proves it; none when the options choose among objects, because
   * what they leave out is not gone.
   *
   * @throws Failure when the run ended meanwhile, or the store of states cannot be read
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
          deleted.add(path); // a run that was killed told it
        } else {
          Member member = new Member(calendar, one.getValue(), null, -1, null);
          messages.add(new DeletionMessage(this, member, path, state));
        }
      }
    }
    return messages;
  }

  /** The sink has the object. */
  void taken(String path, Change change, ObjectState state, int bytes) throws Failure {
    added.remove(path); // first: while the store is away, the index says that the sink may have it
    run.states().put(path, state.json());
    run.count(counts, change, bytes);
  }

  /** The sink knows that the object is gone. */
  void deleted(String path) throws Failure {
    run.states().put(path, ObjectState.GONE.json());
    deleted.add(path);
    run.count(counts, Change.DELETED, 0);
  }

  /** The sink did not take one of the calendar's messages. */
  void refused() {
    isRefused = true;
    run.countFailed(counts);
  }

  /**
   * Takes out of the index what the sink does not have, once all messages are over.
   *
   * @return the manifest, when the listing was proved and the sink took everything
   * @throws Failure when the store of states cannot be written
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

  /** The calendar is gone, and whoever wants to know does. */
  void forget() throws Failure {
    run.held().remove(directory);
  }
}
