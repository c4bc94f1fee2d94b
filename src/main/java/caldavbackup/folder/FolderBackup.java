package caldavbackup.folder;

import caldavbackup.proto.connectors.Record;
import caldavbackup.proto.importer.CloseRequest;
import caldavbackup.proto.importer.ImportResponse;
import caldavbackup.proto.importer.ImporterGrpc;
import caldavbackup.proto.importer.InitRequest;
import caldavbackup.proto.importer.InitResponse;
import caldavbackup.proto.importer.OpenRequest;
import caldavbackup.proto.importer.OpenResponse;
import caldavbackup.text.Reason;
import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Backs up an account into a plain folder (a vdir), speaking to the importer service as Plakar
 * does.
 *
 * <p>A file is written beside its place and renamed; one that did not change is not asked for; one
 * that is gone from the server is removed only after a listing that was complete, and all files of
 * a calendar only when the calendar says itself that it is gone: the importer is told which
 * calendars the folder holds, and fails when one of them is in doubt.
 */
public final class FolderBackup {
  private static final int OPEN_AT_ONCE = 2;
  private static final int RECORDS_AHEAD = 4096;

  private final Channel channel;
  private final Path folder;
  private final FolderFiles files;
  private final Progress progress;
  private final Set<String> calendarsSeen = new HashSet<>();
  private final Problems problems;
  private final AtomicLong settled = new AtomicLong();
  private long listed;
  private FolderCalendars held;

  /** Backs up over the given channel into the given folder, which is made when it is not there. */
  public FolderBackup(Channel channel, Path folder, Progress progress) {
    this.channel = channel;
    this.folder = folder;
    this.files = new FolderFiles(folder);
    this.progress = progress;
    this.problems = new Problems(folder.resolve(FolderState.FILE + ".problems"));
  }

  /** With one of these nothing is removed: what was left out cannot be told from what is gone. */
  private static final Set<String> OBJECT_FILTERS = Set.of("components", "since", "until");

  private static final Set<String> CALENDAR_FILTERS = Set.of("calendars", "exclude_calendars");

  /**
   * Runs the backup.
   *
   * @param config the account's options
   * @return whether everything that the server listed is now in the folder
   * @throws FolderException when it could not be done at all, or not to its end
   */
  public boolean run(Map<String, String> config) throws FolderException {
    try {
      back(config);
    } catch (FolderException e) {
      throw new FolderException(e.getMessage() + problems.tell(progress, e.getMessage()));
    }
    problems.tell(progress, null);
    return problems.count() == 0;
  }

  /** What is missing of the backup, in a sentence. */
  public String shortfall() {
    return problems.count() + " of " + listed + " files were not read: the backup is not complete";
  }

