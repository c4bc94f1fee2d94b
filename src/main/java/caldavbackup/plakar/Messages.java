package caldavbackup.plakar;

import caldavbackup.backup.SnapshotEntry;
import caldavbackup.proto.connectors.FileInfo;
import caldavbackup.proto.connectors.Record;
import caldavbackup.proto.connectors.Result;
import caldavbackup.proto.exporter.ExportResponse;
import caldavbackup.proto.importer.ImportResponse;
import caldavbackup.proto.importer.OpenResponse;
import caldavbackup.restore.plan.RecordResult;
import caldavbackup.text.Failure;
import caldavbackup.text.OptionalLibrary;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.camel.Exchange;
import org.apache.camel.component.grpc.GrpcConstants;

/** Bean {@code caldavMessages}: converts objects of the routes to messages of Plakar's protocol. */
public final class Messages {
  /** Plakar accepts messages of up to 4 MiB; smaller ones keep the flow steady. */
  static final int CHUNK_BYTES = 256 << 10;

  // Go's fs.FileMode: the directory bit and the permissions of the owner
  private static final int DIRECTORY_MODE = 0x80000000 | 0700;
  private static final int FILE_MODE = 0600;

  /**
   * Created when the routes are loaded.
   *
   * @throws Failure when the library for the messages is missing
   */
  public Messages() throws Failure {
    OptionalLibrary.CAMEL_GRPC.require("plakar.camel.yaml");
  }

  /** Converts the entry in the body to its record, the next message of the stream. */
  public void emitRecord(Exchange exchange) {
    emit(exchange, record(exchange.getMessage().getBody(SnapshotEntry.class)));
  }

  /** Converts the result of a record in the body to the next message of the stream. */
  public void emitResult(Exchange exchange) {
    emit(exchange, result(exchange.getMessage().getBody(RecordResult.class)));
  }

  private static void emit(Exchange exchange, Object message) {
    exchange.getMessage().setBody(message);
    exchange
        .getMessage()
        .setHeader(GrpcConstants.GRPC_EVENT_TYPE_HEADER, GrpcConstants.GRPC_EVENT_TYPE_ON_NEXT);
  }

  /** The record of one entry. */
  static ImportResponse record(SnapshotEntry entry) {
    FileInfo info =
        FileInfo.newBuilder()
            .setName(entry.name())
            .setSize(entry.size())
            .setMode(entry.directory() ? DIRECTORY_MODE : FILE_MODE)
            .setModTime(
                Timestamp.newBuilder()
                    .setSeconds(entry.modified().getEpochSecond())
                    .setNanos(entry.modified().getNano()))
            .setIno(entry.version())
            .setNlink(1)
            .build();
    return ImportResponse.newBuilder()
        .setRecord(Record.newBuilder().setPathname(entry.path()).setFileInfo(info))
        .build();
  }

  /** The result of one restored record. It contains the complete record, as Plakar expects. */
  static ExportResponse result(RecordResult answer) {
    Result.Builder result = Result.newBuilder().setHeader((Record) answer.item().receipt());
    if (answer.error() != null) {
      result.setError(answer.labelledError());
    }
    return ExportResponse.newBuilder().setResult(result).build();
  }

  /** The bytes in the body, or the stream while it arrives, in non-empty chunks. */
  public Iterator<OpenResponse> chunks(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    return body instanceof InputStream in ? new StreamChunks(in) : chunks((byte[]) body);
  }

  /** The bytes in non-empty chunks; none for null. */
  static Iterator<OpenResponse> chunks(byte[] bytes) {
    return new ArrayChunks(bytes);
  }

  private static OpenResponse chunk(byte[] bytes, int offset, int length) {
    ByteString data = UnsafeByteOperations.unsafeWrap(bytes, offset, length);
    return OpenResponse.newBuilder().setChunk(data).build();
  }

  private static final class ArrayChunks implements Iterator<OpenResponse> {
    private final byte[] bytes;
    private int at;

    ArrayChunks(byte[] bytes) {
      this.bytes = bytes == null ? new byte[0] : bytes;
    }

    @Override
    public boolean hasNext() {
      return at < bytes.length;
    }

    @Override
    public OpenResponse next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int length = Math.min(CHUNK_BYTES, bytes.length - at);
      OpenResponse response = chunk(bytes, at, length);
      at += length;
      return response;
    }
  }

  private static final class StreamChunks implements Iterator<OpenResponse>, java.io.Closeable {
    private final InputStream in;
    private byte[] next;

    StreamChunks(InputStream in) {
      this.in = in;
    }

    @Override
    public boolean hasNext() {
      try {
        next = next == null ? in.readNBytes(CHUNK_BYTES) : next;
        return next.length > 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public OpenResponse next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      OpenResponse response = chunk(next, 0, next.length);
      next = null;
      return response;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
