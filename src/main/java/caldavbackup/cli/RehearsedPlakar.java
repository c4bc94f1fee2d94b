package caldavbackup.cli;

import caldavbackup.folder.FolderException;
import caldavbackup.proto.connectors.FileInfo;
import caldavbackup.proto.connectors.Record;
import caldavbackup.proto.connectors.Result;
import caldavbackup.proto.exporter.ExportRequest;
import caldavbackup.proto.exporter.ExportResponse;
import caldavbackup.proto.exporter.ExporterGrpc;
import caldavbackup.proto.importer.CloseRequest;
import caldavbackup.proto.importer.ImportRequest;
import caldavbackup.proto.importer.ImportResponse;
import caldavbackup.proto.importer.ImporterGrpc;
import caldavbackup.proto.importer.InitRequest;
import caldavbackup.proto.importer.OpenRequest;
import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Plakar's part in a rehearsal: a client of the services, with its snapshot in memory. */
final class RehearsedPlakar {
  private static final int DIRECTORY = 0x80000000;
  private static final Object END = new Object();

  private final Channel channel;

  RehearsedPlakar(Channel channel) {
    this.channel = channel;
  }

  /**
   * Imports everything.
   *
   * @return the content of each file, null for a directory
   */
  Map<String, byte[]> backup(Map<String, String> config)
      throws FolderException, InterruptedException {
    ImporterGrpc.ImporterBlockingStub importer = ImporterGrpc.newBlockingStub(channel);
    importer.init(InitRequest.newBuilder().setProto("caldav").putAllConfig(config).build());
    Events<ImportResponse> events = new Events<>();
    StreamObserver<ImportRequest> call = ImporterGrpc.newStub(channel).import_(events);
    Map<String, byte[]> snapshot = new TreeMap<>();
    for (ImportResponse next = events.next(); !next.getFinished(); next = events.next()) {
      Record record = next.getRecord();
      boolean isDirectory = (record.getFileInfo().getMode() & DIRECTORY) != 0;
      snapshot.put(record.getPathname(), isDirectory ? null : open(importer, record));
      call.onNext(
          ImportRequest.newBuilder().setResult(Result.newBuilder().setHeader(record)).build());
    }
    call.onCompleted();
    events.requireEnd();
    importer.close(CloseRequest.getDefaultInstance());
    return snapshot;
  }

  private static byte[] open(ImporterGrpc.ImporterBlockingStub importer, Record record) {
    ByteString[] bytes = {ByteString.EMPTY};
    importer
        .open(OpenRequest.newBuilder().setRecord(record).build())
        .forEachRemaining(response -> bytes[0] = bytes[0].concat(response.getChunk()));
    return bytes[0].toByteArray();
  }

  /** Exports a snapshot. */
  void restore(Map<String, String> config, Map<String, byte[]> snapshot)
      throws FolderException, InterruptedException {
    ExporterGrpc.ExporterBlockingStub exporter = ExporterGrpc.newBlockingStub(channel);
    exporter.init(
        caldavbackup.proto.exporter.InitRequest.newBuilder()
            .setProto("caldav")
            .putAllConfig(config)
            .build());
    Events<ExportResponse> events = new Events<>();
    StreamObserver<ExportRequest> call = ExporterGrpc.newStub(channel).export(events);
    snapshot.forEach((path, bytes) -> send(call, path, bytes));
    call.onCompleted();
    for (int answers = 0; answers < snapshot.size(); answers++) {
      Result result = events.next().getResult();
      if (!result.getError().isEmpty()) {
        throw new FolderException(result.getHeader().getPathname() + ": " + result.getError());
      }
    }
    events.requireEnd();
    exporter.close(caldavbackup.proto.exporter.CloseRequest.getDefaultInstance());
  }

  private static void send(StreamObserver<ExportRequest> call, String path, byte[] bytes) {
    FileInfo info =
        FileInfo.newBuilder()
            .setName(path.substring(path.lastIndexOf('/') + 1))
            .setMode(bytes == null ? DIRECTORY | 0700 : 0600)
            .setSize(bytes == null ? 0 : bytes.length)
            .build();
    Record record =
        Record.newBuilder().setPathname(path).setHasReader(bytes != null).setFileInfo(info).build();
    call.onNext(ExportRequest.newBuilder().setRecord(record).build());
    if (bytes != null) {
      call.onNext(ExportRequest.newBuilder().setChunk(ByteString.copyFrom(bytes)).build());
      call.onNext(ExportRequest.newBuilder().setChunk(ByteString.EMPTY).build());
    }
  }

  /** The messages of a service, one by one. */
  private static final class Events<T> implements StreamObserver<T> {
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    @Override
    public void onNext(T message) {
      events.add(message);
    }

    @Override
    public void onError(Throwable error) {
      events.add(error);
    }

    @Override
    public void onCompleted() {
      events.add(END);
    }

    @SuppressWarnings("unchecked") // only onNext adds objects of other types
    T next() throws FolderException, InterruptedException {
      Object event = events.take();
      if (event == END || event instanceof Throwable) {
        throw new FolderException("the rehearsal broke off: " + event);
      }
      return (T) event;
    }

    void requireEnd() throws FolderException, InterruptedException {
      Object event = events.take();
      if (event != END) {
        throw new FolderException("the rehearsal did not end well: " + event);
      }
    }
  }
}
