package caldavbackup.restore.plan;

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
 * What became of one record of the stream: told once, when everything that was made of it is
 * settled.
 */
public final class RecordResult {
  private static final int MAX_NAMED = 20;

  /**
   * Something that was not restored.
   *
   * @param what its path, or what it is within its record; null for the record itself
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

  /** Nothing is made of the record yet. */
  public RecordResult(RestoreFile item) {
    this.item = item.withoutBytes();
  }

  /** The record. */
  public RestoreFile item() {
    return item;
  }

  /**
   * Why it failed, null when it did not. For a file of several objects: how many were not restored,
   * and for each, up to twenty, which it is and why.
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
   * What failed and why, a reason once for all that it is said of.
   *
   * @param most so many are named
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
   * How many objects were not restored, in words.
   *
   * @param isPretended whether nothing was to be written
   */
  static String count(int failed, int all, Set<String> types, boolean isPretended) {
    String verb = isPretended ? "would not be" : failed == 1 ? "was not" : "were not";
    return "%d of %d %s %s restored".formatted(failed, all, noun(types, all), verb);
  }

  /** What objects of these types are called. */
  public static String noun(Set<String> types, int many) {
    String word =
        switch (types.size() == 1 ? types.iterator().next() : "") {
          case "VEVENT" -> "event";
          case "VTODO" -> "task";
          case "VJOURNAL" -> "journal";
          default -> "object";
        };
    return word + (many == 1 ? "" : "s");
  }

  /** Nothing is written: what cannot be restored would not be. */
  synchronized void pretend() {
    isPretended = true;
  }

  /**
   * What the record is called for a person: an object by its calendar, label and path; anything
   * else by its path.
   */
  public synchronized String name() {
    return title == null ? Shown.of(item.path()) : title.text();
  }

  /** Why it failed, for whoever shows the record's path beside it; null when it did not. */
  public synchronized String labelledError() {
    String why = error();
    boolean isLabelled = why != null && title != null && !title.label().isEmpty();
    return isLabelled ? title.label() + ": " + why : why;
  }

  /** What is at fault with the record as such, whatever is made of it; null when nothing is. */
  synchronized String ownError() {
    return error;
  }

  /** A line for each thing that failed. */
  synchronized List<Failed> lines() {
    List<Failed> lines = new ArrayList<>();
    for (Failed one : failures.values()) {
      lines.add(new Failed(name() + (one.what() == null ? "" : ": " + one.what()), one.why()));
    }
    if (error != null) {
      lines.add(new Failed(item.path(), error));
    }
    return lines;
  }

  /** How many objects of the record were not restored. */
  synchronized int failed() {
    return failures.size();
  }

  /** How many objects were made of the record. */
  synchronized int made() {
    return made;
  }

  /** Their types; the empty word stands for none. */
  public synchronized Set<String> types() {
    return Set.copyOf(types);
  }

  /**
   * One more thing is made of the record.
   *
   * @param type the type of the object, null when it has none
   * @return its place among what is made of the record
   */
  synchronized int opened(String type) {
    open++;
    made++;
    types.add(type == null ? "" : type);
    return places++;
  }

  /** A calendar is made of the record. */
  synchronized void openedCalendar() {
    open++;
  }

  /** What was made of the record is replaced by what is in it. */
  synchronized void dissolved() {
    open--;
    made--;
    if (made == 0) {
      types.clear();
    }
  }

  /**
   * One of these things is settled. Several are written at a time: what failed is told in the order
   * of the record all the same.
   *
   * @param place what {@link #opened} returned for it
   * @param why null when it went well
   * @param what what it is; null when nobody reads it
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

  /** The calendar that was made of the record is settled. */
  synchronized void settledCalendar(String why) {
    open--;
    failed(why);
  }

  /** The record as such is at fault; null changes nothing. */
  public synchronized RecordResult failed(String why) {
    error = error == null ? why : error;
    return this;
  }

  /** What is at fault with the record as such does not matter. */
  synchronized void forgive() {
    error = null;
  }

  /** All that is made of it is known. */
  synchronized void begin() {
    due = false;
  }

  /** Whether nothing more is to come of it, and the caller is the first to learn so. */
  synchronized boolean becomesDue() {
    boolean isFirst = open == 0 && !due;
    due |= isFirst;
    return isFirst;
  }

  /** Whether it is told; the first call tells it. */
  synchronized boolean take() {
    boolean isFirst = !taken;
    taken = true;
    return isFirst;
  }

  synchronized boolean isTaken() {
    return taken;
  }
}
