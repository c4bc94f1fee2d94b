package caldavbackup.restore.plan;

import caldavbackup.snapshot.CalendarFiles;

/** Records whether a restore has all objects of a calendar: only then may mirror delete objects. */
final class Completeness {
  private CalendarFiles.Count count;
  private boolean isFiltered;
  private boolean isBroken;
  private String lack;

  /**
   * Sets the data of the calendar's {@code .calendar.json}.
   *
   * @param said the number of objects in the backup; null if unknown
   * @param filtered whether the options of the backup excluded objects
   */
  void says(CalendarFiles.Count said, boolean filtered) {
    count = said;
    isFiltered = filtered;
  }

  /** Records that a part of the calendar was not received completely. */
  void broken() {
    isBroken = true;
  }

  /**
   * Ends the intake after all files of the calendar were received, and compares their number of
   * objects with the expected one.
   */
  void completed(int objects) {
    if (count != null && !count.isComplete()) {
      lack = "the backup could not list all of its objects";
    } else if (count != null && objects < count.objects()) {
      lack = "%d of its %d objects are here".formatted(objects, count.objects());
    }
  }

  /** Returns what is known to be missing; null if nothing is. */
  String lack() {
    return lack;
  }

  /** Returns whether a part was not received completely. */
  boolean isBroken() {
    return isBroken;
  }

  /** Returns whether the options of the backup excluded objects. */
  boolean isFiltered() {
    return isFiltered;
  }
}
