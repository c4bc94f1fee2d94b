package caldavbackup.folder;

import caldavbackup.backup.SnapshotEntry;
import caldavbackup.camel.RunProgress;
import caldavbackup.text.Failure;
import caldavbackup.text.Reason;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Records the outcome of each file of a run: counts it, reports it to the user, and stores it in
 * the folder's state. Safe for use by several threads.
 */
final class FileOutcomes implements FileReading.Outcomes {
  private final FolderState state;
  private final Progress progress;
  private final Problems problems;
  private final AtomicLong settled = new AtomicLong();
  private volatile boolean isBrokenOff;
  private volatile boolean isOfObjects = true;

  FileOutcomes(FolderState state, Progress progress, Problems problems) {
    this.state = state;
    this.progress = progress;
    this.problems = problems;
  }

  /**
   * Marks the run as cancelled for a reason that is already reported. Files that are not read from
   * now on are not problems.
   */
  void breakOff() {
    isBrokenOff = true;
  }

  /** Returns how many files have an outcome. */
  long settled() {
    return settled.get();
  }

  /** Returns whether everything that is missing is an object, not another file. */
  boolean isOfObjects() {
    return isOfObjects;
  }

  /** Records that the folder has the server's version of the file. */
  void unchanged(SnapshotEntry file, Path there) {
    String path = file.path();
    ObjectKind kind = file.member() == null ? null : state.kind(path);
    if (kind == null && file.member() != null) {
      kind = ObjectKind.of(there); // an older version of this program did not store it
    }
    state.stays(path, kind);
    boolean isUnknown = kind == null && file.member() != null;
    settle(path, isUnknown ? ObjectKind.OTHER : kind, Progress.Outcome.UNCHANGED);
  }

  @Override
  public void written(SnapshotEntry file, ObjectKind kind, Progress.Outcome outcome) {
    settle(file.path(), kind, outcome);
  }

  @Override
  public void notWritten(SnapshotEntry file, Exception e) {
    state.keepsOld(file.path());
    failed(file.path(), kindOf(file), "cannot be written: " + why(e));
  }

  @Override
  public void notRead(SnapshotEntry file, Failure failure) {
    String path = file.path();
    if (failure.kind() != Failure.Kind.GONE) {
      state.keepsOld(path);
      if (!isBrokenOff) {
        failed(path, kindOf(file), failure.getMessage());
      }
    } else if (state.wasGoneBefore(path)) {
      state.wasGone(path);
      failed(path, kindOf(file), "listed in each run, but each time " + failure.getMessage());
    } else {
      state.wasGone(path);
      gone(path, kindOf(file), failure.getMessage());
    }
  }

  /** Returns the kind that earlier runs recorded for an object that this run did not read. */
  private ObjectKind kindOf(SnapshotEntry file) {
    if (file.member() == null) {
      return null;
    }
    ObjectKind known = state.kind(file.path());
    return known == null ? ObjectKind.OTHER : known;
  }

  private static String why(Exception e) {
    return e instanceof FolderException ? e.getMessage() : Reason.of(e);
  }

  private void settle(String path, ObjectKind kind, Progress.Outcome outcome) {
    settled.incrementAndGet();
    if (kind != null) {
      String calendar = FolderFiles.calendarOf(path);
      progress.object(calendar, kind, outcome);
      progress.done(RunProgress.Phase.READING, calendar, 1);
    }
  }

  /**
   * Records that part of the backup is missing.
   *
   * @param kind the kind of the object; null for other files
   */
  void failed(String path, ObjectKind kind, String sentence) {
    if (kind == null) {
      isOfObjects = false;
    }
    settle(path, kind, Progress.Outcome.FAILED);
    problems.add(path, sentence);
  }

  /**
   * Records an object that was deleted between listing and reading. Its file is removed when the
   * next listing confirms this.
   */
  private void gone(String path, ObjectKind kind, String sentence) {
    synchronized (progress) {
      settle(path, kind, Progress.Outcome.GONE);
      progress.gone(path, sentence);
    }
  }
}
