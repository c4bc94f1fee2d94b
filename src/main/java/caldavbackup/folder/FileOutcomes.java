package caldavbackup.folder;

import caldavbackup.text.Failure;
import caldavbackup.text.Reason;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What became of each file of a run: it is counted, told to the user, and kept in the folder's
 * state. Safe for use by several threads.
 */
final class FileOutcomes implements FileReading.Outcomes {
  private final FolderState state;
  private final Progress progress;
  private final Problems problems;
  private final AtomicLong settled = new AtomicLong();
  private volatile boolean isBrokenOff;

  FileOutcomes(FolderState state, Progress progress, Problems problems) {
    this.state = state;
    this.progress = progress;
    this.problems = problems;
  }

  /** The run is broken off, for a reason that is told: what is not read any more is no problem. */
  void breakOff() {
    isBrokenOff = true;
  }

  /** How many files were dealt with. */
  long settled() {
    return settled.get();
  }

  /** The file is there as the server has it. */
  void unchanged(String path) {
    state.stays(path);
    settle(path, Progress.Outcome.UNCHANGED);
  }

  @Override
  public void written(String path) {
    settle(path, Progress.Outcome.FETCHED);
  }

  @Override
  public void notWritten(String path, Exception e) {
    state.keepsOld(path);
    failed(path, "cannot be written: " + why(e));
  }

  @Override
  public void notRead(String path, Failure failure) {
    if (failure.kind() != Failure.Kind.GONE) {
      state.keepsOld(path);
      if (!isBrokenOff) {
        failed(path, failure.getMessage());
      }
    } else if (state.wasGoneBefore(path)) {
      state.wasGone(path);
      failed(path, "listed in each run, and each time " + failure.getMessage());
    } else {
      state.wasGone(path);
      gone(path, failure.getMessage());
    }
  }

  private static String why(Exception e) {
    return e instanceof FolderException ? e.getMessage() : Reason.of(e);
  }

  private void settle(String path, Progress.Outcome outcome) {
    settled.incrementAndGet();
    progress.file(FolderFiles.calendarOf(path), outcome);
  }

  /** Something of the backup is missing. */
  void failed(String path, String sentence) {
    settle(path, Progress.Outcome.FAILED);
    problems.add(path, sentence);
  }

  /**
   * Gone between listing and reading: what is there of it is removed when a listing says so too.
   */
  private void gone(String path, String sentence) {
    synchronized (progress) {
      settle(path, Progress.Outcome.GONE);
      progress.gone(path, sentence);
    }
  }
}
