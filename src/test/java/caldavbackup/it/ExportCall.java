package caldavbackup.it;

import caldavbackup.proto.connectors.FileInfo;
import caldavbackup.proto.connectors.Record;
import caldavbackup.proto.connectors.Result;
import caldavbackup.proto.exporter.ExportRequest;
import caldavbackup.proto.exporter.ExportResponse;
import caldavbackup.proto.exporter.ExporterGrpc;
import caldavbackup.proto.exporter.InitRequest;
import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * An export as Plakar runs it: headers, chunks, an empty chunk at each end, and the results that
 * come back.
 */
final class ExportCall implements StreamObserver<ExportResponse> {
  private final StreamObserver<ExportRequest> call;
  private final Map<String, Result> results = new ConcurrentSkipListMap<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  ExportCall(Channel channel, Map<String, String> config) {
    init(channel, config);
    call = ExporterGrpc.newStub(channel).export(this);
  }

  static void init(Channel channel, Map<String, String> config) {
    ExporterGrpc.newBlockingStub(channel)
        .init(InitRequest.newBuilder().setProto("caldav+http").putAllConfig(config).build());
  }

  ExportCall directory(String path) {
    return header(path, 0x800001C0, 0, false);
  }

  ExportCall file(String path, String content) {
    unended(path, content);
    call.onNext(ExportRequest.newBuilder().setChunk(ByteString.EMPTY).build());
    return this;
  }

  /** A file whose end never comes. */
  ExportCall unended(String path, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    header(path, 0600, bytes.length, true);
    for (int at = 0; at < bytes.length; at += 7) { // many small chunks
      int length = Math.min(7, bytes.length - at);
      call.onNext(
          ExportRequest.newBuilder().setChunk(ByteString.copyFrom(bytes, at, length)).build());
    }
    return this;
  }

  private ExportCall header(String path, int mode, long size, boolean hasReader) {
    String name = path.equals("/") ? "/" : path.substring(path.lastIndexOf('/') + 1);
    FileInfo info =
        FileInfo.newBuilder()
            .setName(name)
            .setMode(mode)
            .setSize(size)
            .setNlink(1)
            .setIno(42)
            .build();
    call.onNext(
        ExportRequest.newBuilder()
            .setRecord(
                Record.newBuilder().setPathname(path).setHasReader(hasReader).setFileInfo(info))
            .build());
    return this;
  }

  /** Closes our side and waits for theirs; the error of the stream, null when there is none. */
  Throwable end() throws Exception {
    call.onCompleted();
    try {
      end.get(1, TimeUnit.MINUTES);
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  /** The results so far, by path. */
  Map<String, Result> results() {
    return results;
  }

  String error(String path) {
    return results.get(path).getError();
  }

  @Override
  public void onNext(ExportResponse response) {
    results.put(response.getResult().getHeader().getPathname(), response.getResult());
  }

  @Override
  public void onError(Throwable error) {
    end.completeExceptionally(error);
  }

  @Override
  public void onCompleted() {
    end.complete(null);
  }
}
