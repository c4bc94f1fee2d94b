package caldavbackup.folder;

import caldavbackup.backup.HeldCalendars;
import caldavbackup.backup.SnapshotEntry;
import caldavbackup.camel.Routes;
import caldavbackup.options.Include;
import caldavbackup.options.Option;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Backs up an account into a plain folder (a vdir): takes the entries of {@code
 * direct:caldav-import}, and reads those that changed ({@link FileReading}).
 *
 * <p>A file is written beside its place and renamed; one that did not change is not asked for; one
 * that is gone from the server is removed only after a listing that was complete, and all files of
 * a calendar only when the calendar says itself that it is gone: the run is told which calendars
 * the folder holds, and fails when one of them is in doubt.
 */
public final class FolderBackup {
  private final Routes routes;
  private final Path folder;
  private final FolderFiles files;
  private final Progress progress;
  private final Set<String> calendarsSeen = new HashSet<>();
  private final Problems problems;
  private long listed;
  private long listedObjects;
  private FolderCalendars held;
  private FolderState state;
  private FileOutcomes outcomes;
  private BackupSource source;
  private FileReading reading;
  private FolderException broken;

  /**
   * Backs up into the given folder, which is made when it is not there.
   *
   * @param routes those for {@link Routes.Purpose#BACKUP}
   */
  public FolderBackup(Routes routes, Path folder, Progress progress) {
    this.routes = routes;
    this.folder = folder;
    this.files = new FolderFiles(folder);
    this.progress = progress;
    this.problems = new Problems(folder.resolve(StateFile.NAME + ".problems"));
  }

  /** With one of these nothing is removed: what was left out cannot be told from what is gone. */
  private static final List<Option> OBJECT_FILTERS =
      List.of(Option.COMPONENTS, Option.SINCE, Option.UNTIL);

  private static final List<Option> CALENDAR_FILTERS =
      List.of(Option.CALENDARS, Option.EXCLUDE_CALENDARS);

  /**
   * Runs the backup.
   *
   * @param options the account's
   * @return whether everything that the server listed is now in the folder
   * @throws FolderException when it could not be done at all, or not to its end
   */
  public boolean run(Options options) throws FolderException {
    try {
      back(options);
    } catch (FolderException e) {
      throw new FolderException(e.getMessage() + problems.tell(progress, e.getMessage()));
    }
    problems.tell(progress, null);
    return problems.count() == 0;
  }

  /** What is missing of the backup, in a sentence. */
  public String shortfall() {
    boolean isOfObjects = outcomes.isOfObjects();
    return problems.count()
        + " of "
        + (isOfObjects ? listedObjects : listed)
        + (isOfObjects ? " objects" : " files")
        + " were not read: the backup is not complete";
  }

  private void back(Options options) throws FolderException {
    boolean isWhole = OBJECT_FILTERS.stream().noneMatch(options::isGiven);
    boolean isFiltered = CALENDAR_FILTERS.stream().anyMatch(options::isGiven);
    held = new FolderCalendars(folder, options.include().contains(Include.DELEGATED));
    // of a calendar that a filter may leave out nothing is removed
    HeldCalendars asked = isWhole && !isFiltered ? held.held() : HeldCalendars.NONE;
    try (BackupSource opened = new BackupSource(routes, options, asked, progress)) {
      source = opened;
      write(options.origin(), isWhole, isFiltered);
    } catch (Failure e) {
      throw new FolderException(e.getMessage());
    }
  }

  private void write(String origin, boolean isWhole, boolean isFiltered) throws FolderException {
    try (FolderState opened = FolderState.open(folder, origin)) {
      state = opened;
      outcomes = new FileOutcomes(state, progress, problems);
      Steps steps = new Steps();
      steps.run(this::receive);
      boolean isComplete = steps.areDone();
      if (state.isBegun()) { // else nothing was written, or another run is writing
        if (isComplete && sawCalendars() && isWhole) {
          steps.run(() -> removeGone(isFiltered));
        }
        if (!(steps.areDone() && sawCalendars() && isWhole)) {
          state.keepUnseen();
        }
        steps.run(files::removeTemporaryFolder);
        steps.run(() -> state.save(isComplete));
      }
      steps.requireDone();
    }
    if (!sawCalendars() && state.holdsFiles()) {
      // a server that was set up anew must not empty the folder, which has no earlier version
      throw new FolderException(
          "the account has no calendar any more, and "
              + folder
              + " holds some of it: nothing was removed; if that is right, back up into a new"
              + " folder");
    }
  }

  private void receive() throws FolderException {
    FileBatch batch = new FileBatch();
    reading = new FileReading(source, files, state, outcomes);
    try (FolderReaders readers = new FolderReaders()) {
      Failure failure = null;
      try {
        source.list(entries -> take(entries, batch, readers));
      } catch (Failure e) {
        failure = e;
      }
      if (broken == null) {
        read(batch, readers);
      }
      if (broken != null) {
        source.close(); // the readers need not wait for the server
        throw broken;
      }
      readers.finish(); // what was listed before a failure is read all the same
      if (failure != null) {
        throw new FolderException(failure.getMessage());
      }
      if (outcomes.settled() != listed) {
        throw new FolderException(
            "only " + outcomes.settled() + " of " + listed + " files were dealt with");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FolderException("interrupted");
    }
  }

  /** Takes entries; when the folder is at fault, the listing is broken off. */
  private void take(List<SnapshotEntry> entries, FileBatch batch, FolderReaders readers) {
    try {
      for (SnapshotEntry entry : entries) {
        if (!needsReading(entry)) {
          source.forget(entry.path());
          continue;
        }
        if (batch.isFullFor(entry)) {
          read(batch, readers);
        }
        batch.add(entry);
      }
    } catch (FolderException e) {
      broken = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      broken = new FolderException("interrupted");
    }
    if (broken != null) {
      outcomes.breakOff();
      throw new UncheckedIOException(new Failure(Failure.Kind.CANCELLED, broken.getMessage()));
    }
  }

  private void read(FileBatch batch, FolderReaders readers) throws InterruptedException {
    List<SnapshotEntry> batched = batch.take();
    if (!batched.isEmpty()) {
      readers.execute(() -> reading.read(batched));
    }
  }

  private boolean needsReading(SnapshotEntry entry) throws FolderException {
    String path = entry.path();
    Path file = files.place(path);
    if (entry.directory()) {
      files.makeDirectory(file);
      calendarsSeen.add(path.substring(1));
      if (path.length() > 1) {
        progress.calendar(path.substring(1));
      }
      state.begin();
      files.makeTemporaryFolder();
      return false;
    }
    listed++;
    listedObjects += entry.member() == null ? 0 : 1;
    if (!state.isUnchanged(path, FileState.Version.of(entry), file)) {
      return true;
    }
    outcomes.unchanged(entry, file);
    return false;
  }

  /** Whether the account has any; its root has the empty name. */
  private boolean sawCalendars() {
    return calendarsSeen.stream().anyMatch(name -> !name.isEmpty());
  }

  /** Removes what is gone; a calendar that nobody can be asked about stays, and is a problem. */
  private void removeGone(boolean filtered) throws FolderException {
    GoneFiles gone = new GoneFiles(files, state, held, progress);
    for (String calendar : gone.remove(calendarsSeen, filtered)) {
      outcomes.failed(
          "/" + calendar + "/",
          null,
          "not in the account's listing any more, and without .calendar.json nothing tells where to"
              + " ask whether it is gone: kept; if it is not needed any more, delete it");
    }
  }
}
