package caldavbackup.restore.plan;

import caldavbackup.ical.ObjectFacts;
import caldavbackup.ical.ObjectLabel;
import caldavbackup.text.Shown;

/**
 * The name of an object in messages: calendar, label and path, for example {@code Work: "Dentist",
 * Tue 2026-03-03 09:00 (work/3f2a.ics)}. The text is always safe on a terminal.
 *
 * @param calendar the calendar's name; null if unknown
 * @param label the result of {@link ObjectLabel}; empty if the file contains no object
 * @param path the path of the file, or the name of an object that is only on the server
 */
record ObjectTitle(String calendar, String label, String path) {
  private static final int COLUMNS = 40;

  /** Returns the title of an object, after reading its bytes. */
  static ObjectTitle of(RestorePlan plan, ObjectPlan object) {
    CalendarPlan calendar = object.calendar();
    String name = calendar == null ? null : calendar.title();
    boolean isOneOfMany = object.answer() != null && object.answer().made() > 1;
    ObjectFacts facts = plan.facts(object);
    boolean isNameless = isOneOfMany && facts.summary() == null && facts.uid() != null;
    String uid = isNameless ? ", UID " + Shown.of(facts.uid(), COLUMNS) : "";
    boolean isNamed = !object.isOfSnapshot() && facts.component() != null;
    String path = isNamed ? object.name() : object.path();
    return new ObjectTitle(name, ObjectLabel.of(facts) + uid, path);
  }

  /** Returns the text; without a label, it is the path. */
  String text() {
    return label.isEmpty() ? Shown.path(path) : ObjectLabel.line(calendar, label, path);
  }
}
