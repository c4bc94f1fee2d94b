package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.proto.connectors.Record;
import caldavbackup.proto.importer.CloseRequest;
import caldavbackup.proto.importer.ImporterGrpc;
import caldavbackup.proto.importer.InitResponse;
import caldavbackup.proto.importer.OpenRequest;
import caldavbackup.proto.importer.PingRequest;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The launcher as Plakar's importer: each step of its life cycle, in the orders that Plakar uses.
 */
@Tag("radicale")
class ImporterLifeCycleIT {
  private static final int OBJECTS = 2_000;
  private static final int DIRECTORY_0700 = 0x800001C0;
  private static RadicaleServer radicale;

  private PluginProcess plugin;

  @BeforeAll
  static void startServer() throws Exception {
    radicale = RadicaleServer.start();
    DavClient alice = radicale.client("alice");
    alice.put("/alice/", "work", "one.ics", Ics.event("one", "Eins"));
    for (int i = 0; i < OBJECTS; i++) {
      radicale.plant(
          "alice", "many", String.format("m%05d.ics", i), Ics.event("m" + i, "Nummer " + i));
    }
    alice.hrefs("/alice/many/"); // Radicale reads them once
  }

  @AfterAll
  static void stopServer() {
    radicale.close();
  }

  @BeforeEach
  void startPlugin() throws Exception {
    plugin = PluginProcess.start("importer");
  }

  @AfterEach
  void stopPlugin() throws Exception {
    plugin.close();
  }

  @Test
  void init_says_who_the_account_is_and_that_no_second_process_is_needed() throws Exception {
    InitResponse init = ImportCall.init(plugin.channel(), config(""));
    assertThat(init.getOrigin()).isEqualTo("alice@127.0.0.1:" + radicale.port + "/");
    assertThat(init.getType()).isEqualTo("caldav");
    assertThat(init.getRoot()).isEqualTo("/");
    assertThat(init.getFlags()).isEqualTo(4);
    assertThat(plugin.stderr()).isEmpty();
  }

  @Test
  void ping_signs_in() {
    ImportCall.init(plugin.channel(), config(""));
    assertThat(
            ImporterGrpc.newBlockingStub(plugin.channel()).ping(PingRequest.getDefaultInstance()))
        .isNotNull();
  }

  @Test
  void records_are_as_plakar_wants_them() throws Throwable {
    ImportCall.init(plugin.channel(), config("alice/work/"));
    Map<String, Record> records = new ImportCall(plugin.channel(), 1).all();
    assertThat(records).containsKeys("/", "/work", "/work/.calendar.json", "/work/one.ics");
    assertThat(records.get("/").getFileInfo().getName()).isEqualTo("/");
    assertThat(records.get("/work").getFileInfo().getMode()).isEqualTo(DIRECTORY_0700);
    Record object = records.get("/work/one.ics");
    assertThat(object.getFileInfo().getName()).isEqualTo("one.ics");
    assertThat(object.getFileInfo().getMode()).isEqualTo(0600);
    assertThat(object.getFileInfo().getNlink()).isEqualTo(1);
    assertThat(object.getFileInfo().getModTime().getSeconds()).isPositive();
    assertThat(object.getFileInfo().getIno()).isNotZero();
  }

  @Test
  void the_number_that_tells_versions_apart_changes_with_the_object_and_only_then()
      throws Throwable {
    DavClient alice = radicale.client("alice");
    alice.put("/alice/", "versions", "still.ics", Ics.event("still", "bleibt"));
    alice.put("/alice/", "versions", "moves.ics", Ics.event("moves", "vorher"));
    ImportCall.init(plugin.channel(), config("alice/versions/"));
    Map<String, Record> before = new ImportCall(plugin.channel(), 1).all();
    alice.put("/alice/", "versions", "moves.ics", Ics.event("moves", "nachher"));
    Map<String, Record> after;
    try (PluginProcess second = PluginProcess.start("importer")) {
      ImportCall.init(second.channel(), config("alice/versions/"));
      after = new ImportCall(second.channel(), 1).all();
    }
    assertThat(after.get("/versions/still.ics")).isEqualTo(before.get("/versions/still.ics"));
    assertThat(after.get("/versions/moves.ics").getFileInfo().getIno())
        .isNotEqualTo(before.get("/versions/moves.ics").getFileInfo().getIno());
    assertThat(after.get("/versions/.calendar.json"))
        .isEqualTo(before.get("/versions/.calendar.json"));
  }

  @Test
  void the_call_ends_only_after_plakar_has_closed_its_side_and_opens_come_after_finished()
      throws Throwable {
    ImportCall.init(plugin.channel(), config("alice/work/"));
    ImportCall call = new ImportCall(plugin.channel(), 1);
    Map<String, Record> records = call.all();
    assertThat(call.open("/work/one.ics"))
        .isEqualTo(radicale.client("alice").get("/alice/work/one.ics"));
    records.values().forEach(call::acknowledge);
    assertThat(call.hasNothingToSay()).isTrue();
    call.halfClose();
    call.awaitEnd();
    ImporterGrpc.newBlockingStub(plugin.channel()).close(CloseRequest.getDefaultInstance());
    assertThat(plugin.endInput()).isZero();
    assertThat(plugin.stderr()).isEmpty();
  }

