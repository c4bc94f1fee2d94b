package caldavbackup.view;

import caldavbackup.contents.FolderContents;
import caldavbackup.folder.FolderException;
import caldavbackup.text.Failure;
import caldavbackup.text.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * One HTML page that shows a backup.
 *
 * @param page its file
 * @param counts the number of calendars, events, tasks and journals, in words
 * @param problems what cannot be read or is missing from the backup, a line each
 * @param notes what is shown differently than expected or not completely, a line each
 */
public record View(Path page, String counts, List<String> problems, List<String> notes) {

  /**
   * Makes the page.
   *
   * @param folder a backup, or any folder that can be restored
   * @param page its file; null for the folder's name in the current directory
   * @throws Failure when the page cannot be written
   * @throws FolderException when the folder cannot be read, or has no calendar
   */
  public static View make(Path folder, Path page) throws Failure, FolderException {
    return make(folder, page, Instant.now(), ZoneId.systemDefault());
  }

  /** Makes the page for a given time and time zone. */
  static View make(Path folder, Path page, Instant now, ZoneId zone)
      throws Failure, FolderException {
    if (!Files.isDirectory(folder)) {
      throw new FolderException(
          Files.exists(folder) ? folder + " is not a folder" : "there is no folder " + folder);
    }
    PageFile file = PageFile.of(folder, page);
    try (FolderContents contents = FolderContents.of(folder)) {
      PageData data = new PageData(contents, now, zone);
      Path written = file.write(out -> ViewPage.write(data.title(), data::writeTo, out));
      return new View(written, data.counts(), data.problems(), data.notes());
    } catch (Failure | FolderException e) {
      throw e;
    } catch (IOException e) {
      throw new FolderException(folder + " cannot be read: " + Reason.of(e));
    }
  }
}
