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
 * Backs up an account into a plain folder (a vdir). Takes the entries of {@code
 * direct:caldav-import}, and reads those that changed ({@link FileReading}).
 *
 * <p>A file is written beside its place and then renamed. An unchanged file is not requested. A
 * file that is gone from the server is removed only after a complete listing. All files of a
 * calendar are removed only when a request for the calendar itself proves that it is gone. The run
 * therefore gets the calendars of the folder, and fails if one of them is in doubt.
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
   * Creates a backup into the given folder. The run creates the folder if necessary.
   *
   * @param routes the routes for {@link Routes.Purpose#BACKUP}
   */
  public FolderBackup(Routes routes, Path folder, Progress progress) {
    this.routes = routes;
    this.folder = folder;
    this.files = new FolderFiles(folder);
    this.progress = progress;
    this.problems = new Problems(folder.resolve(StateFile.NAME + ".problems"));
  }

  /**
   * With one of these options nothing is removed, because excluded objects look like deleted ones.
   */
  private static final List<Option> OBJECT_FILTERS =
      List.of(Option.COMPONENTS, Option.SINCE, Option.UNTIL);

  private static final List<Option> CALENDAR_FILTERS =
      List.of(Option.CALENDARS, Option.EXCLUDE_CALENDARS);

  /**
   * Runs the backup.
   *
   * @param options the options of the account
   * @return whether everything that the server listed is now in the folder
   * @throws FolderException when the backup could not start, or could not finish
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

  /** Returns a sentence that says what is missing from the backup. */
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
    // nothing is removed from a calendar that a filter may exclude
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
      // a reinstalled server must not empty the folder, which keeps no earlier version
      throw new FolderException(
          "the account no longer has any calendar, but "
              + folder
              + " contains its earlier calendars: nothing was removed; if this is correct, back up into a"
              + " new folder");
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
      readers.finish(); // entries that were listed before a failure are still read
      if (failure != null) {
        throw new FolderException(failure.getMessage());
      }
      if (outcomes.settled() != listed) {
        throw new FolderException(
            "only " + outcomes.settled() + " of " + listed + " files were processed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FolderException("interrupted");
    }
  }

  /** Takes entries. A failure of the folder stops the listing. */
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

  /** Returns whether the account has any calendar. Its root has the empty name. */
  private boolean sawCalendars() {
    return calendarsSeen.stream().anyMatch(name -> !name.isEmpty());
  }

  /**
   * Removes files that are gone from the server. A calendar that cannot be verified stays, and is a
   * problem.
   */
  private void removeGone(boolean filtered) throws FolderException {
    GoneFiles gone = new GoneFiles(files, state, held, progress);
    for (String calendar : gone.remove(calendarsSeen, filtered)) {
      outcomes.failed(
          "/" + calendar + "/",
          null,
          "missing from the account's listing, and without its .calendar.json no request can"
              + " verify that it is gone: kept; delete it if you no longer need it");
    }
  }
}
