package caldavbackup.folder;

import caldavbackup.backup.SnapshotEntry;
import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.http.Failures;
import caldavbackup.http.WholeBody;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads files of a backup and writes them to the folder. Safe for use by several threads. */
final class FileReading {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  /** Receives the outcome of each file. Several threads call it. */
  interface Outcomes {
    /**
     * The file is in place, and the state contains it.
     *
     * @param kind the kind of the object; null for other files
     * @param outcome whether the folder had the file before
     */
    void written(SnapshotEntry file, ObjectKind kind, Progress.Outcome outcome);

    /** The server does not return the file. */
    void notRead(SnapshotEntry file, Failure failure);

    /** The file cannot be written to the folder. */
    void notWritten(SnapshotEntry file, Exception e);
  }

  /** Writes the content of a file. */
  private interface Filling {
    void of(IncomingFile file) throws IOException;
  }

  private final BackupSource source;
  private final FolderFiles files;
  private final FolderState state;
  private final Outcomes outcomes;

  FileReading(BackupSource source, FolderFiles files, FolderState state, Outcomes outcomes) {
    this.source = source;
    this.files = files;
    this.state = state;
    this.outcomes = outcomes;
  }

  /**
   * Reads files of one calendar. One request reads all objects, except large objects and those that
   * it does not return.
   */
  void read(List<SnapshotEntry> entries) {
    Map<Member, SnapshotEntry> objects = new LinkedHashMap<>();
    for (SnapshotEntry entry : entries) {
      byte[] content = source.content(entry);
      if (content != null) {
        write(entry, file -> file.take(content));
      } else if (FileBatch.isLarge(entry)) {
        readAlone(entry);
      } else {
        objects.put(entry.member(), entry);
      }
    }
    if (objects.size() > 1) {
      readTogether(objects);
    }
    objects.values().forEach(this::readAlone);
  }

  /** Reads objects together. Objects that stay in the map were not read. */
  private void readTogether(Map<Member, SnapshotEntry> objects) {
    List<CalendarObject> read = List.of();
    try {
      read = source.read(List.copyOf(objects.values()));
      for (CalendarObject object : read) {
        SnapshotEntry entry = objects.remove(object.member());
        WholeBody data = object.data();
        if (data == null) {
          outcomes.notRead(entry, object.failure());
          source.forget(entry.path());
        } else {
          write(entry, file -> file.take(data.isInMemory() ? data.bytes() : data));
        }
      }
    } catch (Failure | RuntimeException e) {
      LOG.debug("objects are read one by one: {}", Failures.of(e).getMessage());
    } finally {
      CalendarObject.release(read);
    }
  }

  private void readAlone(SnapshotEntry entry) {
    write(entry, file -> source.open(entry.path(), file));
  }

  private void write(SnapshotEntry entry, Filling filling) {
    String path = entry.path();
    try (IncomingFile file = new IncomingFile(files.temporary())) {
      filling.of(file);
      Proof proof = file.moveTo(files.place(path), entry.size());
      ObjectKind kind = entry.member() == null ? null : file.kind();
      state.wrote(path, new FileState(FileState.Version.of(entry), file.bytes(), proof, kind));
      outcomes.written(entry, kind, file.outcome());
    } catch (Failure e) {
      outcomes.notRead(entry, e);
    } catch (IOException | FolderException e) {
      outcomes.notWritten(entry, e);
    } catch (RuntimeException e) { // the others are still read
      outcomes.notRead(entry, Failures.of(e));
    } finally {
      source.forget(path);
    }
  }
}
