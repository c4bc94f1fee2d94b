package caldavbackup.folder;

import caldavbackup.snapshot.CalendarFiles;
import caldavbackup.text.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Removes files that no longer exist on the server. */
final class GoneFiles {
  private final FolderFiles files;
  private final FolderState state;
  private final FolderCalendars held;
  private final Progress progress;

  GoneFiles(FolderFiles files, FolderState state, FolderCalendars held, Progress progress) {
    this.files = files;
    this.state = state;
    this.held = held;
    this.progress = progress;
  }

  /**
   * Removes files that earlier runs wrote and this run, with a complete listing, did not see.
   *
   * @param seen the calendars that this run saw
   * @param filtered whether the run excluded calendars: those it did not see stay unchanged
   * @return calendars that stay because no request can verify that they are gone
   */
  Set<String> remove(Set<String> seen, boolean filtered) throws FolderException {
    Set<String> kept = new TreeSet<>();
    for (String path : state.gone()) {
      String calendar = FolderFiles.calendarOf(path);
      boolean isUnknown = !seen.contains(calendar) && held.isUnknown(calendar);
      if (isUnknown && !filtered) {
        kept.add(calendar);
      }
      if (isUnknown || (filtered && !seen.contains(calendar))) {
        state.keepUnseen(path);
      } else {
        remove(path, files.place(path), calendar);
      }
    }
    return kept;
  }

  private void remove(String path, Path file, String calendar) throws FolderException {
    try {
      ObjectKind kind = state.kind(path);
      String name = file.getFileName().toString();
      boolean isBeside =
          name.equals(CalendarFiles.IDENTITY) || CalendarFiles.VDIR_FILES.contains(name);
      if (kind == null && !isBeside && Files.isRegularFile(file)) { // older versions note no kind
        kind = ObjectKind.of(file);
        kind = kind == null ? ObjectKind.OTHER : kind;
      }
      if (Files.deleteIfExists(file) && kind != null) {
        progress.object(calendar, kind, Progress.Outcome.REMOVED);
      }
      if (Files.isDirectory(file.getParent())) { // else it was removed with the file before
        try (var rest = Files.list(file.getParent())) {
          if (rest.findAny().isEmpty()) {
            Files.delete(file.getParent());
          }
        }
      }
    } catch (IOException e) {
      throw new FolderException(
          file + " was deleted on the server but cannot be removed: " + Reason.of(e));
    }
  }
}
