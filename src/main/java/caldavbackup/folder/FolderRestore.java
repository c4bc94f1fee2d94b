package caldavbackup.folder;

import caldavbackup.proto.connectors.FileInfo;
import caldavbackup.proto.connectors.Record;
import caldavbackup.proto.connectors.Result;
import caldavbackup.proto.exporter.CloseRequest;
import caldavbackup.proto.exporter.ExportRequest;
import caldavbackup.proto.exporter.ExportResponse;
import caldavbackup.proto.exporter.ExporterGrpc;
import caldavbackup.proto.exporter.InitRequest;
import caldavbackup.text.Causes;
import caldavbackup.text.Reason;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Restores a plain folder (a vdir) into an account, speaking to the exporter service as Plakar
 * does.
 */
public final class FolderRestore {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int MAX_NAMED = 20;

  /** A sentence that counts what failed, before it names it. */
  private static final Pattern COUNTED =
      Pattern.compile("^(\\d+ of \\d+ (?:records failed|\\w+ (?:was|were) not restored)[^:]*): .*");

  /** Where every single failure stands. */
  private static final Pattern ALL_IN_FILE = Pattern.compile(", all in \\S*/");

  /** What the exporter says of all that a restore did not come to: the cause is told at its end. */
  private static final String ENDED = "the restore ended early: ";

