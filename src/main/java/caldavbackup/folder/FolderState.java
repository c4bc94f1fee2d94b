package caldavbackup.folder;

import caldavbackup.folder.FileState.Version;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a folder holds from its last backup, and what becomes of each of its files in this one, so
 * that a run reads only what changed and removes only what the backup wrote itself. {@link
 * StateFile} keeps it.
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
   * The state of a folder, empty for a new one.
   *
   * @param origin the account that is backed up
   * @throws FolderException when the folder holds another account's backup or what is no backup at
   *     all, or its state cannot be read
   */
  static FolderState open(Path folder, String origin) throws FolderException {
    StateFile file = new StateFile(folder, origin);
    return new FolderState(file, file.read());
  }

  /** The folder is there; from now on what becomes of each file is written down. */
  void begin() throws FolderException {
    file.begin(before);
  }

  /** Whether the folder is there, and this run's to write to. */
  boolean isBegun() {
    return file.isBegun();
  }

  /** Whether the file is there as the server has it and as it was written. */
  boolean isUnchanged(String path, Version version, Path there) {
    FileState known = before.get(path);
    return known != null && known.isUnchanged(version, there);
  }

  /**
   * What the object in a file is, as far as earlier runs know.
   *
   * @return null when they do not
   */
  ObjectKind kind(String path) {
    FileState known = before.get(path);
    return known == null ? null : known.kind();
  }

  /**
   * The file is there from before, as the server has it.
   *
   * @param kind what the object is; null for a file beside the objects
   */
  synchronized void stays(String path, ObjectKind kind) {
    now.put(path, before.get(path).with(kind));
  }

  /** The file was written as this state says. */
  synchronized void wrote(String path, FileState state) throws FolderException {
    now.put(path, state);
    file.add(path, state);
  }

  /**
   * The file could not be read this time: what is there from before stays, and is read again next
   * time.
   */
  synchronized void keepsOld(String path) {
    now.put(path, FileState.UNREAD.with(kind(path)));
  }

  /**
   * The object was gone before it could be read: what is there of it goes with the next listing.
   */
  synchronized void wasGone(String path) {
    now.put(path, FileState.GONE);
  }

  /** Whether the last run, too, found it listed and gone: no object is deleted twice. */
  boolean wasGoneBefore(String path) {
    return FileState.GONE.equals(before.get(path));
  }

  /** The files that earlier runs wrote and this one did not see. */
  Iterable<String> gone() {
    TreeMap<String, FileState> gone = new TreeMap<>(before);
    now.keySet().forEach(gone::remove);
    return gone.keySet();
  }

  /** Whether earlier runs wrote anything. */
  boolean holdsFiles() {
    return !before.isEmpty();
  }

  /** The file was left out of this run on purpose. */
  void keepUnseen(String path) {
    now.put(path, before.get(path));
  }

  /** Files not seen stay known: this run did not see everything. */
  void keepUnseen() {
    before.forEach(now::putIfAbsent);
  }

  /**
   * Writes the state, whole or not at all; not when it stands there already.
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

  /** Writes no more; what was written stays. */
  @Override
  public void close() {
    file.close();
  }
}
