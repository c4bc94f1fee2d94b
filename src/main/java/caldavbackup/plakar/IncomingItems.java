package caldavbackup.plakar;

import caldavbackup.proto.connectors.Record;
import caldavbackup.proto.exporter.ExportRequest;
import caldavbackup.restore.plan.RestoreFile;
import caldavbackup.text.Failure;
import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Assembles the stream of an export to complete items: a record, its chunks, and the empty chunk
 * that ends it.
 *
 * <p>Plakar sends only as much as is requested, so a slow server slows Plakar down and does not
 * fill memory. A file without its last chunk never becomes an item with bytes.
 */
final class IncomingItems implements Iterator<RestoreFile> {
  /** Requested messages; each contains at most one chunk of 1 MiB. */
  private static final int MESSAGES_AHEAD = 8;

  private static final int DIRECTORY = 0x80000000;
  private static final Object END = new Object();
  private static final Object CANCELLED = new Object();

  private final ServerCallStreamObserver<?> call;
  private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
  private RestoreFile next;
  private boolean ended;
  private volatile int taken;
  private Record pushedBack;

  IncomingItems(ServerCallStreamObserver<?> call) {
    this.call = call;
    call.disableAutoRequest();
    call.request(MESSAGES_AHEAD);
  }

  /** Receives the messages from gRPC. */
  StreamObserver<ExportRequest> observer() {
    return new StreamObserver<>() {
      @Override
      public void onNext(ExportRequest request) {
        arrived.add(request);
      }

      @Override
      public void onError(Throwable error) {
        cancel();
      }

      @Override
      public void onCompleted() {
        arrived.add(END);
      }
    };
  }

  void cancel() {
    arrived.add(CANCELLED);
  }

  /** The number of items returned so far. */
  int taken() {
    return taken;
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      next = assemble();
      ended |= next == null;
    }
    return next != null;
  }

  @Override
  public RestoreFile next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    RestoreFile item = next;
    next = null;
    taken++;
    return item;
  }

  private RestoreFile assemble() {
    Record record = pushedBack;
    pushedBack = null;
    while (record == null) {
      ExportRequest request = receive();
      if (request == null) {
        return null;
      }
      if (request.getPacketCase() == ExportRequest.PacketCase.RECORD) {
        record = request.getRecord();
      }
    }
    boolean directory = (record.getFileInfo().getMode() & DIRECTORY) != 0;
    if (!record.getHasReader()) {
      String error =
          directory ? null : record.getError().isEmpty() ? "not a file" : record.getError();
      return new RestoreFile(record.getPathname(), directory, null, error, record);
    }
    ByteString bytes = ByteString.EMPTY;
    while (true) {
      ExportRequest request = receive();
      if (request == null || request.getPacketCase() == ExportRequest.PacketCase.RECORD) {
        pushedBack = request == null ? null : request.getRecord();
        return new RestoreFile(
            record.getPathname(), false, null, "its content is incomplete", record);
      }
      if (request.getChunk().isEmpty()) {
        return new RestoreFile(record.getPathname(), false, bytes.toByteArray(), null, record);
      }
      bytes = bytes.concat(request.getChunk());
    }
  }

  /** The next message; null after the last one. */
  private ExportRequest receive() {
    if (ended) {
      return null;
    }
    try {
      Object message = arrived.take();
      if (message == CANCELLED) {
        ended = true;
        throw new UncheckedIOException(
            new Failure(Failure.Kind.CANCELLED, "Plakar cancelled the restore"));
      }
      if (message == END) {
        ended = true;
        return null;
      }
      call.request(1);
      return (ExportRequest) message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended = true;
      throw new UncheckedIOException(
          new Failure(Failure.Kind.CANCELLED, "interrupted while waiting for Plakar"));
    }
  }
}
