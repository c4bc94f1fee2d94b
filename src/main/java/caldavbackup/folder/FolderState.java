package caldavbackup.folder;

import caldavbackup.folder.FileState.Version;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a folder has from its last backup, and the outcome of each file in this one. With it, a run
 * reads only what changed, and removes only files that a backup wrote. {@link StateFile} stores it.
 */
final class FolderState implements AutoCloseable {
  private final StateFile file;
  private final boolean wasComplete;
  private final Map<String, FileState> before;
  private final Map<String, FileState> now = new HashMap<>();

  private FolderState(StateFile file, StateFile.Content content) {
    this.file = file;
    this.wasComplete = content.isComplete();
    this.before = content.files();
  }

  /**
   * Opens the state of a folder; empty for a new folder.
   *
   * @param origin the account that is backed up
   * @throws FolderException when the folder has a backup of another account, or is not a backup, or
   *     its state cannot be read
   */
  static FolderState open(Path folder, String origin) throws FolderException {
    StateFile file = new StateFile(folder, origin);
    return new FolderState(file, file.read());
  }

  /** Starts to record outcomes. The folder must exist. */
  void begin() throws FolderException {
    file.begin(before);
  }

  /** Returns whether the folder exists, and this run may write to it. */
  boolean isBegun() {
    return file.isBegun();
  }

  /** Returns whether the file exists as the server has it and as it was written. */
  boolean isUnchanged(String path, Version version, Path there) {
    FileState known = before.get(path);
    return known != null && known.isUnchanged(version, there);
  }

  /**
   * Returns the kind of the object in a file, from earlier runs.
   *
   * @return null when unknown
   */
  ObjectKind kind(String path) {
    FileState known = before.get(path);
    return known == null ? null : known.kind();
  }

  /**
   * Records that the existing file is the server's version.
   *
   * @param kind the kind of the object; null for other files
   */
  synchronized void stays(String path, ObjectKind kind) {
    now.put(path, before.get(path).with(kind));
  }

  /** Records that the file was written with this state. */
  synchronized void wrote(String path, FileState state) throws FolderException {
    now.put(path, state);
    file.add(path, state);
  }

  /**
   * Records that the file could not be read. The earlier version stays, and the next run reads it
   * again.
   */
  synchronized void keepsOld(String path) {
    now.put(path, FileState.UNREAD.with(kind(path)));
  }

  /**
   * Records that the object was deleted before it was read. Its file is removed after the next
   * listing.
   */
  synchronized void wasGone(String path) {
    now.put(path, FileState.GONE);
  }

  /**
   * Returns whether the last run also found the object listed but deleted, so that it is counted
   * only once.
   */
  boolean wasGoneBefore(String path) {
    return FileState.GONE.equals(before.get(path));
  }

  /** Returns the files that earlier runs wrote and this run did not see. */
  Iterable<String> gone() {
    TreeMap<String, FileState> gone = new TreeMap<>(before);
    now.keySet().forEach(gone::remove);
    return gone.keySet();
  }

  /** Returns whether earlier runs wrote any files. */
  boolean holdsFiles() {
    return !before.isEmpty();
  }

  /** Keeps a file that this run excluded. */
  void keepUnseen(String path) {
    now.put(path, before.get(path));
  }

  /** Keeps all files that this run did not see, because the run was incomplete. */
  void keepUnseen() {
    before.forEach(now::putIfAbsent);
  }

  /**
   * Writes the state as a whole, or not at all. Does nothing if the stored state is already
   * correct.
   *
   * @param complete whether the run listed the whole account
   */
  void save(boolean complete) throws FolderException {
    try {
      if (!file.isInOrder() || wasComplete != complete || !now.equals(before)) {
        file.replace(now, complete);
      }
    } finally {
      close();
    }
  }

  /** Stops writing. Everything written so far stays. */
  @Override
  public void close() {
    file.close();
  }
}
