package caldavbackup.restore.plan;

import caldavbackup.snapshot.CalendarFiles;

/** Whether a restore has all that a calendar had: only then may objects be deleted for its sake. */
final class Completeness {
  private CalendarFiles.Count count;
  private boolean isFiltered;
  private boolean isBroken;
  private String lack;

  /**
   * What the calendar's {@code .calendar.json} says.
   *
   * @param said how many objects it has; null when it does not say
   * @param filtered whether the backup left out some of them by its options
   */
  void says(CalendarFiles.Count said, boolean filtered) {
    count = said;
    isFiltered = filtered;
  }

  /** Something of the calendar did not come whole. */
  void broken() {
    isBroken = true;
  }

  /** All files of the calendar came, with so many objects: are these all that it had? */
  void completed(int objects) {
    if (count != null && !count.isComplete()) {
      lack = "the backup could not list all of its objects";
    } else if (count != null && objects < count.objects()) {
      lack = "%d of its %d objects are here".formatted(objects, count.objects());
    }
  }

  /** What is known to be missing; null when nothing is. */
  String lack() {
    return lack;
  }

  /** Whether something did not come whole. */
  boolean isBroken() {
    return isBroken;
  }

  /** Whether the backup left out some objects by its options. */
  boolean isFiltered() {
    return isFiltered;
  }
}
