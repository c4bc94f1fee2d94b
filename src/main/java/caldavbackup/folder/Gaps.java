package caldavbackup.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds what the backup in a folder lacks, so that a restore does not report success for an
 * incomplete backup.
 */
final class Gaps {
  private Gaps() {}

  /**
   * Returns what is missing, each path with a sentence that says why; empty for a folder without a
   * backup.
   *
   * @throws FolderException when the state of the last backup cannot be read
   */
  static Map<String, String> of(Path folder) throws FolderException {
    return of(folder, StateFile.peek(folder));
  }

  /**
   * Returns what is missing, as {@link #of(Path)}.
   *
   * @param state the state of the last backup, null if there is none
   */
  static Map<String, String> of(Path folder, StateFile.Content state) {
    Map<String, String> gaps = new TreeMap<>();
    if (state == null) {
      return gaps;
    }
    if (!state.isComplete()) {
      gaps.put("/", "the last backup into this folder could not list the whole account");
    }
    state
        .files()
        .forEach(
            (path, file) -> {
              if (!file.equals(FileState.GONE)
                  && !Files.exists(folder.resolve(path.substring(1)))) {
                gaps.put(
                    path,
                    file.isUnread()
                        ? "the last backup could not read it"
                        : "this file of the backup is missing from the folder");
              }
            });
    return gaps;
  }
}
