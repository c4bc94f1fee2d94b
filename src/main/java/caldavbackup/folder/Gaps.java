package caldavbackup.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What the backup in a folder lacks: a restore of it must not pass for a restore of all. */
final class Gaps {
  private Gaps() {}

  /**
   * What is missing, each with a sentence that says why; nothing in a folder without a backup.
   *
   * @throws FolderException when the state of the last backup cannot be read
   */
  static Map<String, String> of(Path folder) throws FolderException {
    Map<String, String> gaps = new TreeMap<>();
    StateFile.Content state = StateFile.peek(folder);
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
                        : "the backup had this file, and it is not in the folder any more");
              }
            });
    return gaps;
  }
}
