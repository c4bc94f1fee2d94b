package caldavbackup.folder;

import caldavbackup.camel.RunProgress;

/**
 * Hears how a backup or a restore goes. Called from several threads. A restore counts its objects
 * in a report of its own.
 */
public interface Progress extends RunProgress {
  /** The account has a calendar of this directory. */
  default void calendar(String directory) {}

  /** A backup: one object of a calendar is dealt with. Files beside the objects are not told. */
  void object(String calendar, ObjectKind kind, Outcome outcome);

  /** Something could not be done; the run goes on and fails at its end. */
  void problem(String path, String sentence);

  /** Whether each path has a problem of its own, in place of one for all paths of a cause. */
  default boolean isForPrograms() {
    return false;
  }

  /** An object was deleted on the server after it was listed: nothing is wrong. */
  default void gone(String path, String sentence) {
    // counted as an object all the same
  }

  /** What became of an object. */
  enum Outcome {
    /** A backup: the folder did not have it. */
    NEW,
    /** A backup: the folder had another version of it. */
    CHANGED,
    /** A backup: it was read, and the folder has it like that. */
    REREAD,
    /** A backup: it was not read, for the server says that it is as it was. */
    UNCHANGED,
    REMOVED,
    GONE,
    FAILED
  }
}
