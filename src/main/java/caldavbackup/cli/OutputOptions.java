package caldavbackup.cli;

/**
 * How a command prints.
 *
 * @param isJson whether stdout gets one JSON object a line
 * @param progress how a run shows how far it is
 */
record OutputOptions(boolean isJson, Progress progress) {
  /** How a run shows how far it is. */
  enum Progress {
    /** A bar on a terminal, nothing elsewhere. */
    AUTO,
    /** One JSON object a line, on stderr. */
    JSON,
    /** Nothing: only the result is printed, at the end. */
    NONE
  }

  /**
   * Reads the words {@code output=} and {@code progress=}.
   *
   * @param words values that were checked, by {@link Words}
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
