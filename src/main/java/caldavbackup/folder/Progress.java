package caldavbackup.folder;

/** Hears how a backup or a restore goes. Called from several threads, one at a time. */
public interface Progress {
  /** One file of a calendar is done: read, written, or found unchanged. */
  void file(String calendar, Outcome outcome);

  /** Something could not be done; the run goes on and fails at its end. */
  void problem(String path, String sentence);

  /** An object was deleted on the server after it was listed: nothing is wrong. */
  default void gone(String path, String sentence) {
    // counted as a file all the same
  }

  /** What became of a file. */
  enum Outcome {
    FETCHED,
    UNCHANGED,
    REMOVED,
    GONE,
    RESTORED,
    FAILED
  }
}