  private static final Comparator<Path> BY_NAME =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getFileName().toString().getBytes(StandardCharsets.UTF_8),
              b.getFileName().toString().getBytes(StandardCharsets.UTF_8));

  private final Channel channel;
  private final Path folder;
  private final Progress progress;
  private final Causes failures = new Causes();

  /** Restores the given folder over the given channel. */
  public FolderRestore(Channel channel, Path folder, Progress progress) {
    this.channel = channel;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Runs the restore.
   *
   * @param config the account's options
   * @throws FolderException unless every record was restored; the sentence says how many were not,
   *     and which
   */
  public void run(Map<String, String> config) throws FolderException {
    boolean isAllInFile = false;
    try {
      restore(config);
    } catch (FolderException e) {
      isAllInFile = ALL_IN_FILE.matcher(e.getMessage()).find();
      throw e;
    } finally {
      tell(isAllInFile);
    }
  }

  private void restore(Map<String, String> config) throws FolderException {
    if (!Files.isDirectory(folder)) {
      throw new FolderException(folder + " is not a folder");
    }
    Map<String, String> gaps = Gaps.of(folder);
    ExporterGrpc.ExporterBlockingStub exporter = ExporterGrpc.newBlockingStub(channel);
    try {
      exporter.init(InitRequest.newBuilder().setProto("caldav").putAllConfig(config).build());
      Outgoing outgoing = new Outgoing();
      ExporterGrpc.newStub(channel).export(outgoing);
      outgoing.sendHeader(record("/", true, 0, null));
      sendInside(folder, "/", new HashSet<>(), outgoing);
      for (Map.Entry<String, String> gap : gaps.entrySet()) {
        outgoing.sendHeader(record(gap.getKey(), false, 0, gap.getValue()));
      }
      outgoing.halfClose();
      outgoing.awaitEnd();
      outgoing.requireAnswered();
      exporter.close(CloseRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      throw new FolderException(GrpcText.of(e));
    }
  }

  private boolean hasFolder(Causes.Cause cause) {
    return cause.names().stream().anyMatch(name -> Files.isDirectory(folder.resolve("." + name)));
  }

  private synchronized void noteFailure(String path, String why) {
    failures.add(path, why);
  }

  /** Tells what failed, a line for each cause. */
  private synchronized void tell(boolean isAllInFile) {
    for (Causes.Cause cause : isAllInFile ? failures.alike() : failures.equal()) {
      String subject =
          isAllInFile
              ? Causes.subject(cause.names(), hasFolder(cause) ? "files and folders" : "files")
              : String.join(", ", cause.names());
      progress.problem(subject, cause.sentence());
    }
  }

  /** What cannot be read is sent as an error of its own: the restore has to know that it misses. */
  private void sendInside(Path directory, String path, Set<Path> within, Outgoing outgoing)
      throws FolderException {
    List<Path> entries = List.of();
    Path real = null;
    try (Stream<Path> list = Files.list(directory)) {
      entries = list.sorted(BY_NAME).toList();
      real = directory.toRealPath();
    } catch (IOException e) {
      outgoing.sendHeader(record(path, false, 0, "cannot be read: " + Reason.of(e)));
    }
    if (real != null && !within.add(real)) {
      outgoing.sendHeader(record(path, false, 0, "not read: a link to a folder that it is in"));
      return;
    }
    for (Path entry : entries) {
      String name = entry.getFileName().toString();
      String child = path.equals("/") ? "/" + name : path + "/" + name;
      if (Files.isDirectory(entry)) {
        outgoing.sendHeader(record(child, true, 0, null));
        sendInside(entry, child, within, outgoing);
      } else if (!name.startsWith(FolderState.FILE) && !isUnfinished(name)) {
        sendFile(entry, child, outgoing);
      }
    }
    within.remove(real);
  }

  /** What a program that writes vdirs was about to write; a file with events is named. */
  private static boolean isUnfinished(String name) {
    return name.endsWith(".tmp") && (name.startsWith(".") || !name.contains(".ics"));
  }

  private void sendFile(Path file, String path, Outgoing outgoing) throws FolderException {
    if (!Files.isRegularFile(file)) { // a pipe would never end
      String what =
          Files.exists(file) ? "neither a file nor a folder" : "a link that leads nowhere";
      outgoing.sendHeader(record(path, false, 0, "not read: " + what));
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      outgoing.sendHeader(record(path, false, Files.size(file), null));
      for (byte[] chunk = in.readNBytes(CHUNK_BYTES);
          chunk.length > 0;
          chunk = in.readNBytes(CHUNK_BYTES)) {
        outgoing.send(
            ExportRequest.newBuilder().setChunk(UnsafeByteOperations.unsafeWrap(chunk)).build());
      }
      outgoing.send(ExportRequest.newBuilder().setChunk(ByteString.EMPTY).build());
    } catch (IOException e) { // without its last chunk, what was sent of it is not taken
      outgoing.sendHeader(record(path, false, 0, "cannot be read: " + Reason.of(e)));
    }
  }

  private static Record record(String path, boolean directory, long size, String error) {
    String name = path.equals("/") ? "/" : path.substring(path.lastIndexOf('/') + 1);
    FileInfo info =
        FileInfo.newBuilder()
            .setName(name)
            .setSize(size)
            .setMode(directory ? 0x80000000 | 0700 : 0600)
            .setNlink(1)
            .build();
    return Record.newBuilder()
        .setPathname(path)
        .setHasReader(!directory && error == null)
        .setError(error == null ? "" : error)
        .setFileInfo(info)
        .build();
  }

  /** The stream to the exporter, as fast as it takes it, and the results that come back. */
  private final class Outgoing implements ClientResponseObserver<ExportRequest, ExportResponse> {
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private ClientCallStreamObserver<ExportRequest> call;
    private final Map<String, Integer> unanswered = new LinkedHashMap<>();
    private volatile int failed;
    private volatile String answeredTwice;

    @Override
    public void beforeStart(ClientCallStreamObserver<ExportRequest> stream) {
      call = stream;
      call.setOnReadyHandler(this::wake);
    }

    private synchronized void wake() {
      notifyAll();
    }

    void sendHeader(Record record) throws FolderException {
      synchronized (unanswered) {
        unanswered.merge(record.getPathname(), 1, Integer::sum);
      }
      send(ExportRequest.newBuilder().setRecord(record).build());
    }

    /** Calls gRPC without a lock: within the call it may come back to {@link #wake}. */
    void send(ExportRequest request) throws FolderException {
      awaitReady();
      if (end.isDone()) {
        awaitEnd();
        throw new FolderException("the restore ended before all was sent");
      }
      call.onNext(request);
    }

    private synchronized void awaitReady() throws FolderException {
      while (!call.isReady() && !end.isDone()) {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new FolderException("interrupted");
        }
      }
    }

    void halfClose() {
      call.onCompleted();
    }

    void awaitEnd() throws FolderException {
      try {
        end.get();
      } catch (ExecutionException e) {
        String sentence = GrpcText.of(e.getCause());
        throw new FolderException( // what failed was said as the results came
            failed > 0 ? COUNTED.matcher(sentence).replaceFirst("$1") : sentence);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new FolderException("interrupted");
      }
    }

    /** Each record that was sent is answered exactly once. */
    void requireAnswered() throws FolderException {
      synchronized (unanswered) {
        if (answeredTwice != null) {
          throw new FolderException("the restore answered twice for " + answeredTwice);
        }
        if (!unanswered.isEmpty()) {
          throw new FolderException(
              "the restore did not say what became of %d records: %s"
                  .formatted(
                      unanswered.size(),
                      unanswered.keySet().stream()
                          .limit(MAX_NAMED)
                          .collect(Collectors.joining(", "))));
        }
      }
    }

    private void answered(String path) {
      synchronized (unanswered) {
        if (!unanswered.containsKey(path)) {
          answeredTwice = path;
        }
        unanswered.computeIfPresent(path, (p, many) -> many > 1 ? many - 1 : null);
      }
    }

    @Override
    public void onNext(ExportResponse response) {
      Result result = response.getResult();
      String path = result.getHeader().getPathname();
      answered(path);
      boolean file = result.getHeader().getHasReader();
      synchronized (progress) {
        if (!result.getError().isEmpty()) {
          failed++;
          progress.file(calendarOf(path), Progress.Outcome.FAILED);
          if (!result.getError().contains(ENDED)) {
            noteFailure(path, result.getError());
          }
        } else if (file) {
          progress.file(calendarOf(path), Progress.Outcome.RESTORED);
        }
      }
    }

    @Override
    public void onError(Throwable error) {
      end.completeExceptionally(error);
      wake();
    }

    @Override
    public void onCompleted() {
      end.complete(null);
      wake();
    }
  }

  private static String calendarOf(String path) {
    int slash = path.indexOf('/', 1);
    return slash < 0 ? "" : path.substring(1, slash);
  }
}
