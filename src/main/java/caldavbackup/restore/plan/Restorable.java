package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.ical.ObjectSelection;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What a restore of some records would restore, found out without an account: exports are split
 * into their objects, and of several versions of one object the newest stands for all.
 */
public final class Restorable implements Closeable {
  /**
   * Something that a restore would not restore, or would tell its user.
   *
   * @param path its path in what is restored, or null for what concerns all of it
   * @param sentence why, without a subject
   */
  public record Remark(String path, String sentence) {}

  private final RestorePlan plan = new RestorePlan();
  private final List<RecordResult> results = new ArrayList<>();

  private Restorable() {}

  /**
   * Reads all records.
   *
   * @throws IOException when what they hold cannot be kept aside
   */
  public static Restorable of(Iterator<RestoreFile> records) throws IOException {
    Restorable restorable = new Restorable();
    try {
      restorable.take(records);
      return restorable;
    } catch (IOException | RuntimeException e) {
      restorable.close();
      throw e;
    }
  }

  private void take(Iterator<RestoreFile> records) throws IOException {
    PlanBuilder builder = new PlanBuilder(plan, ObjectSelection.ALL, false);
    while (records.hasNext()) {
      builder.take(records.next());
    }
    builder.complete();
    int place = 0;
    for (CalendarPlan calendar : plan.calendars()) { // each stays a calendar of its own
      calendar.target(Calendar.named("caldav:/" + place++ + "/", null));
    }
    new Siblings(plan, ObjectSelection.ALL).join();
    results.addAll(plan.results());
  }

  /** The calendars, in the order of the records. */
  public List<CalendarPlan> calendars() {
    return plan.calendars();
  }

  /** The objects of a calendar that a restore would write. */
  public List<ObjectPlan> objects(CalendarPlan calendar) {
    return calendar.objects().stream().filter(object -> object.action() == null).toList();
  }

  /** The bytes of an object. */
  public byte[] content(ObjectPlan object) throws IOException {
    return plan.content(object);
  }

  /** Whether the object is all that its file holds. */
  public boolean isWholeFile(ObjectPlan object) {
    return object.answer().made() == 1;
  }

  /** What cannot be restored: files that cannot be read, or hold nothing that can be. */
  public List<Remark> problems() {
    List<Remark> problems = new ArrayList<>();
    for (RecordResult result : results) {
      if (result.error() != null) {
        problems.add(new Remark(result.item().path(), result.error()));
      }
    }
    for (ObjectPlan object : plan.objects()) {
      if (object.action() == Action.REFUSED) {
        problems.add(new Remark(object.path(), object.reason()));
      }
    }
    for (CalendarPlan calendar : plan.calendars()) {
      if (calendar.completeness().lack() != null) {
        problems.add(new Remark(calendar.path(), calendar.completeness().lack()));
      }
    }
    return problems;
  }

  /**
   * What is left out though nothing is wrong with it: older versions, files that are passed over.
   */
  public List<Remark> notes() {
    List<Remark> notes = new ArrayList<>();
    plan.notes().forEach(note -> notes.add(new Remark(null, note)));
    for (RecordResult result : results) {
      String path = result.item().path();
      boolean isHidden = path.contains("/.") || path.contains("__MACOSX"); // told above
      if (path.endsWith(".ics") && !isHidden && result.made() == 0 && result.error() == null) {
        notes.add(new Remark(path, "contains no event, task or journal"));
      }
    }
    for (ObjectPlan object : plan.objects()) {
      if (object.action() == Action.SUPERSEDED || object.action() == Action.REPEATED) {
        notes.add(new Remark(object.path(), object.reason()));
      } else if (object.kinship().lost() != null) {
        notes.add(new Remark(object.path(), object.kinship().lost()));
      }
    }
    return notes;
  }

  @Override
  public void close() throws IOException {
    plan.close();
  }
}
