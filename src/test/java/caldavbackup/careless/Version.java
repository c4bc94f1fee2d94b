package caldavbackup.careless;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * One component in a file of a careless folder: an event or a task, a series or one instance of
 * one, in one of the versions that the folder has of it.
 *
 * @param file where it stands, relative to the folder
 * @param calendar the calendar that it belongs to, by the folder's or the export's name
 * @param uid null where it has none
 * @param recurrence the value of RECURRENCE-ID, null for a master or a single event
 * @param type VEVENT or VTODO
 * @param age what tells which of two versions is the newer one
 * @param lines what it says, unfolded, without what tells its age; no two versions say the same
 */
record Version(
    String file,
    String calendar,
    String uid,
    String recurrence,
    String type,
    Age age,
    List<String> lines) {

  /**
   * How old a version is.
   *
   * @param modified LAST-MODIFIED, empty where there is none
   */
  record Age(int sequence, String modified, String stamp) implements Comparable<Age> {
    private static final Comparator<Age> ORDER =
        Comparator.comparingInt(Age::sequence)
            .thenComparing(Age::modified)
            .thenComparing(Age::stamp);

    @Override
    public int compareTo(Age other) {
      return ORDER.compare(this, other);
    }
  }

  /** The same component of the same object, perhaps in another version. */
  boolean isOf(Version other) {
    return uid != null && uid.equals(other.uid) && Objects.equals(recurrence, other.recurrence);
  }

  boolean saysTheSame(Version other) {
    return type.equals(other.type) && lines.equals(other.lines);
  }

  /** Whether a component of the server says what this one says. */
  boolean isIn(Parsed.Component component) {
    return component.type().equals(type) && component.lines().containsAll(lines);
  }

  @Override
  public String toString() {
    return "%s: %s %s%s %s of %s %s"
        .formatted(
            file,
            type,
            uid == null ? "without UID" : "'" + uid + "'",
            recurrence == null ? "" : " at " + recurrence,
            lines.get(0),
            calendar,
            age);
  }
}
