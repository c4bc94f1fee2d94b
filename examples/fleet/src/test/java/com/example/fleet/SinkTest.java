package com.example.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkTest {
  private static final Map<String, Object> OBJECT =
      Map.of("account", "alice", "CamelCaldavCalendar", "work", "CamelCaldavPath", "work/ä b.ics");

  @TempDir Path folder;
  private TestFleet fleet;

  @BeforeEach
  void start() throws Exception {
    fleet = new TestFleet(folder, Map.of(), "sink");
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  private static Map<String, Object> with(String header, String value) {
    Map<String, Object> headers = new HashMap<>(OBJECT);
    headers.put(header, value);
    return headers;
  }

  private Path file() {
    return folder.resolve("sink/alice/work/ä b.ics");
  }

  private static String manifest(String content) throws Exception {
    String digest =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
    return "{\"format\":1,\"complete\":true,\"objects\":[{\"path\":\"work/ä b.ics\",\"sha256\":\"" + digest + "\"}]}";
  }

  @Test
  void anObjectIsAFileUntilItIsDeleted() throws Exception {
    byte[] bytes = {1, 2, (byte) 200, 13, 10};
    fleet.send("objects", bytes, with("CamelCaldavChange", "created"));
    assertThat(file()).hasBinaryContent(bytes);
    fleet.send("objects", "new".getBytes(), with("CamelCaldavChange", "updated"));
    assertThat(file()).hasContent("new");
    fleet.send("objects", null, with("CamelCaldavChange", "deleted"));
    assertThat(file()).doesNotExist();
    assertThat(fleet.send("objects", null, with("CamelCaldavChange", "deleted")).getException()).isNull();
  }

  @Test
  void headersOfABrokerAreBytes() throws Exception {
    Map<String, Object> headers = new HashMap<>();
    with("CamelCaldavChange", "created").forEach((name, value) -> headers.put(name, value.toString().getBytes(StandardCharsets.UTF_8)));
    fleet.send("objects", "text".getBytes(), headers);
    assertThat(file()).hasContent("text");
    headers.put("CamelCaldavChange", "deleted".getBytes());
    fleet.send("objects", null, headers);
    assertThat(file()).doesNotExist();
  }

  @Test
  void anObjectThatCouldNotBeReadLeavesTheFile() {
    fleet.send("objects", "old".getBytes(), OBJECT);
    fleet.send("objects", null, with("CamelCaldavError", "500"));
    assertThat(file()).hasContent("old");
  }

  @Test
  void aManifestIsKeptWhenItsObjectsAreThere() throws Exception {
    fleet.send("objects", "text".getBytes(), OBJECT);
    fleet.send("manifests", manifest("text"), OBJECT);
    assertThat(folder.resolve("sink/alice/.manifests/work.json")).hasContent(manifest("text"));
    assertThat(fleet.mock("dead").getExchanges()).isEmpty();
    fleet.send("manifests", "{\"gone\":true,\"objects\":[]}", OBJECT);
    assertThat(folder.resolve("sink/alice/.manifests/work.json")).doesNotExist();
  }

  private void restart(Map<String, String> properties) throws Exception {
    fleet.close();
    fleet = new TestFleet(folder, properties, "sink");
  }

  @Test
  void aManifestWaitsForItsObjectsAndTheSinkGoesOn() throws Exception {
    restart(Map.of("fleet.manifest.retry", "0s"));
    MockEndpoint again = fleet.mock("manifests");
    again.expectedMinimumMessageCount(1);
    assertThat(fleet.send("manifests", manifest("text"), OBJECT).getException()).isNull();
    assertThat(folder.resolve("sink/alice/.manifests")).doesNotExist();
    again.assertIsSatisfied();
    fleet.send("objects", "text".getBytes(), OBJECT);
    Message sent = again.getExchanges().get(0).getMessage();
    assertThat(sent.getHeader("fleetSince")).isInstanceOf(String.class); // a number is bytes in Kafka
    fleet.send("manifests", sent.getBody(), sent.getHeaders());
    assertThat(folder.resolve("sink/alice/.manifests/work.json")).hasContent(manifest("text"));
    assertThat(fleet.ask("SELECT COUNT(*) FROM fleet_manifests")).isEqualTo(0L);
    assertThat(fleet.mock("dead").getExchanges()).isEmpty();
  }

  @Test
  void aManifestThatWaitedDoesNotFollowANewerOne() throws Exception {
    restart(Map.of("fleet.manifest.retry", "0s"));
    MockEndpoint again = fleet.mock("manifests");
    again.expectedMinimumMessageCount(1);
    fleet.send("manifests", manifest("text"), OBJECT);
    again.assertIsSatisfied();
    Message old = again.getExchanges().get(0).getMessage();
    fleet.send("objects", "text".getBytes(), OBJECT);
    String newer = manifest("text").replace("\"format\":1", "\"format\":1,\"run\":2");
    fleet.send("manifests", newer, OBJECT);
    fleet.send("manifests", old.getBody(), old.getHeaders());
    assertThat(folder.resolve("sink/alice/.manifests/work.json")).hasContent(newer);
    assertThat(fleet.mock("dead").getExchanges()).isEmpty();
  }

  @Test
  void aManifestThatStillDoesNotBelongToTheObjectsIsADeadLetter() throws Exception {
    restart(Map.of("fleet.manifest.patience", "0s"));
    fleet.send("manifests", manifest("text"), OBJECT);
    assertThat(fleet.only("dead").getMessage().getHeader("reason"))
        .isEqualTo("the manifest does not belong to the objects: work/ä b.ics is not in the sink");
    fleet.mock("dead").reset();
    fleet.send("objects", "other".getBytes(), OBJECT);
    fleet.send("manifests", manifest("text"), OBJECT);
    assertThat(fleet.only("dead").getMessage().getHeader("reason"))
        .isEqualTo("the manifest does not belong to the objects: work/ä b.ics is another in the sink");
    assertThat(fleet.only("dead").getMessage().getBody(String.class)).isEqualTo(manifest("text"));
    assertThat(folder.resolve("sink/alice/.manifests")).doesNotExist();
  }

  @Test
  void aPathThatLeadsOutOfTheSinkIsRefused() {
    Map<String, Object> headers = with("CamelCaldavPath", "../../outside.ics");
    assertThat(fleet.send("objects", "text".getBytes(), headers).getException()).isNotNull();
    headers.put("CamelCaldavChange", "deleted");
    assertThat(fleet.send("objects", null, headers).getException()).isNotNull();
    assertThat(Files.exists(folder.resolve("outside.ics"))).isFalse();
  }
}
