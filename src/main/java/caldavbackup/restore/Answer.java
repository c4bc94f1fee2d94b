package caldavbackup.restore;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of one record of the stream: told once, when everything that was made of it is
 * settled.
 */
public final class Answer {
  private static final int MOST_NAMED = 20;

  private final Item item;
  private final List<String> failures = new ArrayList<>(0);
  private int made;
  private int open;
  private int ended;
  private String endedBecause;
  private boolean isEvents = true;
  private String error;
  private boolean due;
  private boolean taken;

  /** Nothing is made of the record yet. */
  public Answer(Item item) {
    this.item = item.withoutBytes();
  }

  /** The record. */
  public Item item() {
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
      return failures.get(0) + (error == null ? "" : "; " + error);
    }
    StringBuilder text = new StringBuilder();
    if (ended == failures.size()) {
      text.append(endedBecause).append(" (").append(count()).append(')');
    } else {
      int named = Math.min(MOST_NAMED, failures.size());
      text.append(count()).append(": ").append(String.join("; ", failures.subList(0, named)));
      text.append(named < failures.size() ? "; …" : "");
    }
    return text.append(error == null ? "" : "; " + error).toString();
  }

  private String count() {
    return "%d of %d %s %s not restored"
        .formatted(
            failures.size(), made, noun(isEvents, made), failures.size() == 1 ? "was" : "were");
  }

  static String noun(boolean isEvents, int many) {
    return (isEvents ? "event" : "object") + (many == 1 ? "" : "s");
  }

  /** A line for each thing that failed. */
  synchronized List<String> lines() {
    List<String> lines = new ArrayList<>();
    failures.forEach(failure -> lines.add(item.path() + ": " + failure));
    if (error != null) {
      lines.add(item.path() + ": " + error);
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

  /** Whether all of these are events. */
  synchronized boolean isEvents() {
    return isEvents;
  }

  /** One more thing is made of the record: an object of this type, null when it has none. */
  synchronized void opened(String type) {
    open++;
    made++;
    isEvents &= "VEVENT".equals(type);
  }

  /** A calendar is made of the record. */
  synchronized void openedCalendar() {
    open++;
  }

  /** What was made of the record is replaced by what is in it. */
  synchronized void dissolved() {
    open--;
    made--;
    isEvents |= made == 0;
  }

  /**
   * One of these things is settled.
   *
   * @param why null when it went well
   * @param label what it is, where the record holds several
   */
  synchronized void settled(String why, String label) {
    open--;
    if (why != null) {
      if (RestoreEnd.isIn(why)) {
        ended++;
        endedBecause = why;
      }
      failures.add(label == null || made == 1 ? why : label + ": " + why);
    }
  }

  /** The calendar that was made of the record is settled. */
  synchronized void settledCalendar(String why) {
    open--;
    failed(why);
  }

  /** The record as such is at fault; null changes nothing. */
  public synchronized Answer failed(String why) {
    error = error == null ? why : error;
    return this;
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
