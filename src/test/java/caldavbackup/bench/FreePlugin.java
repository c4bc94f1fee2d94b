package caldavbackup.bench;

import caldavbackup.plakar.StdioServer;
import caldavbackup.proto.connectors.FileInfo;
import caldavbackup.proto.connectors.Record;
import caldavbackup.proto.importer.CloseRequest;
import caldavbackup.proto.importer.CloseResponse;
import caldavbackup.proto.importer.ImportRequest;
import caldavbackup.proto.importer.ImportResponse;
import caldavbackup.proto.importer.ImporterGrpc;
import caldavbackup.proto.importer.InitRequest;
import caldavbackup.proto.importer.InitResponse;
import caldavbackup.proto.importer.OpenRequest;
import caldavbackup.proto.importer.OpenResponse;
import caldavbackup.proto.importer.PingRequest;
import caldavbackup.proto.importer.PingResponse;
import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A plugin that costs nothing: as many objects as ours, all in memory. What a backup with it takes
 * is what Plakar itself takes.
 */
public final class FreePlugin extends ImporterGrpc.ImporterImplBase {
  private static final int DIRECTORY = 0x80000000 | 0700;

  private final int objects;
  private final ByteString content;

  private FreePlugin(int objects, int bytes) {
    this.objects = objects;
    this.content = ByteString.copyFrom("x".repeat(bytes), StandardCharsets.US_ASCII);
  }

  /** Serves on stdin and stdout; the number of objects and their size are the arguments. */
  public static void main(String[] args) throws Exception {
    OutputStream stdout = System.out;
    System.setOut(new PrintStream(System.err));
    StdioServer.serve(
        System.in, stdout, new FreePlugin(Integer.parseInt(args[0]), Integer.parseInt(args[1])));
  }

  @Override
  public void init(InitRequest request, StreamObserver<InitResponse> observer) {
    answer(
        observer,
        InitResponse.newBuilder()
            .setOrigin("free")
            .setType("caldav")
            .setRoot("/")
            .setFlags(4)
            .build());
  }

  @Override
  public void ping(PingRequest request, StreamObserver<PingResponse> observer) {
    answer(observer, PingResponse.getDefaultInstance());
  }

  @Override
  public StreamObserver<ImportRequest> import_(StreamObserver<ImportResponse> observer) {
    observer.onNext(record("/", "/", DIRECTORY, 0));
    observer.onNext(record("/work", "work", DIRECTORY, 0));
    for (int i = 0; i < objects; i++) {
      observer.onNext(record("/work/" + i + ".ics", i + ".ics", 0600, content.size()));
    }
    observer.onNext(ImportResponse.newBuilder().setFinished(true).build());
    return new StreamObserver<>() {
      @Override
      public void onNext(ImportRequest acknowledgement) {
        // nothing is kept for it
      }

      @Override
      public void onError(Throwable error) {
        // Plakar has gone
      }

      @Override
      public void onCompleted() {
        observer.onCompleted();
      }
    };
  }

  @Override
  public void open(OpenRequest request, StreamObserver<OpenResponse> observer) {
    // other bytes for each, or Plakar would store them once
    ByteString own =
        ByteString.copyFromUtf8(request.getRecord().getPathname())
            .concat(content)
            .substring(0, content.size());
    answer(observer, OpenResponse.newBuilder().setChunk(own).build());
  }

  @Override
  public void close(CloseRequest request, StreamObserver<CloseResponse> observer) {
    answer(observer, CloseResponse.getDefaultInstance());
  }

  private static ImportResponse record(String path, String name, int mode, long size) {
    return ImportResponse.newBuilder()
        .setRecord(
            Record.newBuilder()
                .setPathname(path)
                .setFileInfo(
                    FileInfo.newBuilder()
                        .setName(name)
                        .setMode(mode)
                        .setSize(size)
                        .setIno(path.hashCode())
                        .setNlink(1)))
        .build();
  }

  private static <T> void answer(StreamObserver<T> observer, T response) {
    observer.onNext(response);
    observer.onCompleted();
  }
}
