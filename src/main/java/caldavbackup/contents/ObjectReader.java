package caldavbackup.contents;

import caldavbackup.text.Reason;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Reads the entries of a folder's objects, one object at a time. */
final class ObjectReader {
  /** Receives an object. */
  interface Taker {
    void take(StoredObject object, List<Entry> entries);
  }

  private ObjectReader() {}

  /**
   * Reads each object.
   *
   * @param components the types to include, empty for all
   * @param problems receives a line for each object that cannot be read
   */
  static void each(
      FolderContents contents, Set<String> components, Collection<Problem> problems, Taker taker) {
    Zones zones = new Zones();
    for (StoredCalendar calendar : contents.calendars()) {
      for (StoredObject object : calendar.objects()) {
        String type = object.component();
        if (components.isEmpty() || type == null || components.contains(type)) {
          read(contents, object, zones, problems, taker);
        }
      }
    }
  }

  private static void read(
      FolderContents contents,
      StoredObject object,
      Zones zones,
      Collection<Problem> problems,
      Taker taker) {
    try {
      EntryReader.Entries entries = EntryReader.read(object, object.bytes(), zones);
      entries.concerns().forEach(one -> problems.add(new Problem(object.path(), one)));
      if (entries.all().isEmpty()) {
        if (!contents.isDamaged(object.path())) { // else it is a problem already
          problems.add(new Problem(object.path(), "contains no readable event, task or journal"));
        }
      } else {
        taker.take(object, entries.all());
      }
    } catch (IOException e) {
      problems.add(new Problem(object.path(), "cannot be read: " + Reason.of(e)));
    } catch (RuntimeException e) { // whatever its text is, the others are shown
      problems.add(new Problem(object.path(), "cannot be shown: " + e));
    }
  }
}