  private void back(Map<String, String> config) throws FolderException {
    ImporterGrpc.ImporterBlockingStub importer = ImporterGrpc.newBlockingStub(channel);
    try {
      boolean isWhole = OBJECT_FILTERS.stream().noneMatch(config::containsKey);
      boolean isFiltered = CALENDAR_FILTERS.stream().anyMatch(config::containsKey);
      held = new FolderCalendars(folder, config.get("include"));
      InitRequest.Builder request =
          InitRequest.newBuilder().setProto("caldav").putAllConfig(config);
      if (isWhole && !isFiltered) { // else nothing of a calendar that is not seen is removed
        request.putAllConfig(held.options());
      }
      InitResponse init = importer.init(request.build());
      FolderState state = FolderState.open(folder, init.getOrigin());
      try (state) {
        Steps steps = new Steps();
        steps.run(() -> receive(state, importer));
        boolean isComplete = steps.areDone();
        if (state.isBegun()) { // else nothing was written, or another run is writing
          if (isComplete && sawCalendars() && isWhole) {
            steps.run(() -> removeGone(state, isFiltered));
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
      importer.close(CloseRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      throw new FolderException(GrpcText.of(e));
    }
  }

  private void receive(FolderState state, ImporterGrpc.ImporterBlockingStub importer)
      throws FolderException {
    BlockingQueue<Object> events = new LinkedBlockingQueue<>();
    RecordStream incoming = new RecordStream(RECORDS_AHEAD, events);
    ImporterGrpc.newStub(channel).import_(incoming);
    ExecutorService pool = Executors.newFixedThreadPool(OPEN_AT_ONCE);
    Semaphore waiting = new Semaphore(RECORDS_AHEAD);
    try {
      while (true) {
        Object event = events.take();
        if (event instanceof Throwable thrown) {
          pool.shutdown(); // what was listed before is read all the same
          pool.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS);
          throw new FolderException(GrpcText.of(thrown));
        }
        ImportResponse response = (ImportResponse) event;
        if (response.getFinished()) {
          break;
        }
        incoming.more();
        Record record = response.getRecord();
        if (!needsReading(record, state)) {
          incoming.acknowledge(record);
          continue;
        }
        waiting.acquire();
        pool.execute(
            () -> {
              try {
                read(record, state, importer);
              } finally {
                incoming.acknowledge(record);
                waiting.release();
              }
            });
      }
      pool.shutdown();
      pool.awaitTermination(Long.MAX_VALUE, TimeUnit.DAYS);
      incoming.halfClose();
      Object end = events.take();
      if (end instanceof Throwable thrown && end != RecordStream.COMPLETED) {
        throw new FolderException(GrpcText.of(thrown));
      }
      if (settled.get() != listed) {
        throw new FolderException("only " + settled + " of " + listed + " files were dealt with");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FolderException("interrupted");
    } finally {
      pool.shutdownNow();
      awaitEnd(pool); // the state is written next, and they write to it
    }
  }

  private static void awaitEnd(ExecutorService pool) {
    try {
      pool.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean needsReading(Record record, FolderState state) throws FolderException {
    String path = record.getPathname();
    if (!record.getError().isEmpty()) {
      listed++;
      state.keepsOld(path);
      problem(path, record.getError());
      return false;
    }
    Path file = files.place(path);
    if ((record.getFileInfo().getMode() & 0x80000000) != 0) {
      files.makeDirectory(file);
      calendarsSeen.add(path.substring(1));
      state.begin();
      files.makeTemporaryFolder();
      return false;
    }
    listed++;
    FolderState.Version version = FolderState.Version.of(record.getFileInfo());
    if (!state.isUnchanged(path, version, file)) {
      return true;
    }
    state.stays(path);
    settled(path, Progress.Outcome.UNCHANGED);
    return false;
  }

  private void read(Record record, FolderState state, ImporterGrpc.ImporterBlockingStub importer) {
    String path = record.getPathname();
    try {
      Path file = files.place(path);
      Path temporary = files.temporary();
      boolean whole = false;
      long bytes = 0;
      ByteString first = ByteString.EMPTY;
      Proof proof;
      try {
        Iterator<OpenResponse> chunks =
            importer.open(
                OpenRequest.newBuilder().setRecord(Record.newBuilder().setPathname(path)).build());
        try (OutputStream out = Files.newOutputStream(temporary)) {
          while (chunks.hasNext()) {
            ByteString chunk = chunks.next().getChunk();
            chunk.writeTo(out);
            first = bytes == 0 ? chunk : first;
            bytes += chunk.size();
          }
        }
        long size = record.getFileInfo().getSize();
        proof =
            first.size() == bytes
                ? Proof.of(first.toByteArray(), size)
                : Proof.of(temporary, bytes, size);
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        whole = true;
      } finally {
        if (!whole) {
          Files.deleteIfExists(temporary);
        }
      }
      state.has(path, FolderState.Version.of(record.getFileInfo()), bytes, proof);
      settled(path, Progress.Outcome.FETCHED);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
        state.keepsOld(path);
        problem(path, GrpcText.of(e));
      } else if (state.wasGoneBefore(path)) {
        state.wasGone(path);
        problem(path, "listed in each run, and each time " + GrpcText.of(e));
      } else {
        state.wasGone(path);
        gone(path, GrpcText.of(e));
      }
    } catch (IOException | FolderException e) {
      state.keepsOld(path);
      problem(path, "cannot be written: " + why(e));
    }
  }

  private static String why(Exception e) {
    return e instanceof FolderException ? e.getMessage() : Reason.of(e);
  }

  private void settled(String path, Progress.Outcome outcome) {
    settled.incrementAndGet();
    progress.file(calendarOf(path), outcome);
  }

  private void problem(String path, String sentence) {
    settled(path, Progress.Outcome.FAILED);
    problems.add(path, sentence);
  }

  /**
   * Gone between listing and reading: what is there of it is removed when a listing says so too.
   */
  private void gone(String path, String sentence) {
    synchronized (progress) {
      settled(path, Progress.Outcome.GONE);
      progress.gone(path, sentence);
    }
  }

  /** Whether the account has any; its root has the empty name. */
  private boolean sawCalendars() {
    return calendarsSeen.stream().anyMatch(name -> !name.isEmpty());
  }

  /**
   * Removes what earlier runs wrote and the server does not have any more.
   *
   * @param filtered whether the run left calendars out on purpose: those it did not see stay as
   *     they are
   */
  private void removeGone(FolderState state, boolean filtered) throws FolderException {
    Set<String> kept = new TreeSet<>();
    for (String path : state.gone()) {
      String calendar = calendarOf(path);
      boolean isUnknown = !calendarsSeen.contains(calendar) && held.isUnknown(calendar);
      if (isUnknown && !filtered) {
        kept.add(calendar);
      }
      if (isUnknown || (filtered && !calendarsSeen.contains(calendar))) {
        state.keepUnseen(path);
        continue;
      }
      Path file = files.place(path);
      try {
        if (Files.deleteIfExists(file)) {
          progress.file(calendarOf(path), Progress.Outcome.REMOVED);
        }
        if (Files.isDirectory(file.getParent())) { // else it went with the file before
          try (var rest = Files.list(file.getParent())) {
            if (rest.findAny().isEmpty()) {
              Files.delete(file.getParent());
            }
          }
        }
      } catch (IOException e) {
        throw new FolderException(
            file + " is gone from the server and cannot be removed: " + Reason.of(e));
      }
    }
    for (String calendar : kept) {
      problem(
          "/" + calendar + "/",
          "not in the account's listing any more, and without .calendar.json nothing tells where to"
              + " ask whether it is gone: kept; if it is not needed any more, delete it");
    }
  }

  private static String calendarOf(String path) {
    int slash = path.indexOf('/', 1);
    return slash < 0 ? "" : path.substring(1, slash);
  }
}
