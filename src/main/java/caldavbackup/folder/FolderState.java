package caldavbackup.folder;

import caldavbackup.backup.SnapshotEntry;
import caldavbackup.text.OwnerOnly;
import caldavbackup.text.Reason;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a folder holds from its last backup: the account, and for each file what the server said of
 * it, so that the next run reads only what changed and removes only what it wrote itself.
 *
 * <p>Kept in the folder as JSON lines: first the account, then one line for each file. A run adds
 * lines as it goes, so that the next one knows what a run that was killed had written; at its end
 * they are put in order.
 */
final class FolderState implements AutoCloseable {
  /** Readers of vdirs pass over names that begin with a dot. */
  static final String FILE = ".caldav-backup.jsonl";

  private static final JsonFactory JSON = new JsonFactory();
  private static final Kept UNREAD = new Kept(new Version(0, 0, -2), -1, null);
  private static final Kept GONE = new Kept(new Version(0, 0, -3), -1, null);

  private final Path folder;
  private final String origin;
  private final Map<String, Kept> before = new HashMap<>();
  private final Map<String, Kept> now = new HashMap<>();
  private boolean isCutOff; // the run was killed while it wrote the last line
  private boolean isAsSaved; // the file has one line for each entry of before, and nothing else
  private boolean wasComplete = true;
  private boolean isComplete;
  private Journal journal;
  private FolderLock lock;

  /** What tells two versions of a file apart. */
  record Version(long ino, long seconds, long size) {
    static Version of(SnapshotEntry entry) {
      return new Version(entry.version(), entry.modified().getEpochSecond(), entry.size());
    }

    /**
     * Compares as a record does; what Java makes for it would cost each start some milliseconds.
     */
    @Override
    public boolean equals(Object other) {
      return other instanceof Version version
          && ino == version.ino
          && seconds == version.seconds
          && size == version.size;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(ino);
    }
  }

  /**
   * The version that was written, how many bytes that were, -1 when nobody knows, and how they were
   * proved; null for what an older version of this program wrote.
   */
  private record Kept(Version version, long bytes, Proof proof) {
    /** As {@link Version#equals}. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Kept kept
          && version.equals(kept.version)
          && bytes == kept.bytes
          && proof == kept.proof;
    }

    @Override
    public int hashCode() {
      return version.hashCode();
    }
  }

  private FolderState(Path folder, String origin) {
    this.folder = folder;
    this.origin = origin;
  }

  /**
   * The state of a folder, empty for a new one.
   *
   * @throws FolderException when the folder holds another account's backup or what is no backup at
   *     all, or its state cannot be read
   */
  static FolderState open(Path folder, String origin) throws FolderException {
    FolderState state = new FolderState(folder, origin);
    Path file = folder.resolve(FILE);
    try {
      if (Files.exists(file)) {
        state.read(file);
      } else if (Files.exists(folder) && !isEmpty(folder)) {
        throw new FolderException(
            folder + " is not empty and holds no backup: choose a new or an empty folder");
      }
      return state;
    } catch (IOException e) {
      throw new FolderException(folder + " cannot be read: " + Reason.of(e));
    }
  }

