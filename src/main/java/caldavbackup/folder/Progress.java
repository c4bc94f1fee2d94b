package caldavbackup.folder;

import caldavbackup.camel.RunProgress;

/** Receives the progress of a backup or a restore. Several threads call it. */
public interface Progress extends RunProgress {
  /** The account has a calendar with this directory. */
  default void calendar(String directory) {}

  /** One object of a calendar is done. Not called for other files. */
  void object(String calendar, ObjectKind kind, Outcome outcome);

  /** Something failed. The run continues, and fails at its end. */
  void problem(String path, String sentence);

  /** An object was deleted on the server after it was listed. This is not a problem. */
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
    RESTORED,
    FAILED
  }
}
