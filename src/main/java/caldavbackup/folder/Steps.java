package caldavbackup.folder;

/**
 * Steps of which each is done though one before failed: a folder on a full disk is tidied all the
 * same. The first failure is the one to tell.
 */
final class Steps {
  private FolderException failure;

  /** One of them. */
  interface Step {
    void run() throws FolderException;
  }

  /** Does a step, and keeps its failure. */
  void run(Step step) {
    try {
      step.run();
    } catch (FolderException e) {
      failure = failure == null ? e : failure;
    }
  }

  /** Whether all steps so far went well. */
  boolean areDone() {
    return failure == null;
  }

  /**
   * Ends them.
   *
   * @throws FolderException what failed first
   */
  void requireDone() throws FolderException {
    if (failure != null) {
      throw failure;
    }
  }
}
