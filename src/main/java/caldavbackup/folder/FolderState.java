package caldavbackup.folder;

import caldavbackup.proto.connectors.FileInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a folder holds from its last backup: the account, and for each file what the server said of
 * it, so that the next run reads only what changed and removes only what it wrote itself.
 *
 * <p>Kept in the folder as JSON lines: first the account, then one line for each file.
 */
final class FolderState {
  /** Readers of vdirs pass over names that begin with a dot. */
  static final String FILE = ".caldav-backup.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Version UNREAD = new Version(0, 0, -2);
  private static final Version GONE = new Version(0, 0, -3);

  private final Path folder;
  private final String origin;
  private final Map<String, Version> before = new HashMap<>();
  private final Map<String, Version> now = new HashMap<>();

  /** What tells two versions of a file apart. */
  record Version(long ino, long seconds, long size) {
    static Version of(FileInfo info) {
      return new Version(info.getIno(), info.getModTime().getSeconds(), info.getSize());
    }
  }

  private FolderState(Path folder, String origin) {
    this.folder = folder;
    this.origin = origin;
  }

  /**
   * The state of a folder, empty for a new one.
   *
   * @throws FolderException when the folder holds another account's backup, or its state cannot be
   *     read
   */
  static FolderState open(Path folder, String origin) throws FolderException {
    FolderState state = new FolderState(folder, origin);
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return state;
    }
    try (var lines = Files.newBufferedReader(file)) {
      JsonNode head = JSON.readTree(lines.readLine());
      if (!head.path("origin").isTextual()) {
        throw new IOException("it names no account");
      }
      if (!head.path("origin").asText().equals(origin)) {
        throw new FolderException(
            folder
                + " holds the backup of another account, "
                + head.path("origin").asText()
                + ": choose another folder");
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode entry = JSON.readTree(line);
        state.before.put(
            entry.path("path").asText(),
            new Version(
                entry.path("ino").asLong(),
                entry.path("mtime").asLong(),
                entry.path("size").asLong()));
      }
      return state;
    } catch (IOException | RuntimeException e) {
      throw new FolderException(
          file + " cannot be read: delete it to fetch everything anew (" + e.getMessage() + ")");
    }
  }

  /** Whether the file is there as the server has it. */
  boolean isUnchanged(String path, Version version, Path file) {
    return version.equals(before.get(path)) && Files.isRegularFile(file);
  }

  /** The file is there as the server has it. */
  synchronized void has(String path, Version version) {
    now.put(path, version);
  }

  /**
   * The file could not be read this time: what is there from before stays, and is read again next
   * time.
   */
  synchronized void keepsOld(String path) {
    now.put(path, UNREAD);
  }

  /**
   * The object was gone before it could be read: what is there of it goes with the next listing.
   */
  synchronized void wasGone(String path) {
    now.put(path, GONE);
  }

  /** Whether the last run, too, found it listed and gone: no object is deleted twice. */
  boolean wasGoneBefore(String path) {
    return GONE.equals(before.get(path));
  }

  /** The files that earlier runs wrote and this one did not see. */
  Iterable<String> gone() {
    TreeMap<String, Version> gone = new TreeMap<>(before);
    now.keySet().forEach(gone::remove);
    return gone.keySet();
  }

  /** The file was left out of this run on purpose. */
  void keepUnseen(String path) {
    now.put(path, before.get(path));
  }

  /** Files not seen stay known: this run did not see everything. */
  void keepUnseen() {
    before.forEach(now::putIfAbsent);
  }

  /** Writes the state, whole or not at all. */
  void save() throws FolderException {
    Path file = folder.resolve(FILE);
    Path temporary = folder.resolve(FILE + ".tmp");
    try {
      try (BufferedWriter out = Files.newBufferedWriter(temporary)) {
        out.write(JSON.writeValueAsString(Map.of("origin", origin)));
        out.newLine();
        for (Map.Entry<String, Version> entry : new TreeMap<>(now).entrySet()) {
          Version version = entry.getValue();
          Map<String, Object> line = new java.util.LinkedHashMap<>();
          line.put("path", entry.getKey());
          line.put("ino", version.ino());
          line.put("mtime", version.seconds());
          line.put("size", version.size());
          out.write(JSON.writeValueAsString(line));
          out.newLine();
        }
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new FolderException(file + " cannot be written: " + e.getMessage());
    }
  }
}
