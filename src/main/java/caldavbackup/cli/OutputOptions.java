package caldavbackup.cli;

/**
 * How a command prints.
 *
 * @param isJson whether stdout receives one JSON object per line
 * @param progress how a run shows its progress
 */
record OutputOptions(boolean isJson, Progress progress) {
  /** How a run shows its progress. */
  enum Progress {
    /** A bar on a terminal, nothing elsewhere. */
    AUTO,
    /** One JSON object per line, on stderr. */
    JSON,
    /** Nothing: only the result is printed, at the end. */
    NONE
  }

  /**
   * Reads the options {@code output=} and {@code progress=}.
   *
   * @param words arguments whose values {@link Words} has checked
   */
  static OutputOptions of(Words words) {
    Progress progress =
        switch (words.value(LineOption.PROGRESS)) {
          case "json" -> Progress.JSON;
          case "none" -> Progress.NONE;
          default -> Progress.AUTO;
        };
    return new OutputOptions(words.value(LineOption.OUTPUT).equals("json"), progress);
  }
}