  @Test
  void two_thousand_objects_are_opened_in_order_and_acknowledged_while_records_still_come()
      throws Throwable {
    ImportCall.init(plugin.channel(), config("alice/many/"));
    ImportCall call = new ImportCall(plugin.channel(), 50);
    int objects = 0;
    for (Record record = call.next(); record != null; record = call.next()) {
      if (record.getPathname().endsWith(".ics")) {
        objects++;
        String name = record.getFileInfo().getName();
        String uid = "UID:m" + Integer.parseInt(name.substring(1, 6)) + "\r\n";
        assertThat(new String(call.open(record.getPathname()), StandardCharsets.UTF_8))
            .contains(uid);
      }
      call.acknowledge(record);
      call.more(1);
    }
    call.halfClose();
    call.awaitEnd();
    assertThat(objects).isEqualTo(OBJECTS);
  }

  @Test
  void objects_opened_many_at_a_time_and_out_of_order_are_each_their_own() throws Throwable {
    ImportCall.init(plugin.channel(), config("alice/many/"));
    ImportCall call = new ImportCall(plugin.channel(), 1);
    List<String> paths =
        new ArrayList<>(
            call.all().keySet().stream().filter(path -> path.endsWith(".ics")).limit(300).toList());
    java.util.Collections.shuffle(paths, new java.util.Random(7));
    List<CompletableFuture<Void>> opens =
        paths.stream()
            .map(
                path ->
                    CompletableFuture.runAsync(
                        () -> {
                          try {
                            String uid =
                                "UID:m"
                                    + Integer.parseInt(
                                        path.substring(path.length() - 9, path.length() - 4))
                                    + "\r\n";
                            assertThat(new String(call.open(path), StandardCharsets.UTF_8))
                                .contains(uid);
                          } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                          }
                        }))
            .toList();
    CompletableFuture.allOf(opens.toArray(new CompletableFuture<?>[0])).get(1, TimeUnit.MINUTES);
  }

  @Test
  void a_cancelled_open_disturbs_nobody() throws Throwable {
    ImportCall.init(plugin.channel(), config("alice/many/"));
    ImportCall call = new ImportCall(plugin.channel(), 1);
    List<String> paths =
        call.all().keySet().stream().filter(path -> path.endsWith(".ics")).limit(20).toList();
    for (String path : paths) {
      Context.CancellableContext cancellable = Context.current().withCancellation();
      cancellable.run(() -> call.chunks(path));
      cancellable.cancel(null);
    }
    for (String path : paths) {
      assertThat(call.open(path)).isNotEmpty();
    }
    assertThat(plugin.stderr()).isEmpty();
  }

  @Test
  void a_second_process_that_only_lists_and_is_closed_in_the_midst_of_it_leaves_the_first_alone()
      throws Throwable {
    ImportCall.init(plugin.channel(), config("alice/many/"));
    ImportCall call = new ImportCall(plugin.channel(), 10);
    try (PluginProcess stats = PluginProcess.start("importer")) {
      ImportCall.init(stats.channel(), config("alice/many/"));
      ImportCall counting = new ImportCall(stats.channel(), 5);
      counting.acknowledge(counting.next());
      ImporterGrpc.newBlockingStub(stats.channel()).close(CloseRequest.getDefaultInstance());
      assertThat(stats.endInput()).isZero();
      assertThat(stats.stderr()).isEmpty();
    }
    assertThat(call.all()).hasSizeGreaterThan(OBJECTS);
    assertThat(call.open("/many/m00001.ics")).isNotEmpty();
  }

  @Test
  void an_interrupt_of_the_terminal_does_not_end_it_but_the_end_of_its_input_does()
      throws Throwable {
    ImportCall.init(plugin.channel(), config("alice/work/"));
    new ProcessBuilder("kill", "-INT", String.valueOf(plugin.process().pid())).start().waitFor();
    assertThat(new ImportCall(plugin.channel(), 1).all()).containsKey("/work/one.ics");
    assertThat(plugin.endInput()).isZero();
  }

  @Test
  void nothing_but_http2_is_ever_written_to_stdout() throws Exception {
    plugin
        .process()
        .getOutputStream()
        .write(
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
                .getBytes(StandardCharsets.ISO_8859_1));
    plugin.process().getOutputStream().flush();
    byte[] head = plugin.process().getInputStream().readNBytes(9);
    assertThat(head[3]).as("the type of the first frame: SETTINGS").isEqualTo((byte) 4);
    plugin.endInput();
  }

  @Test
  void a_path_that_was_never_listed_is_refused_in_one_sentence() throws Throwable {
    ImportCall.init(plugin.channel(), config("alice/work/"));
    ImportCall call = new ImportCall(plugin.channel(), 1);
    call.all();
    assertThatThrownBy(() -> call.open("/work/nobody.ics"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
        .hasMessageContaining("/work/nobody.ics was not listed");
  }

  @Test
  void nothing_works_before_init() {
    var early = ImporterGrpc.newBlockingStub(plugin.channel());
    assertThatThrownBy(() -> early.open(OpenRequest.getDefaultInstance()).next())
        .hasMessageContaining("Init was not called");
    assertThatThrownBy(() -> early.ping(PingRequest.getDefaultInstance()))
        .hasMessageContaining("Init was not called");
    assertThatThrownBy(() -> new ImportCall(plugin.channel(), 1).next())
        .hasMessageContaining("Init was not called");
  }

  private static Map<String, String> config(String path) {
    return Map.of(
        "location", radicale.location() + path, "username", "alice", "password", "alice-pw");
  }
}
