package caldavbackup.folder;

import caldavbackup.folder.StateLines.Head;
import caldavbackup.text.OwnerOnly;
import caldavbackup.text.Reason;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The file in a folder that stores the facts about each file of the backup ({@link StateLines}). A
 * run appends lines, so that the next run knows what a killed run had written. At its end, the run
 * replaces the file with a sorted one.
 */
final class StateFile implements AutoCloseable {
  /** Programs that read vdirs skip names that start with a dot. */
  static final String NAME = ".caldav-backup.jsonl";

  private final Path folder;
  private final Path file;
  private final String origin;
  private boolean isCutOff; // the run was killed while it wrote the last line
  private boolean isInOrder; // it has exactly one line for each file that it returned
  private Journal journal;
  private FolderLock lock;

  /**
   * The content of the file.
   *
   * @param isComplete whether the last backup listed the whole account
   * @param files the facts about each file, by path
   */
  record Content(boolean isComplete, Map<String, FileState> files) {
    private static final Content NOTHING = new Content(true, Map.of());

    /** Returns the directories of the files. */
    Set<String> directories() {
      Set<String> names = new HashSet<>();
      for (String path : files.keySet()) {
        names.add(FolderFiles.calendarOf(path));
      }
      names.remove("");
      return names;
    }
  }

  /**
   * Creates the state file of a folder. The file need not exist.
   *
   * @param origin the account that is backed up
   */
  StateFile(Path folder, String origin) {
    this.folder = folder;
    this.file = folder.resolve(NAME);
    this.origin = origin;
  }

  /**
   * Returns the content from the last backup into a folder, for any account; null if there was
   * none.
   *
   * @throws FolderException when the file cannot be read
   */
  static Content peek(Path folder) throws FolderException {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try (var lines = Files.newBufferedReader(file)) {
      Head head = Head.of(lines.readLine());
      if (head.origin() == null) {
        throw damaged(file, 1);
      }
      Map<String, FileState> files = new HashMap<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        StateLines.read(line, files); // an incomplete head means that nothing was written
      }
      return new Content(head.isComplete(), files);
    } catch (JsonProcessingException e) {
      throw damaged(file, 1);
    } catch (IOException e) {
      throw new FolderException(folder + " cannot be read: " + Reason.of(e));
    }
  }

  /**
   * Reads the file. A new folder has no content.
   *
   * @throws FolderException when the folder has a backup of another account, or is not a backup, or
   *     the file cannot be read
   */
  Content read() throws FolderException {
    try {
      if (Files.exists(file)) {
        return readLines();
      }
      if (Files.exists(folder) && !isEmpty(folder)) {
        throw new FolderException(
            folder + " is not empty and does not contain a backup: choose a new or empty folder");
      }
      return Content.NOTHING;
    } catch (JsonProcessingException e) {
      throw damaged(file, 1);
    } catch (IOException e) {
      throw new FolderException(folder + " cannot be read: " + Reason.of(e));
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private Content readLines() throws IOException, FolderException {
    isCutOff = !endsWithLineFeed();
    try (var lines = Files.newBufferedReader(file)) {
      Head head = Head.of(lines.readLine());
      if (head.origin() == null || head.origin().isEmpty()) {
        throw damaged(file, 1);
      }
      if (!head.origin().equals(origin)) {
        throw new FolderException(
            folder
                + " contains the backup of another account, "
                + head.origin()
                + ": correct LOCATION, or choose another folder");
      }
      Map<String, FileState> files = new HashMap<>();
      String line = lines.readLine();
      int number = 2;
      for (; line != null; number++) {
        String next = lines.readLine();
        if (!StateLines.read(line, files) && (next != null || !isCutOff)) {
          throw damaged(file, number);
        }
        line = next;
      }
      isInOrder = !isCutOff && files.size() == number - 2;
      return new Content(head.isComplete(), files);
    }
  }

  private boolean endsWithLineFeed() throws IOException {
    try (var channel = Files.newByteChannel(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.position(Math.max(0, channel.size() - 1)).read(last);
      return last.get(0) == '\n';
    }
  }

  private static FolderException damaged(Path file, int line) {
    return new FolderException(
        file
            + " is damaged (line "
            + line
            + "): back up into a new folder; to restore this one, delete the damaged file first");
  }

  /**
   * Starts to write to the folder, which must exist.
   *
   * @param before the result of {@link #read()}
   * @throws FolderException also when another backup writes to the folder
   */
  void begin(Map<String, FileState> before) throws FolderException {
    try {
      if (journal == null) {
        lock = FolderLock.of(folder.resolve(NAME + ".lock"));
        if (isCutOff || !Files.exists(file)) {
          replace(before, false);
          isInOrder = false;
        }
        journal = new Journal(file);
      }
    } catch (IOException e) {
      throw unwritten(file, e);
    }
  }

  /** Returns whether {@link #begin} was called and the file is not closed. */
  boolean isBegun() {
    return journal != null;
  }

  /** Appends a line, if {@link #begin} was called. */
  void add(String path, FileState state) throws FolderException {
    if (journal != null) {
      isInOrder = false;
      try {
        journal.add(StateLines.of(path, state));
      } catch (IOException e) {
        throw unwritten(Path.of(NAME), e);
      }
    }
  }

  /** Returns whether the file has exactly one line for each file that {@link #read()} returned. */
  boolean isInOrder() {
    return isInOrder;
  }

  /**
   * Replaces the file as a whole, or not at all.
   *
   * @param complete whether the run listed the whole account
   */
  void replace(Map<String, FileState> files, boolean complete) throws FolderException {
    closeJournal();
    Path temporary = folder.resolve(NAME + ".tmp");
    boolean isWhole = false;
    try {
      try (BufferedWriter out = Files.newBufferedWriter(temporary)) {
        out.write(new Head(origin, complete).line());
        out.newLine();
        for (Map.Entry<String, FileState> entry : new TreeMap<>(files).entrySet()) {
          out.write(StateLines.of(entry.getKey(), entry.getValue()));
          out.newLine();
        }
      }
      OwnerOnly.replace(temporary, file);
      isWhole = true;
    } catch (IOException e) {
      throw unwritten(file, e);
    } finally {
      if (!isWhole) {
        FolderFiles.removeQuietly(temporary);
      }
    }
  }

  private static FolderException unwritten(Path file, IOException e) {
    return new FolderException(file + " cannot be written: " + Reason.of(e));
  }

  /** Stops writing. Everything written so far stays. */
  @Override
  public void close() {
    closeJournal();
    if (lock != null) {
      lock.close();
      lock = null;
    }
  }

  private void closeJournal() {
    if (journal != null) {
      journal.close();
      journal = null;
    }
  }
}
