package caldavbackup.plakar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.backup.SnapshotEntry;
import caldavbackup.proto.connectors.FileInfo;
import caldavbackup.proto.connectors.Record;
import caldavbackup.proto.connectors.Result;
import caldavbackup.proto.importer.OpenResponse;
import caldavbackup.restore.plan.RecordResult;
import caldavbackup.restore.plan.RestoreFile;
import caldavbackup.text.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
  private final Messages messages;

  MessagesTest() throws Failure {
    messages = new Messages();
  }

  @Test
  void a_files_record_is_as_plakar_stores_it() {
    Instant modified = Instant.parse("2026-01-02T10:00:00.5Z");
    Record record =
        Messages.record(new SnapshotEntry("/work/ü.ics", false, 42, modified, -7)).getRecord();
    FileInfo info = record.getFileInfo();
    assertThat(record.getPathname()).isEqualTo("/work/ü.ics");
    assertThat(info.getName()).isEqualTo("ü.ics");
    assertThat(info.getSize()).isEqualTo(42);
    assertThat(info.getMode()).isEqualTo(0600);
    assertThat(info.getNlink()).isEqualTo(1);
    assertThat(info.getIno()).isEqualTo(-7);
    assertThat(info.getModTime().getSeconds()).isEqualTo(modified.getEpochSecond());
    assertThat(info.getModTime().getNanos()).isEqualTo(500_000_000);
  }

  @Test
  void a_directorys_record_says_so_in_the_way_of_go() {
    FileInfo info =
        Messages.record(new SnapshotEntry("/", true, 0, Instant.EPOCH, 0))
            .getRecord()
            .getFileInfo();
    assertThat(info.getName()).isEqualTo("/");
    assertThat(Integer.toUnsignedString(info.getMode(), 16)).isEqualTo("800001c0");
  }

  @Test
  void a_file_of_unknown_size_says_minus_one() {
    FileInfo info =
        Messages.record(new SnapshotEntry("/a", false, -1, Instant.EPOCH, 1))
            .getRecord()
            .getFileInfo();
    assertThat(info.getSize()).isEqualTo(-1);
  }

  @Test
  void a_result_carries_the_whole_record_back_and_an_error_only_where_there_is_one() {
    Record record = Record.newBuilder().setPathname("/a").setTarget("kept").build();
    RestoreFile item = new RestoreFile("/a", false, new byte[0], null, record);
    Result good = Messages.result(new RecordResult(item)).getResult();
    assertThat(good.getHeader()).isEqualTo(record);
    assertThat(good.getError()).isEmpty();
    Result bad = Messages.result(new RecordResult(item).failed("refused")).getResult();
    assertThat(bad.getHeader()).isEqualTo(record);
    assertThat(bad.getError()).isEqualTo("refused");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        Messages.CHUNK_BYTES - 1,
        Messages.CHUNK_BYTES,
        Messages.CHUNK_BYTES + 1,
        1_000_000
      })
  void bytes_and_streams_go_in_chunks_that_are_never_empty_nor_too_large(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    InputStream slow =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, Math.min(length, 1000));
          }
        };
    for (Object body : new Object[] {bytes, slow}) {
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      Iterator<OpenResponse> chunks = chunks(body);
      while (chunks.hasNext()) {
        byte[] chunk = chunks.next().getChunk().toByteArray();
        assertThat(chunk).hasSizeBetween(1, Messages.CHUNK_BYTES);
        joined.writeBytes(chunk);
      }
      assertThat(joined.toByteArray()).isEqualTo(bytes);
      assertThatThrownBy(chunks::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void no_body_is_no_chunk() {
    assertThat(chunks(null)).isExhausted();
  }

  @Test
  void a_stream_that_breaks_is_an_error_and_never_a_short_file() throws IOException {
    boolean[] closed = {false};
    InputStream broken =
        new InputStream() {
          private int left = Messages.CHUNK_BYTES + 10;

          @Override
          public int read() throws IOException {
            if (left-- <= 0) {
              throw new IOException("reset");
            }
            return 'x';
          }

          @Override
          public void close() {
            closed[0] = true;
          }
        };
    Iterator<OpenResponse> chunks = chunks(broken);
    assertThat(chunks.next().getChunk().size()).isEqualTo(Messages.CHUNK_BYTES);
    assertThatThrownBy(chunks::hasNext).isInstanceOf(UncheckedIOException.class);
    ((Closeable) chunks).close();
    assertThat(closed[0]).isTrue();
  }

  private Iterator<OpenResponse> chunks(Object body) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(body);
    return messages.chunks(exchange);
  }
}
