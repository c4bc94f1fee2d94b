package caldavbackup.restore.plan;

import caldavbackup.ical.ComponentType;
import caldavbackup.text.Causes;
import caldavbackup.text.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The result of one record of the stream. It is reported once, after everything in the record is
 * settled.
 */
public final class RecordResult {
  private static final int MAX_NAMED = 20;

  /**
   * A failure.
   *
   * @param what the path, or the part of the record; null for the record itself
   */
  record Failed(String what, String why) {
    @Override
    public String toString() {
      return what == null ? why : what + ": " + why;
    }
  }

  private final RestoreFile item;
  private final NavigableMap<Integer, Failed> failures = new TreeMap<>();
  private int places;
  private int made;
  private int open;
  private int ended;
  private String endedBecause;
  private final Set<String> types = new TreeSet<>();
  private String error;
  private ObjectTitle title;
  private boolean isPretended;
  private boolean due;
  private boolean taken;

  /** Creates the result of a record without objects. */
  public RecordResult(RestoreFile item) {
    this.item = item.withoutBytes();
  }

  /** Returns the record. */
  public RestoreFile item() {
    return item;
  }

  /**
   * Returns why it failed, null on success. For a file of several objects: how many were not
   * restored and, for up to twenty of them, which and why.
   */
  public synchronized String error() {
    if (failures.isEmpty()) {
      return error;
    }
    if (made == 1) {
      return failures.firstEntry().getValue().why() + (error == null ? "" : "; " + error);
    }
    StringBuilder text = new StringBuilder();
    if (ended == failures.size()) {
      text.append(endedBecause).append(" (").append(count()).append(')');
    } else {
      text.append(count()).append(": ").append(named(failures.values(), MAX_NAMED));
    }
    return text.append(error == null ? "" : "; " + error).toString();
  }

  /**
   * Describes failures; each reason appears once with all of its objects.
   *
   * @param most the maximum number of named objects
   */
  static String named(Collection<Failed> failures, int most) {
    Causes causes = new Causes();
    failures.forEach(one -> causes.add(one.what() == null ? "" : one.what(), one.why()));
    StringBuilder text = new StringBuilder();
    int left = most;
    for (Causes.Cause cause : causes.equal()) {
      int named = Math.min(left, cause.names().size());
      if (named == 0) {
        return text.append("; …").toString();
      }
      int more = cause.names().size() - named;
      String names =
          String.join("; ", cause.names().subList(0, named))
              + (more > 0 ? " and " + more + " more" : "");
      text.append(text.isEmpty() ? "" : "; ").append(names);
      text.append(names.isEmpty() ? "" : ": ").append(cause.sentence());
      left -= named;
    }
    return text.toString();
  }

  private String count() {
    return count(failures.size(), made, types, isPretended);
  }

  /**
   * Returns in words how many objects were not restored.
   *
   * @param isPretended whether nothing was to be written
   */
  static String count(int failed, int all, Set<String> types, boolean isPretended) {
    String verb = isPretended ? "would not be" : failed == 1 ? "was not" : "were not";
    return "%d of %d %s %s restored".formatted(failed, all, noun(types, all), verb);
  }

  /** Returns the noun for objects of these types. */
  public static String noun(Set<String> types, int many) {
    String word = ComponentType.noun(types.size() == 1 ? types.iterator().next() : null);
    return word + (many == 1 ? "" : "s");
  }

  /** Marks the restore as a dry run, for the wording of failures. */
  synchronized void pretend() {
    isPretended = true;
  }

  /** Returns the name for display: an object's calendar, label and path; else the path. */
  public synchronized String name() {
    return title == null ? Shown.path(item.path()) : title.text();
  }

  /** Returns why it failed, for display beside the record's path; null on success. */
  public synchronized String labelledError() {
    String why = error();
    boolean isLabelled = why != null && title != null && !title.label().isEmpty();
    return isLabelled ? title.label() + ": " + why : why;
  }

  /** Returns the error of the record itself, regardless of its objects; null if there is none. */
  synchronized String ownError() {
    return error;
  }

  /** Returns a line for each failure. */
  synchronized List<Failed> lines() {
    List<Failed> lines = new ArrayList<>();
    for (Failed one : failures.values()) {
      lines.add(new Failed(name() + (one.what() == null ? "" : ": " + one.what()), one.why()));
    }
    if (error != null) {
      lines.add(new Failed(Shown.path(item.path()), error));
    }
    return lines;
  }

  /** Returns the number of objects of the record that were not restored. */
  synchronized int failed() {
    return failures.size();
  }

  /** Returns the number of objects in the record. */
  synchronized int made() {
    return made;
  }

  /** Returns their types; an empty string stands for none. */
  public synchronized Set<String> types() {
    return Set.copyOf(types);
  }

  /**
   * Adds an object or another part.
   *
   * @param type the type of the object, null if it has none
   * @return its position among the parts of the record
   */
  synchronized int opened(String type) {
    open++;
    made++;
    types.add(type == null ? "" : type);
    return places++;
  }

  /** Adds a calendar. */
  synchronized void openedCalendar() {
    open++;
  }

  /** Replaces the parts of the record by the objects in it. */
  synchronized void dissolved() {
    open--;
    made--;
    if (made == 0) {
      types.clear();
    }
  }

  /**
   * Settles one part. Several are written at a time, but failures are reported in the order of the
   * record.
   *
   * @param place the result of {@link #opened}
   * @param why null on success
   * @param what the name in the message; null if there is no message
   */
  synchronized void settled(int place, String why, ObjectTitle what) {
    open--;
    if (why != null) {
      if (RestoreEnd.isIn(why)) {
        ended++;
        endedBecause = why;
      }
      title = made == 1 ? what : null;
      boolean isNamed = made > 1 && what != null && !what.label().isEmpty();
      failures.put(place, new Failed(isNamed ? what.label() : null, why));
    }
  }

  /** Settles the calendar of the record. */
  synchronized void settledCalendar(String why) {
    open--;
    failed(why);
  }

  /** Sets the error of the record itself; null changes nothing. */
  public synchronized RecordResult failed(String why) {
    error = error == null ? why : error;
    return this;
  }

  /** Clears the error of the record itself. */
  synchronized void forgive() {
    error = null;
  }

  /** Records that all parts of the record are known. */
  synchronized void begin() {
    due = false;
  }

  /** Returns whether all parts are settled; true only for the first caller. */
  synchronized boolean becomesDue() {
    boolean isFirst = open == 0 && !due;
    due |= isFirst;
    return isFirst;
  }

  /** Returns whether the result was reported before; the first call reports it. */
  synchronized boolean take() {
    boolean isFirst = !taken;
    taken = true;
    return isFirst;
  }

  synchronized boolean isTaken() {
    return taken;
  }
}
