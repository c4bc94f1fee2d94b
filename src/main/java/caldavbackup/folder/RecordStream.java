package caldavbackup.folder;

import caldavbackup.proto.connectors.Record;
import caldavbackup.proto.connectors.Result;
import caldavbackup.proto.importer.ImportRequest;
import caldavbackup.proto.importer.ImportResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.BlockingQueue;

/**
 * The stream of records of a backup, taken as fast as they are dealt with. Each record, the error
 * that ended the stream, or {@link #COMPLETED} comes out of the queue of events.
 */
final class RecordStream implements ClientResponseObserver<ImportRequest, ImportResponse> {
  static final Throwable COMPLETED =
      new Throwable("the stream ended without saying that it is finished");

  private final int ahead;
  private final BlockingQueue<Object> events;
  private ClientCallStreamObserver<ImportRequest> call;

  RecordStream(int ahead, BlockingQueue<Object> events) {
    this.ahead = ahead;
    this.events = events;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ImportRequest> stream) {
    call = stream;
    call.disableAutoRequestWithInitial(ahead);
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
    events.add(COMPLETED);
  }

  synchronized void more() {
    call.request(1);
  }

  synchronized void acknowledge(Record record) {
    call.onNext(
        ImportRequest.newBuilder().setResult(Result.newBuilder().setHeader(record)).build());
  }

  synchronized void halfClose() {
    call.onCompleted();
  }
}
