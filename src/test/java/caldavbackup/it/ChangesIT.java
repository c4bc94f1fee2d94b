package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Accounts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.processor.state.FileStateRepository;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three backups of one account, with a state store in a file between them. */
@Tag("radicale")
class ChangesIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, byte[]> union = new TreeMap<>();
  private final List<String> changes = new ArrayList<>();
  private final Map<String, JsonNode> manifests = new TreeMap<>();
  private JsonNode status;

  @TempDir Path temp;

  private void take(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    assertThat(message.getHeaders())
        .allSatisfy((name, value) -> assertThat(value).isInstanceOf(String.class));
    switch (message.getHeader(CaldavConstants.KIND, String.class)) {
      case "object" -> takeObject(message);
      case "manifest" ->
          manifests.put(
              message.getHeader(CaldavConstants.CALENDAR, String.class),
              JSON.readTree(message.getBody(String.class)));
      default -> status = JSON.readTree(message.getBody(String.class));
    }
  }

  private void takeObject(Message message) {
    String path = message.getHeader(CaldavConstants.PATH, String.class);
    String change = message.getHeader(CaldavConstants.CHANGE, String.class);
    changes.add(change + " " + path);
    if (change.equals("deleted")) {
      assertThat(union.remove(path)).isNotNull();
    } else {
      union.put(path, message.getBody(byte[].class));
    }
  }

  /** A run of a process of its own: the store is read from its file. */
  private void run(RadicaleServer server) throws Exception {
    changes.clear();
    manifests.clear();
    try (HostContext host = new HostContext();
        Account account = new Accounts().of(new HashMap<>(server.options("alice")))) {
      host.sink(this::take);
      Exchange exchange = host.exchange(account);
      exchange.setProperty(CaldavConstants.MANIFEST_TO, "direct:caldav-sink");
      exchange.setProperty(CaldavConstants.STATUS_TO, "direct:caldav-sink");
      exchange.setProperty(
          CaldavConstants.STATE,
          FileStateRepository.fileStateRepository(temp.resolve("states").toFile()));
      Exchange done = host.send("caldav-backup", exchange);
      assertThat(done.getException()).isNull();
      assertThat(done.getMessage().getBody(String.class)).isEqualTo(status.toString());
    }
    assertThat(status.path("complete").asBoolean()).isTrue();
    Map<String, String> there = there(server.client("alice"));
    Map<String, String> taken = new TreeMap<>();
    for (Map.Entry<String, byte[]> one : union.entrySet()) {
      taken.put(one.getKey(), sha256(one.getValue()));
    }
    assertThat(taken).isEqualTo(there);
    Map<String, String> named = new TreeMap<>();
    manifests
        .values()
        .forEach(
            manifest -> {
              assertThat(manifest.path("complete").asBoolean()).isTrue();
              manifest
                  .path("objects")
                  .forEach(
                      one -> named.put(one.path("path").asText(), one.path("sha256").asText()));
            });
    assertThat(named).isEqualTo(there);
  }

  private static Map<String, String> there(DavClient client) throws Exception {
    Map<String, String> there = new TreeMap<>();
    for (String calendar : client.calendars("/alice/")) {
      for (String href : client.hrefs(calendar)) {
        there.put(href.substring("/alice/".length()), sha256(client.get(href)));
      }
    }
    return there;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void three_runs_deliver_all_then_nothing_then_what_changed() throws Exception {
    try (RadicaleServer server = RadicaleServer.start()) {
      DavClient alice = server.client("alice");
      for (int i = 0; i < 250; i++) { // more than one page of the index, and than one batch
        alice.put("/alice/", "work", "w%03d.ics".formatted(i), Ics.event("w" + i, "No. " + i));
      }
      alice.put("/alice/", "home", "h.ics", Ics.event("h", "home"));
      run(server);
      assertThat(changes).hasSize(251).allMatch(change -> change.startsWith("created "));

      run(server);
      assertThat(changes).isEmpty();

      alice.put("/alice/", "work", "w007.ics", Ics.event("w7", "changed"));
      alice.delete("/alice/work/w008.ics");
      alice.put("/alice/", "garden", "g.ics", Ics.event("g", "new"));
      run(server);
      assertThat(changes)
          .containsExactlyInAnyOrder(
              "updated work/w007.ics", "deleted work/w008.ics", "created garden/g.ics");

      alice.delete("/alice/home/");
      run(server);
      assertThat(changes).containsExactly("deleted home/h.ics");
      assertThat(manifests.get("home").path("gone").asBoolean()).isTrue();
    }
  }
}
