package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.proto.connectors.Record;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More than the heap holds passes through it: the launcher's own heap, of 96 MB. */
class StreamingIT {
  private static final long LISTING_BYTES = 250L << 20;
  private static final int OBJECT_BYTES = 120 << 20;

  private final AtomicLong written = new AtomicLong();
  private FaultServer server;
  private PluginProcess plugin;

  @BeforeEach
  void start() throws Exception {
    server = FaultServer.start().calendar("work");
    plugin = PluginProcess.start("importer");
    ImportCall.init(plugin.channel(), Map.of("location", server.location() + "home/work/"));
  }

  @AfterEach
  void stop() throws Exception {
    plugin.close();
    server.close();
  }

  @Test
  void a_listing_of_250_megabytes_passes_record_by_record() throws Throwable {
    serveHugeListing();
    ImportCall call = new ImportCall(plugin.channel(), 500);
    long records = 0;
    for (Record record = call.next(); record != null; record = call.next()) {
      records++;
      call.acknowledge(record);
      call.more(1);
    }
    call.halfClose();
    call.awaitEnd();
    assertThat(written.get()).isGreaterThan(LISTING_BYTES);
    assertThat(records).isGreaterThan(LISTING_BYTES / 2000).isEqualTo(objects.get() + 4);
    assertThat(plugin.stderr()).isEmpty();
  }

  @Test
  void a_plakar_that_does_not_read_makes_the_server_wait() throws Throwable {
    serveHugeListing();
    ImportCall call = new ImportCall(plugin.channel(), 1);
    call.next();
    long stillAt = Await.still("what the server could write", written::get);
    assertThat(stillAt).isLessThan(LISTING_BYTES / 3);
    call.more(500);
    for (Record record = call.next(); record != null; record = call.next()) {
      call.acknowledge(record);
      call.more(1);
    }
    assertThat(written.get()).isGreaterThan(LISTING_BYTES);
  }

  @Test
  void an_object_larger_than_the_heap_is_handed_on_as_it_comes() throws Throwable {
    byte[] line =
        "DESCRIPTION:0123456789012345678901234567890123456789\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    long length = OBJECT_BYTES / line.length * (long) line.length;
    server.objects("work").put("large.ics", "small in the listing");
    server.fault(
        FaultServer.on(
            "GET",
            ".*large.ics",
            (exchange, body) -> {
              exchange.sendResponseHeaders(200, length);
              try (OutputStream out = exchange.getResponseBody()) {
                for (long at = 0; at < length; at += line.length) {
                  out.write(line);
                }
              }
              return true;
            }));
    ImportCall call = new ImportCall(plugin.channel(), 100);
    for (Record record = call.next(); record != null; record = call.next()) {
      call.more(1);
    }
    long received = 0;
    for (Iterator<caldavbackup.proto.importer.OpenResponse> chunks = call.chunks("/work/large.ics");
        chunks.hasNext(); ) {
      received += chunks.next().getChunk().size();
    }
    assertThat(received).isEqualTo(length);
  }

  private final AtomicLong objects = new AtomicLong();

  /** Makes the calendar's listing as long as it must be, each object with a long property. */
  private void serveHugeListing() {
    char[] padding = new char[1000];
    Arrays.fill(padding, 'x');
    String comment = "<x:note xmlns:x='urn:x'>" + new String(padding) + "</x:note>";
    server.fault(
        (exchange, body) -> {
          boolean listing =
              exchange.getRequestMethod().equals("PROPFIND")
                  && "1".equals(exchange.getRequestHeaders().getFirst("Depth"))
                  && body.contains("getetag");
          if (!listing) {
            return false;
          }
          exchange.sendResponseHeaders(207, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            String[] envelope = FaultServer.envelope("|").split("\\|");
            write(out, envelope[0] + FaultServer.calendarResponse("work"));
            while (written.get() <= LISTING_BYTES) {
              String name = "object-" + objects.incrementAndGet() + ".ics";
              write(out, FaultServer.member("work", name, name, comment));
            }
            write(out, envelope[1]);
          }
          return true;
        });
  }

  private void write(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(bytes);
    written.addAndGet(bytes.length);
  }
}