  /**
   * What the last backup into a folder said of it, whoever's account it was; null when there was
   * none.
   *
   * @throws FolderException when it cannot be read
   */
  static FolderState peek(Path folder) throws FolderException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try (var lines = Files.newBufferedReader(file)) {
      String head = lines.readLine();
      FolderState state = new FolderState(folder, head == null ? null : owner(head));
      if (state.origin == null) {
        throw damaged(file, 1);
      }
      state.wasComplete = wasComplete(head);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        state.take(line); // a line that was cut off tells of nothing that was written
      }
      return state;
    } catch (JsonProcessingException e) {
      throw damaged(file, 1);
    } catch (IOException e) {
      throw new FolderException(folder + " cannot be read: " + Reason.of(e));
    }
  }

  /** The files that the account had at the last backup, each with whether it could be read then. */
  Map<String, Boolean> files() {
    Map<String, Boolean> files = new TreeMap<>();
    before.forEach(
        (path, kept) -> {
          if (!kept.equals(GONE)) {
            files.put(path, !kept.equals(UNREAD));
          }
        });
    return files;
  }

  /** Whether the last backup listed the whole account. */
  boolean wasComplete() {
    return wasComplete;
  }

  /**
   * The directories that the state of a folder knows files of; none when there is no state, or it
   * cannot be read, which {@link #open} tells.
   */
  static Set<String> directories(Path folder) {
    FolderState state = new FolderState(folder, "");
    Set<String> names = new HashSet<>();
    try (var lines = Files.newBufferedReader(folder.resolve(FILE))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        state.take(line);
      }
    } catch (IOException e) {
      return names;
    }
    for (String path : state.before.keySet()) {
      int slash = path.indexOf('/', 1);
      if (slash > 0) {
        names.add(path.substring(1, slash));
      }
    }
    return names;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private void read(Path file) throws IOException, FolderException {
    isCutOff = !endsWithLineFeed(file);
    try (var lines = Files.newBufferedReader(file)) {
      String head = lines.readLine();
      String owner = head == null ? null : owner(head);
      if (owner == null || owner.isEmpty()) {
        throw damaged(file, 1);
      }
      if (!owner.equals(origin)) {
        throw new FolderException(
            folder + " holds the backup of another account, " + owner + ": choose another folder");
      }
      wasComplete = wasComplete(head);
      String line = lines.readLine();
      int number = 2;
      for (; line != null; number++) {
        String next = lines.readLine();
        if (!take(line)) {
          if (next != null || !isCutOff) {
            throw damaged(file, number);
          }
        }
        line = next;
      }
      isAsSaved = !isCutOff && before.size() == number - 2;
    } catch (JsonProcessingException e) {
      throw damaged(file, 1);
    }
  }

  private static String owner(String line) throws IOException {
    try (JsonParser json = JSON.createParser(line)) {
      boolean isOrigin =
          json.nextToken() == JsonToken.START_OBJECT
              && "origin".equals(json.nextFieldName())
              && json.nextToken() == JsonToken.VALUE_STRING;
      return isOrigin ? json.getText() : null;
    }
  }

  private static boolean wasComplete(String line) throws IOException {
    try (JsonParser json = JSON.createParser(line)) {
      while (json.nextToken() != null) {
        if ("complete".equals(json.currentName()) && json.currentToken() == JsonToken.VALUE_FALSE) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean endsWithLineFeed(Path file) throws IOException {
    try (var channel = Files.newByteChannel(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.position(Math.max(0, channel.size() - 1)).read(last);
      return last.get(0) == '\n';
    }
  }

  /** Whether the line could be read. */
  private boolean take(String line) throws IOException {
    String path = null;
    long ino = 0;
    long seconds = 0;
    long size = 0;
    long bytes = -1;
    Proof proof = null;
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        boolean isText = json.nextToken() == JsonToken.VALUE_STRING;
        switch (name) {
          case "path" -> path = isText ? json.getText() : null;
          case "ino" -> ino = json.getValueAsLong();
          case "mtime" -> seconds = json.getValueAsLong();
          case "size" -> size = json.getValueAsLong();
          case "bytes" -> bytes = json.getValueAsLong(-1);
          case "proof" -> proof = isText ? Proof.named(json.getText()) : null;
          default -> json.skipChildren(); // of a later version
        }
      }
    } catch (JsonProcessingException e) {
      return false;
    }
    if (path != null) {
      before.put(path, new Kept(new Version(ino, seconds, size), bytes, proof));
    }
    return path != null;
  }

  private static FolderException damaged(Path file, int line) {
    return new FolderException(
        file
            + " is damaged (line "
            + line
            + "): back up into a new folder; to restore what this one holds, delete this list first");
  }

  /** The folder is there; from now on what becomes of each file is written down. */
  void begin() throws FolderException {
    Path file = folder.resolve(FILE);
    try {
      if (journal == null) {
        lock = FolderLock.of(folder.resolve(FILE + ".lock"));
        if (isCutOff || !Files.exists(file)) {
          write(before);
          isAsSaved = false;
        }
        journal = new Journal(file);
      }
    } catch (IOException e) {
      throw new FolderException(file + " cannot be written: " + Reason.of(e));
    }
  }

  /**
   * Whether the file is there as the server has it and as it was written. One whose bytes were not
   * well proved is read again: it must not be called unchanged for ever.
   */
  boolean isUnchanged(String path, Version version, Path file) {
    Kept kept = before.get(path);
    if (kept == null || !kept.version.equals(version) || !Proof.isEnough(kept.proof)) {
      return false;
    }
    try {
      BasicFileAttributes there = Files.readAttributes(file, BasicFileAttributes.class);
      return there.isRegularFile() && (kept.bytes < 0 || kept.bytes == there.size());
    } catch (IOException e) {
      return false;
    }
  }

  /** The file is there from before, as the server has it. */
  synchronized void stays(String path) {
    now.put(path, before.get(path));
  }

  /** The file was written, with so many bytes that were proved like this. */
  void has(String path, Version version, long bytes, Proof proof) throws FolderException {
    put(path, new Kept(version, bytes, proof));
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

  private synchronized void put(String path, Kept kept) throws FolderException {
    now.put(path, kept);
    if (journal != null) {
      isAsSaved = false;
      try {
        journal.add(line(path, kept));
      } catch (IOException e) {
        throw new FolderException(FILE + " cannot be written: " + Reason.of(e));
      }
    }
  }

  /** The files that earlier runs wrote and this one did not see. */
  Iterable<String> gone() {
    TreeMap<String, Kept> gone = new TreeMap<>(before);
    now.keySet().forEach(gone::remove);
    return gone.keySet();
  }

  /** Whether the folder is there, and this run's to write to. */
  boolean isBegun() {
    return journal != null;
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
    closeJournal();
    isComplete = complete;
    try {
      if (!isAsSaved || wasComplete != complete || !now.equals(before)) {
        write(now);
      }
    } finally {
      close();
    }
  }

  private void write(Map<String, Kept> entries) throws FolderException {
    Path file = folder.resolve(FILE);
    Path temporary = folder.resolve(FILE + ".tmp");
    boolean isWhole = false;
    try {
      try (BufferedWriter out = Files.newBufferedWriter(temporary)) {
        out.write(
            text(
                json -> {
                  json.writeStringField("origin", origin);
                  if (!isComplete) {
                    json.writeBooleanField("complete", false);
                  }
                }));
        out.newLine();
        for (Map.Entry<String, Kept> entry : new TreeMap<>(entries).entrySet()) {
          out.write(line(entry.getKey(), entry.getValue()));
          out.newLine();
        }
      }
      OwnerOnly.replace(temporary, file);
      isWhole = true;
    } catch (IOException e) {
      throw new FolderException(file + " cannot be written: " + Reason.of(e));
    } finally {
      if (!isWhole) {
        FolderFiles.removeQuietly(temporary);
      }
    }
  }

  /** One for each file: written by hand, for there are many. */
  private static String line(String path, Kept kept) {
    StringBuilder line = new StringBuilder(160).append("{\"path\":\"");
    JsonStringEncoder.getInstance().quoteAsString(path, line);
    line.append("\",\"ino\":").append(kept.version.ino());
    line.append(",\"mtime\":").append(kept.version.seconds());
    line.append(",\"size\":").append(kept.version.size());
    line.append(",\"bytes\":").append(kept.bytes);
    if (kept.proof != null) {
      line.append(",\"proof\":\"").append(kept.proof.word()).append('"');
    }
    return line.append('}').toString();
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static String text(Fields fields) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    }
    return text.toString();
  }

  /** Writes no more; what was written stays. */
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
