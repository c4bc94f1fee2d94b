package caldavbackup.folder;

/**
 * Runs steps that must all run even if one fails. For example, a folder on a full disk is still
 * cleaned up. The first failure is reported.
 */
final class Steps {
  private FolderException failure;

  /** One step. */
  interface Step {
    void run() throws FolderException;
  }

  /** Runs a step, and stores its failure. */
  void run(Step step) {
    try {
      step.run();
    } catch (FolderException e) {
      failure = failure == null ? e : failure;
    }
  }

  /** Returns whether all steps so far succeeded. */
  boolean areDone() {
    return failure == null;
  }

  /**
   * Checks the steps at the end.
   *
   * @throws FolderException the first failure
   */
  void requireDone() throws FolderException {
    if (failure != null) {
      throw failure;
    }
  }
}
