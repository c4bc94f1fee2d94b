package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.ical.ObjectSelection;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Determines without an account what a restore of some records would write: exports are split into
 * objects, and the newest of several versions is used.
 */
public final class Restorable implements Closeable {
  /**
   * A file that would not be restored, or a note for the user.
   *
   * @param path its path in the restored folder, or null for the whole folder
   * @param sentence the reason, without a subject
   */
  public record Remark(String path, String sentence) {}

  private final RestorePlan plan = new RestorePlan();
  private final List<RecordResult> results = new ArrayList<>();

  private Restorable() {}

  /**
   * Reads all records.
   *
   * @throws IOException if their content cannot be stored temporarily
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
    for (CalendarPlan calendar : plan.calendars()) { // each stays a separate calendar
      calendar.target(Calendar.named("caldav:/" + place++ + "/", null));
    }
    new Siblings(plan, ObjectSelection.ALL).join();
    results.addAll(plan.results());
  }

  /** Returns the calendars, in the order of the records. */
  public List<CalendarPlan> calendars() {
    return plan.calendars();
  }

  /** Returns the objects of a calendar that a restore would write. */
  public List<ObjectPlan> objects(CalendarPlan calendar) {
    return calendar.objects().stream().filter(object -> object.action() == null).toList();
  }

  /** Returns the bytes of an object. */
  public byte[] content(ObjectPlan object) throws IOException {
    return plan.content(object);
  }

  /** Returns whether the text of an object is one well-formed object. */
  public boolean isPlain(ObjectPlan object) {
    return object.isPlain();
  }

  /** Returns whether the object is the whole content of its file. */
  public boolean isWholeFile(ObjectPlan object) {
    return object.answer().made() == 1;
  }

  /** Returns files that cannot be restored: they cannot be read, or contain nothing to restore. */
  public List<Remark> problems() {
    List<Remark> problems = new ArrayList<>();
    for (RecordResult result : results) {
      if (result.error() != null) {
        problems.add(new Remark(result.item().path(), withoutAccount(result.error())));
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

  /** Returns what a damaged identity means for a folder that is only shown. */
  private static String withoutAccount(String error) {
    return error.replace(
        PlanBuilder.AS_FOLDER,
        ": name, time zone and component types of this calendar are unknown");
  }

  /**
   * Returns files that are not restored although they are valid: older versions and skipped files.
   */
  public List<Remark> notes() {
    List<Remark> notes = new ArrayList<>();
    plan.notes().forEach(note -> notes.add(new Remark(null, note)));
    for (RecordResult result : results) {
      String path = result.item().path();
      boolean isHidden = path.contains("/.") || path.contains("__MACOSX"); // reported above
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
