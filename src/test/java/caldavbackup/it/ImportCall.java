package caldavbackup.it;

import caldavbackup.proto.connectors.Record;
import caldavbackup.proto.connectors.Result;
import caldavbackup.proto.importer.ImportRequest;
import caldavbackup.proto.importer.ImportResponse;
import caldavbackup.proto.importer.ImporterGrpc;
import caldavbackup.proto.importer.InitRequest;
import caldavbackup.proto.importer.InitResponse;
import caldavbackup.proto.importer.OpenRequest;
import caldavbackup.proto.importer.OpenResponse;
import caldavbackup.proto.importer.PingRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An import as Plakar runs it, step by step, so that a test may do each at another time. */
final class ImportCall implements ClientResponseObserver<ImportRequest, ImportResponse> {
  private static final Object END = new Object();

  private final ImporterGrpc.ImporterBlockingStub importer;
  private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
  private final int initial;
  private ClientCallStreamObserver<ImportRequest> call;

  /** Opens the stream and asks for so many records at first. */
  ImportCall(Channel channel, int initial) {
    this.initial = initial;
    importer = ImporterGrpc.newBlockingStub(channel);
    ImporterGrpc.newStub(channel).import_(this);
  }

  static InitResponse init(Channel channel, Map<String, String> config) {
    return ImporterGrpc.newBlockingStub(channel)
        .init(InitRequest.newBuilder().setProto("caldav+http").putAllConfig(config).build());
  }

  /** How a Ping ends. */
  static Status ping(Channel channel) {
    try {
      ImporterGrpc.newBlockingStub(channel).ping(PingRequest.getDefaultInstance());
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ImportRequest> stream) {
    call = stream;
    call.disableAutoRequestWithInitial(initial);
  }

  /** The next record; null when the server said that it is finished. */
  Record next() throws Throwable {
    Object event = events.poll(1, TimeUnit.MINUTES);
    if (event instanceof Throwable thrown) {
      throw thrown;
    }
    if (!(event instanceof ImportResponse response)) {
      throw new AssertionError(
          event == null ? "no record came" : "the stream ended without saying that it is finished");
    }
    return response.getFinished() ? null : response.getRecord();
  }

  /** All records, asked for one by one. */
  Map<String, Record> all() throws Throwable {
    Map<String, Record> records = new LinkedHashMap<>();
    for (Record record = next(); record != null; record = next()) {
      records.put(record.getPathname(), record);
      more(1);
    }
    return records;
  }

  void more(int records) {
    call.request(records);
  }

  void acknowledge(Record record) {
    call.onNext(
        ImportRequest.newBuilder().setResult(Result.newBuilder().setHeader(record)).build());
  }

  void halfClose() {
    call.onCompleted();
  }

  /** Waits for the server to end the call. */
  void awaitEnd() throws Throwable {
    Object event = events.poll(1, TimeUnit.MINUTES);
    if (event instanceof Throwable thrown) {
      throw thrown;
    }
    if (event != END) {
      throw new AssertionError("the call did not end: " + event);
    }
  }

  boolean hasNothingToSay() {
    return events.isEmpty();
  }

  /** The bytes of one path. */
  byte[] open(String path) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Iterator<OpenResponse> chunks = chunks(path); chunks.hasNext(); ) {
      OpenResponse chunk = chunks.next();
      if (chunk.getChunk().isEmpty()) {
        throw new AssertionError("an empty chunk: Plakar takes it for an error");
      }
      chunk.getChunk().writeTo(bytes);
    }
    return bytes.toByteArray();
  }

  Iterator<OpenResponse> chunks(String path) {
    return importer.open(
        OpenRequest.newBuilder().setRecord(Record.newBuilder().setPathname(path)).build());
  }

  @Override
  public void onNext(ImportResponse response) {
    events.add(response);
  }

  @Override
  public void onError(Throwable error) {
    events.add(error);
  }

  @Override
  public void onCompleted() {
    events.add(END);
  }
}
