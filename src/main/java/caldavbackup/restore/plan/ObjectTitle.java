package caldavbackup.restore.plan;

import caldavbackup.ical.ObjectFacts;
import caldavbackup.ical.ObjectLabel;
import caldavbackup.text.Shown;

/**
 * How a message names an object to a person: calendar, label and path, for example {@code Work:
 * "Dentist", Tue 2026-03-03 09:00 (work/3f2a.ics)}. Whatever a file holds, the text is safe on a
 * terminal.
 *
 * @param calendar the calendar's name; null when nothing tells it
 * @param label as {@link ObjectLabel} makes it; empty when the file holds no object
 * @param path of the file; of what is on the server only, its name
 */
record ObjectTitle(String calendar, String label, String path) {
  private static final int COLUMNS = 40;

  /** The title of an object; its bytes are read for it. */
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

  /** Without a label the path says it all. */
  String text() {
    return label.isEmpty() ? Shown.of(path) : ObjectLabel.line(calendar, label, path);
  }
}
