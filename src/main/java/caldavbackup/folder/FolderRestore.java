package caldavbackup.folder;

import caldavbackup.proto.connectors.FileInfo;
import caldavbackup.proto.connectors.Record;
import caldavbackup.proto.connectors.Result;
import caldavbackup.proto.exporter.CloseRequest;
import caldavbackup.proto.exporter.ExportRequest;
import caldavbackup.proto.exporter.ExportResponse;
import caldavbackup.proto.exporter.ExporterGrpc;
import caldavbackup.proto.exporter.InitRequest;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * Restores a plain folder (a vdir) into an account, speaking to the exporter service as Plakar
 * does.
 */
public final class FolderRestore {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final Comparator<Path> BY_NAME =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getFileName().toString().getBytes(StandardCharsets.UTF_8),
              b.getFileName().toString().getBytes(StandardCharsets.UTF_8));

  private final Channel channel;
  private final Path folder;
  private final Progress progress;

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
    if (!Files.isDirectory(folder)) {
      throw new FolderException(folder + " is not a folder");
    }
    ExporterGrpc.ExporterBlockingStub exporter = ExporterGrpc.newBlockingStub(channel);
    try {
      exporter.init(InitRequest.newBuilder().setProto("caldav").putAllConfig(config).build());
      Outgoing outgoing = new Outgoing();
      ExporterGrpc.newStub(channel).export(outgoing);
      try {
        outgoing.sendHeader(record("/", true, 0, false));
        sendInside(folder, "/", outgoing);
        outgoing.halfClose();
      } catch (IOException e) {
        outgoing.cancel(e);
        throw new FolderException("cannot be read: " + e.getMessage());
      }
      outgoing.awaitEnd();
      exporter.close(CloseRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      throw new FolderException(GrpcText.of(e));
    }
  }

  private void sendInside(Path directory, String path, Outgoing outgoing)
      throws IOException, FolderException {
    List<Path> entries;
    try (Stream<Path> list = Files.list(directory)) {
      entries = list.sorted(BY_NAME).toList();
    }
    for (Path entry : entries) {
      String name = entry.getFileName().toString();
      String child = path.equals("/") ? "/" + name : path + "/" + name;
      if (Files.isDirectory(entry)) {
        outgoing.sendHeader(record(child, true, 0, false));
        sendInside(entry, child, outgoing);
      } else if (!name.startsWith(FolderState.FILE) && !name.endsWith(".tmp")) {
        outgoing.sendHeader(record(child, false, Files.size(entry), true));
        try (InputStream in = Files.newInputStream(entry)) {
          for (byte[] chunk = in.readNBytes(CHUNK_BYTES);
              chunk.length > 0;
              chunk = in.readNBytes(CHUNK_BYTES)) {
            outgoing.send(
                ExportRequest.newBuilder()
                    .setChunk(UnsafeByteOperations.unsafeWrap(chunk))
                    .build());
          }
        }
        outgoing.send(ExportRequest.newBuilder().setChunk(ByteString.EMPTY).build());
      }
    }
  }

  private static Record record(String path, boolean directory, long size, boolean hasReader) {
    String name = path.equals("/") ? "/" : path.substring(path.lastIndexOf('/') + 1);
    FileInfo info =
        FileInfo.newBuilder()
            .setName(name)
            .setSize(size)
            .setMode(directory ? 0x80000000 | 0700 : 0600)
            .setNlink(1)
            .build();
    return Record.newBuilder().setPathname(path).setHasReader(hasReader).setFileInfo(info).build();
  }

  /** The stream to the exporter, as fast as it takes it, and the results that come back. */
  private final class Outgoing implements ClientResponseObserver<ExportRequest, ExportResponse> {
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private ClientCallStreamObserver<ExportRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<ExportRequest> stream) {
      call = stream;
      call.setOnReadyHandler(this::wake);
    }

    private synchronized void wake() {
      notifyAll();
    }

    void sendHeader(Record record) throws FolderException {
      send(ExportRequest.newBuilder().setRecord(record).build());
    }

    synchronized void send(ExportRequest request) throws FolderException {
      while (!call.isReady() && !end.isDone()) {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new FolderException("interrupted");
        }
      }
      if (end.isDone()) {
        awaitEnd();
        throw new FolderException("the restore ended before all was sent");
      }
      call.onNext(request);
    }

    synchronized void halfClose() {
      call.onCompleted();
    }

    void cancel(Throwable why) {
      call.cancel("the folder could not be read", why);
    }

    void awaitEnd() throws FolderException {
      try {
        end.get();
      } catch (ExecutionException e) {
        throw new FolderException(GrpcText.of(e.getCause()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new FolderException("interrupted");
      }
    }

    @Override
    public void onNext(ExportResponse response) {
      Result result = response.getResult();
      String path = result.getHeader().getPathname();
      boolean file = result.getHeader().getHasReader();
      synchronized (progress) {
        if (!result.getError().isEmpty()) {
          progress.file(calendarOf(path), Progress.Outcome.FAILED);
          progress.problem(path, result.getError());
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
