package caldavbackup.restore.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.ScriptedServer;
import caldavbackup.caldav.discover.Discovered;
import caldavbackup.camel.CaldavConstants;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An application that restores manifests into a scripted server, from a store of its own. */
abstract class RestoreFixture {
  static final String WORK = "/home/work/";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the store has, by the path in a manifest. */
  final Map<String, byte[]> store = new ConcurrentHashMap<>();

  /** The headers of each message to the store. */
  final List<Map<String, Object>> asked = new CopyOnWriteArrayList<>();

  Processor fromStore =
      exchange ->
          exchange
              .getMessage()
              .setBody(
                  store.get(
                      exchange.getMessage().getHeader(CaldavConstants.PATH, "", String.class)));
  Calendar[] calendars = {};
  ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer("list", "fetch", "plan", "export", "store", "restore");
    server.serves(
        "caldav-discover",
        exchange ->
            exchange.setProperty(
                CaldavConstants.DISCOVERY,
                Discovered.of(List.of(ScriptedServer.ROOT + "/home/"), calendars)));
    server.serves(
        "store",
        exchange -> {
          asked.add(new HashMap<>(exchange.getMessage().getHeaders()));
          assertThat(exchange.getMessage().getBody()).isNull();
          fromStore.process(exchange);
        });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** A calendar that has to be made, and takes these objects. */
  void isNew(String name, String... files) {
    String path = "/home/" + name + "/";
    server
        .answers("PROPFIND " + path, 404, "") // while it is planned
        .answers("PROPFIND " + path, 404, "") // before it is made
        .answers("PROPFIND " + path, 207, there(path))
        .answers("MKCALENDAR " + path, 201, "");
    for (String file : files) {
      server.answers("PUT " + path + file, 201, "");
    }
  }

  /** An empty answer that says that this is a calendar. */
  static String there(String path) {
    return ScriptedServer.has(
        path,
        "<d:displayname>%s</d:displayname>".formatted(path.split("/")[2])
            + "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>");
  }

  /** An account that believes what the server answers, with these options. */
  Exchange exchange(Map<String, String> options) throws Exception {
    Map<String, String> all = new HashMap<>(Map.of("verify", "off"));
    all.putAll(options);
    Exchange exchange = server.exchange(server.account(all));
    exchange.setProperty(CaldavConstants.RESTORE_FROM, "direct:store");
    return exchange;
  }

  Exchange restore(Object body) throws Exception {
    return restore(body, Map.of());
  }

  Exchange restore(Object body, Map<String, String> options) throws Exception {
    return restore(body, exchange(options));
  }

  Exchange restore(Object body, Exchange exchange) {
    exchange.getMessage().setBody(body);
    return server.send("caldav-restore", exchange);
  }

  /** The result in the body, which keeps to its schema. */
  static JsonNode result(Exchange done) throws Exception {
    assertThat(done.getMessage().getBody()).isInstanceOf(String.class);
    JsonNode json = JSON.readTree(done.getMessage().getBody(String.class));
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(Path.of("schema/restore-result.schema.json")));
    assertThat(schema.validate(json)).isEmpty();
    return json;
  }

  /** What was written, by the requests. */
  List<String> written() {
    return server.requests().stream()
        .filter(request -> !request.startsWith("PROPFIND") && !request.startsWith("OPTIONS"))
        .toList();
  }
}
