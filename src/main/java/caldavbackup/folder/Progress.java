package caldavbackup.folder;

import caldavbackup.camel.RunProgress;

/**
 * Hears how a backup or a restore goes. Called from several threads. A restore counts its objects
 * in a report of its own.
 */
public interface Progress extends RunProgress {
  /** The account has a calendar with this directory. */
  default void calendar(String directory) {}

  /** A backup: one object of a calendar is dealt with. Files beside the objects are not told. */
  void object(String calendar, ObjectKind kind, Outcome outcome);

  /** Something failed. The run continues, and fails at its end. */
  void problem(String path, String sentence);

  /** Whether each path has a problem of its own, in place of one for all paths of a cause. */
  default boolean isForPrograms() {
    return false;
  }

  /** An object was deleted on the server after it was listed: nothing is wrong. */
  default void gone(String path, String sentence) {
    // still counted as an object
  }

  /** The outcome of an object. */
  enum Outcome {
    /** Backup: the folder did not have the object. */
    NEW,
    /** Backup: the folder had another version of the object. */
    CHANGED,
    /** Backup: the object was read, and the folder already had these bytes. */
    REREAD,
    /** Backup: the object was not read, because the server reports no change. */
    UNCHANGED,
    REMOVED,
    GONE,
    FAILED
  }
}
