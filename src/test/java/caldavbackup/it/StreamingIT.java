package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.proto.connectors.Record;
import caldavbackup.proto.importer.OpenResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More than the heap holds passes through it: the launcher's own heap, of 96 MB. */
class StreamingIT {
  private static final long LISTING_BYTES = 250L << 20;
  private static final long HEAP_BYTES = 96L << 20;
  private static final int OBJECT_BYTES = 120 << 20;
  private static final int LARGE_OBJECTS = 300;
  private static final Pattern NUMBER = Pattern.compile("/(\\d+)\\.ics");

  private final AtomicLong written = new AtomicLong();
  private final AtomicLong objects = new AtomicLong();
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
    assertEveryObjectComes(new ImportCall(plugin.channel(), 500));
  }

  @Test
  void a_plakar_that_does_not_read_keeps_no_server_waiting() throws Throwable {
    serveHugeListing();
    ImportCall call = new ImportCall(plugin.channel(), 1);
    Await.until("most of the listing was read", () -> written.get() > LISTING_BYTES / 2);
    call.more(500);
    assertEveryObjectComes(call);
  }

  private void assertEveryObjectComes(ImportCall call) throws Throwable {
    long received = 0;
    for (Record record = call.next(); record != null; record = call.next()) {
      if (record.getPathname().endsWith(".ics")) {
        received++;
        assertThat(record.getPathname()).isEqualTo("/work/object-" + received + ".ics");
      }
      call.acknowledge(record);
      call.more(1);
    }
    call.halfClose();
    call.awaitEnd();
    assertThat(written.get()).isGreaterThan(LISTING_BYTES);
    assertThat(received).isGreaterThan(LISTING_BYTES / 2000).isEqualTo(objects.get());
    assertThat(plugin.stderr()).isEmpty();
  }

  @Test
  void an_object_larger_than_the_heap_is_handed_on_as_it_comes() throws Throwable {
    MessageDigest sent = MessageDigest.getInstance("SHA-256");
    server.objects("work").put("large.ics", "small in the listing");
    String grown = "\"it grew since it was listed\"";
    FaultyHttp.Fault asked =
        FaultServer.on(
            "PROPFIND",
            ".*large.ics",
            FaultServer.answer(
                207,
                "application/xml",
                FaultServer.envelope(
                    FaultServer.response(
                        "/home/work/large.ics",
                        "<d:getetag>"
                            + grown
                            + "</d:getetag><d:getcontentlength>"
                            + OBJECT_BYTES
                            + "</d:getcontentlength>"))));
    FaultyHttp.Fault read =
        FaultServer.on(
            "GET",
            ".*large.ics",
            (exchange, body) -> {
              sent.reset(); // it is read twice: once as listed, once as it is now
              exchange.getResponseHeaders().set("ETag", grown);
              exchange.sendResponseHeaders(200, OBJECT_BYTES);
              try (OutputStream out = new DigestOutputStream(exchange.getResponseBody(), sent)) {
                write(out, "BEGIN:VCALENDAR\r\n");
                for (int line = 2; line < OBJECT_BYTES / 16; line++) {
                  write(out, "X-LINE:%07d\r\n".formatted(line));
                }
                write(out, "END:VCALENDAR\r\n");
              }
              return true;
            });
    server.fault((exchange, body) -> asked.answer(exchange, body) || read.answer(exchange, body));
    ImportCall call = new ImportCall(plugin.channel(), 100);
    assertThat(call.all()).containsKey("/work/large.ics");
    MessageDigest received = MessageDigest.getInstance("SHA-256");
    long length = 0;
    Iterator<OpenResponse> chunks = call.chunks("/work/large.ics");
    while (chunks.hasNext()) {
      byte[] chunk = chunks.next().getChunk().toByteArray();
      received.update(chunk);
      length += chunk.length;
    }
    assertThat(length).isEqualTo(OBJECT_BYTES);
    assertThat(received.digest()).isEqualTo(sent.digest());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void multigets_larger_than_the_heap_bring_every_object(boolean lengthsInListing)
      throws Throwable {
    serveLargeObjects(lengthsInListing);
    ImportCall call = new ImportCall(plugin.channel(), 500);
    Map<String, Record> records = new LinkedHashMap<>(call.all());
    for (int i = 0; i < LARGE_OBJECTS; i++) {
      Record record = records.get("/work/" + i + ".ics");
      assertThat(record).as("%d", i).isNotNull();
      assertThat(
              new String(call.open(record.getPathname()), StandardCharsets.UTF_8).equals(large(i)))
          .as("object %d as it is on the server", i)
          .isTrue();
      call.acknowledge(record);
    }
    assertThat(written.get()).as("bytes of multigets").isGreaterThan(HEAP_BYTES);
    assertThat(plugin.stderr()).isEmpty();
  }

  /** Serves objects that are large together, each time anew: this process need not hold them. */
  private void serveLargeObjects(boolean lengthsInListing) {
    FaultServer.Fault listing =
        FaultServer.onListing(
            "work",
            (exchange, body) -> {
              StringBuilder all = new StringBuilder(FaultServer.calendarResponse("work"));
              for (int i = 0; i < LARGE_OBJECTS; i++) {
                String member = FaultServer.member("work", i + ".ics", large(i), "");
                all.append(
                    lengthsInListing
                        ? member
                        : member.replaceAll("<d:getcontentlength>.*</d:getcontentlength>", ""));
              }
              FaultServer.multistatus(exchange, all.toString());
              return true;
            });
    FaultServer.Fault multiget =
        FaultServer.onMultiget(
            (exchange, body) -> {
              exchange.sendResponseHeaders(207, 0);
              try (OutputStream out = exchange.getResponseBody()) {
                String[] envelope = FaultServer.envelope("|").split("\\|");
                write(out, envelope[0]);
                for (Matcher number = NUMBER.matcher(body); number.find(); ) {
                  String ics = large(Integer.parseInt(number.group(1)));
                  String name = number.group(1) + ".ics";
                  write(out, FaultServer.member("work", name, ics, FaultServer.data(ics)));
                }
                write(out, envelope[1]);
              }
              return true;
            });
    FaultServer.Fault get =
        FaultServer.on(
            "GET",
            ".*",
            (exchange, body) -> {
              Matcher number = NUMBER.matcher(exchange.getRequestURI().getPath());
              String ics = number.find() ? large(Integer.parseInt(number.group(1))) : "";
              FaultServer.reply(exchange, 200, "text/calendar", ics);
              return true;
            });
    server.fault(
        (exchange, body) ->
            listing.answer(exchange, body)
                || multiget.answer(exchange, body)
                || get.answer(exchange, body));
  }

  /** About 420 KB, no two the same: less than what is always streamed by itself. */
  private static String large(int number) {
    String line = "no. %05d ".formatted(number).repeat(6) + "\r\n ";
    return Ics.object(
        "VEVENT",
        "large-" + number,
        "DTSTART:20260102T100000Z",
        "DESCRIPTION:" + line.repeat(7_500) + "end");
  }

  /** Makes the calendar's listing as long as it must be, each object with a long property. */
  private void serveHugeListing() {
    String comment = "<x:note xmlns:x='urn:x'>" + "x".repeat(1000) + "</x:note>";
    server.fault(
        FaultServer.onListing(
            "work",
            (exchange, body) -> {
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
            }));
  }

  private void write(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(bytes);
    written.addAndGet(bytes.length);
  }
}
