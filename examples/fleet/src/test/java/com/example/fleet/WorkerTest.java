package com.example.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.changes.JdbcStateRepository;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultExchange;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerTest {
  @TempDir Path folder;
  private CalendarServer server;
  private TestFleet fleet;

  @BeforeEach
  void start() throws Exception {
    server = new CalendarServer(0, 0, 5);
    Files.writeString(folder.resolve("alice"), "secret-of-alice\n");
  }

  @AfterEach
  void stop() {
    if (fleet != null) {
      fleet.close();
    }
    server.close();
  }

  private void worker(Map<String, String> properties) throws Exception {
    fleet = new TestFleet(folder, properties, "worker");
  }

  private String message(String id) {
    return "{\"id\":\"%s\",\"location\":\"%s\",\"options\":{\"username\":\"%s\"},\"secrets\":{\"password\":\"file:alice\"}}"
        .formatted(id, server.location(), id);
  }

  private static List<String> bodies(TestFleet fleet, String queue) {
    return fleet.mock(queue).getExchanges().stream().map(one -> one.getMessage().getBody(String.class)).toList();
  }

  @Test
  void anAccountIsObjectsAManifestAndAStatus() throws Exception {
    worker(Map.of());
    Exchange done = fleet.send("accounts", message("alice"));
    assertThat(done.getException()).isNull();
    assertThat(bodies(fleet, "objects")).hasSize(5).contains(CalendarServer.event("alice", 3));
    assertThat(fleet.mock("objects").getExchanges())
        .allSatisfy(
            one -> {
              assertThat(one.getMessage().getHeader("account")).isEqualTo("alice");
              assertThat(one.getMessage().getHeader("JMSXGroupID")).isEqualTo("alice/work");
            });
    assertThat(fleet.only("manifests").getMessage().getBody(String.class)).contains("\"complete\":true");
    assertThat(fleet.only("status").getMessage().getHeader("account")).isEqualTo("alice");
    assertThat(fleet.ask("SELECT COUNT(*) FROM fleet_attempts")).isEqualTo(0L);
  }

  @Test
  void theSecondRunSendsNoObject() throws Exception {
    worker(Map.of());
    fleet.send("accounts", message("alice"));
    fleet.mock("objects").reset();
    fleet.send("accounts", message("alice"));
    assertThat(fleet.mock("objects").getExchanges()).isEmpty();
    assertThat(fleet.mock("manifests").getExchanges()).hasSize(2);
  }

  @Test
  void aCalendarThatAnotherWorkerListedIsNotListedAgain() throws Exception {
    server.tellRevisions();
    worker(Map.of());
    fleet.send("accounts", message("alice"));
    int first = server.requests();
    Map<String, String> same = Map.of("fleet.database.url", fleet.context().resolvePropertyPlaceholders("{{fleet.database.url}}"));
    try (TestFleet other = new TestFleet(folder, same, "worker")) {
      assertThat(other.send("accounts", message("alice")).getException()).isNull();
      assertThat(other.only("manifests").getMessage().getBody(String.class)).contains("\"unchanged\":5", "\"complete\":true");
      int second = server.requests() - first;
      assertThat(other.send("accounts", message("alice").replace("\"options\":{", "\"options\":{\"listing\":\"full\",")).getException()).isNull();
      assertThat(server.requests() - first - second).isEqualTo(second + 1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "no JSON|the message is no JSON object",
        "[1]|the message is no JSON object",
        "{\"id\":\"../a\",\"location\":\"x\"}|the account has no id of letters",
        "{\"id\":\"alice\"}|account alice has no location",
        "{\"id\":\"alice\",\"location\":\"x\",\"options\":{\"password\":\"p\"}}|account alice: password belongs to 'secrets'",
        "{\"id\":\"alice\",\"location\":\"x\",\"options\":{\"password_command\":\"rm\"}}|must not have the option password_command",
        "{\"id\":\"alice\",\"location\":\"x\",\"options\":{\"name\":\"google\"}}|must not have the option name",
        "{\"id\":\"alice\",\"location\":\"x\",\"options\":{\"proxy\":\"http://x:1\"}}|must not have the option proxy",
        "{\"id\":\"alice\",\"location\":\"x\",\"options\":{\"tls_no_verify\":true}}|must not have the option tls_no_verify",
        "{\"id\":\"alice\",\"location\":\"x\",\"options\":{\"location\":\"y\"}}|must not have the option location",
        "{\"id\":\"alice\",\"location\":\"x\",\"secrets\":{\"client_secret\":\"file:alice\"}}|a message must not have the secret client_secret",
        "{\"id\":\"alice\",\"location\":\"x\",\"secrets\":{\"password\":\"p4ssw0rd\"}}|'secrets' holds something else than references",
        "{\"id\":\"alice\",\"location\":\"x\",\"secrets\":{\"password\":\"{{fleet.database.password}}\"}}|'secrets' holds something else than references",
        "{\"id\":\"alice\",\"location\":\"x\",\"secrets\":[]}|'secrets' is no JSON object",
      })
  void aMessageThatIsWrongIsADeadLetterAtOnce(String message, String reason) throws Exception {
    worker(Map.of());
    assertThat(fleet.send("accounts", message).getException()).isNull();
    Exchange dead = fleet.only("dead");
    assertThat(dead.getMessage().getBody(String.class)).isEqualTo(message);
    assertThat(dead.getMessage().getHeader("reason", String.class)).contains(reason).doesNotContain("p4ssw0rd");
    assertThat(server.requests()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"file:nobody", "file:../../etc/hostname", "env:HOME", "env:CALDAV_NONE", "{{secret.none}}"})
  void aSecretThatCannotBeResolvedIsTriedThreeTimes(String reference) throws Exception {
    worker(Map.of());
    String message = message("alice").replace("file:alice", reference);
    for (int i = 0; i < 2; i++) {
      assertThat(fleet.send("accounts", message).getException()).isNull();
      assertThat(fleet.mock("dead").getExchanges()).isEmpty();
      assertThat(fleet.ask("SELECT message FROM fleet_later").toString()).contains("alice");
    }
    fleet.send("accounts", message);
    assertThat(fleet.only("dead").getMessage().getHeader("reason"))
        .isEqualTo("the secret " + reference + " cannot be resolved");
    assertThat(server.requests()).isZero();
  }

  @Test
  void aPropertyThatIsASecretIsResolved() throws Exception {
    worker(Map.of("secret.alice", "s3cret"));
    fleet.send("accounts", message("alice").replace("file:alice", "{{secret.alice}}"));
    assertThat(fleet.mock("objects").getExchanges()).hasSize(5);
    assertThat(bodies(fleet, "status").get(0)).doesNotContain("s3cret");
  }

  @Test
  void anUnknownOptionIsASentence() throws Exception {
    worker(Map.of("fleet.attempts", "1"));
    fleet.send("accounts", message("alice").replace("\"username\":\"alice\"", "\"colour\":\"red\""));
    assertThat(fleet.only("dead").getMessage().getHeader("reason", String.class)).contains("colour");
  }

  @Test
  void aBusyServerPutsItsAccountBackAndIsNoFailure() throws Exception {
    worker(Map.of());
    server.setBusy("alice", true);
    long before = System.currentTimeMillis();
    for (int i = 0; i < 5; i++) {
      assertThat(fleet.send("accounts", message("alice")).getException()).isNull();
    }
    assertThat(fleet.mock("dead").getExchanges()).isEmpty();
    assertThat((Long) fleet.ask("SELECT due FROM fleet_later")).isBetween(before + 55_000, before + 120_000);
    fleet.send("accounts", message("bob"));
    assertThat(fleet.mock("objects").getExchanges()).hasSize(5);
    server.setBusy("alice", false);
    fleet.send("accounts", message("alice"));
    assertThat(fleet.mock("objects").getExchanges()).hasSize(10);
  }

  @Test
  void anAccountThatAlwaysKillsItsWorkerIsADeadLetter() throws Exception {
    worker(Map.of());
    for (int i = 0; i < 3; i++) {
      Exchange killed = new DefaultExchange(fleet.context());
      killed.getMessage().setHeader("account", "alice");
      fleet.work().begin(killed);
      fleet.work().release(killed); // as the database does when the connection breaks
    }
    fleet.send("accounts", message("alice"));
    assertThat(fleet.only("dead").getMessage().getHeader("reason"))
        .isEqualTo("its worker ended 3 times while it worked on it");
    assertThat(server.requests()).isZero();
    fleet.send("accounts", message("bob"));
    assertThat(fleet.mock("objects").getExchanges()).hasSize(5);
    fleet.send("accounts", message("alice")); // an operator sends it again
    assertThat(fleet.mock("objects").getExchanges()).hasSize(10);
  }

  @Test
  void anAccountThatWasCutOffIsAloneWhenItComesAgain() throws Exception {
    worker(Map.of());
    Exchange suspect = new DefaultExchange(fleet.context());
    suspect.getMessage().setHeader("account", "alice");
    fleet.work().begin(suspect);
    fleet.work().release(suspect); // as the database does when the connection breaks
    fleet.work().begin(suspect);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    Thread other =
        new Thread(
            () -> {
              Exchange bob = new DefaultExchange(fleet.context());
              bob.getMessage().setHeader("account", "bob");
              try {
                fleet.work().begin(bob);
                order.add("bob began");
                fleet.work().release(bob);
              } catch (Exception e) {
                order.add(e.toString());
              }
            });
    other.start();
    while (other.getState() != Thread.State.WAITING && other.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }
    assertThat(fleet.ask("SELECT COUNT(*) FROM fleet_attempts WHERE id = 'bob'")).isEqualTo(0L);
    order.add("alice ended");
    fleet.work().done(suspect);
    fleet.work().release(suspect);
    other.join();
    assertThat(order).containsExactly("alice ended", "bob began");
  }

  @Test
  void anAccountThatAnotherWorkerHasWaits() throws Exception {
    worker(Map.of());
    Exchange other = new DefaultExchange(fleet.context());
    other.getMessage().setHeader("account", "alice");
    fleet.work().begin(other);
    fleet.send("accounts", message("alice"));
    assertThat(server.requests()).isZero();
    assertThat(fleet.ask("SELECT id FROM fleet_later")).isEqualTo("alice");
    assertThat(fleet.ask("SELECT attempts FROM fleet_attempts")).isEqualTo(1);
    fleet.work().done(other);
    fleet.work().release(other);
    fleet.send("accounts", message("alice"));
    assertThat(fleet.mock("objects").getExchanges()).hasSize(5);
  }

  @Test
  void anObjectThatIsNotTakenComesAgain() throws Exception {
    worker(Map.of());
    AtomicReference<String> refused = new AtomicReference<>("work/3.ics");
    fleet
        .mock("objects")
        .whenAnyExchangeReceived(
            exchange -> {
              if (exchange.getMessage().getHeader("CamelCaldavPath").equals(refused.get())) {
                throw new IllegalArgumentException("no room");
              }
            });
    fleet.send("accounts", message("alice"));
    assertThat(fleet.mock("manifests").getExchanges()).isEmpty();
    assertThat(bodies(fleet, "status").get(0)).contains("\"complete\":false").contains("no room");
    assertThat(fleet.ask("SELECT id FROM fleet_later")).isEqualTo("alice");
    refused.set("");
    int before = fleet.mock("objects").getExchanges().size();
    fleet.send("accounts", message("alice"));
    List<Exchange> again = fleet.mock("objects").getExchanges();
    assertThat(again).hasSize(before + 1);
    assertThat(again.get(before).getMessage().getHeader("CamelCaldavPath")).isEqualTo("work/3.ics");
    assertThat(fleet.mock("manifests").getExchanges()).hasSize(1);
  }

  @Test
  void aDatabaseThatIsAwayLosesAndRepeatsNothing() throws Exception {
    String[] words = {"-tcpPort", "0", "-baseDir", folder.toString(), "-ifNotExists"};
    Server database = Server.createTcpServer(words).start();
    int port = database.getPort();
    worker(Map.of("fleet.database.url", "jdbc:h2:tcp://127.0.0.1:" + port + "/./fleet"));
    fleet.send("accounts", message("alice"));
    fleet.mock("objects").reset();
    database.stop();
    assertThat(fleet.send("accounts", message("alice")).getException()).isNotNull();
    assertThat(fleet.send("accounts", message("bob")).getException()).isNotNull();
    assertThat(fleet.mock("objects").getExchanges()).isEmpty();
    words[1] = String.valueOf(port);
    database = Server.createTcpServer(words).start();
    assertThat(fleet.send("accounts", message("alice")).getException()).isNull();
    assertThat(fleet.mock("objects").getExchanges()).isEmpty();
    assertThat(fleet.send("accounts", message("bob")).getException()).isNull();
    assertThat(fleet.mock("objects").getExchanges()).hasSize(5);
    assertThat(fleet.mock("dead").getExchanges()).isEmpty();
    fleet.close();
    fleet = null;
    database.stop();
  }

  @Test
  void anAccountIsRestoredByOneMessage() throws Exception {
    worker(Map.of());
    fleet.send("restores", message("alice"));
    Exchange dead = fleet.only("dead");
    assertThat(dead.getMessage().getHeader("reason")).isEqualTo("the sink has no manifest of alice that is wanted");
    assertThat(dead.getMessage().getBody(String.class)).isEqualTo(message("alice"));
    JsonNode result = result();
    assertThat(result.at("/failure/sentence").asText()).isEqualTo("the sink has no manifest of alice that is wanted");
    assertThat(result.path("origin").asText()).contains("127.0.0.1");
  }

  private JsonNode result() throws Exception {
    Message status = fleet.only("status").getMessage();
    assertThat(status.getHeader("CamelCaldavKind")).isEqualTo("restore");
    assertThat(status.getHeader("CamelCaldavComplete")).isEqualTo("false");
    assertThat(status.getHeader("account")).isEqualTo("alice");
    JsonNode result = new ObjectMapper().readTree(status.getBody(String.class));
    assertThat(result.path("complete").isBoolean()).isTrue();
    assertThat(result.path("complete").asBoolean()).isFalse();
    return result;
  }

  @Test
  void aRestoreThatFailsSendsItsResultAndIsADeadLetter() throws Exception {
    worker(Map.of());
    fleet.send("accounts", message("alice"));
    Path manifest = Files.createDirectories(folder.resolve("sink/alice/.manifests")).resolve("work.json");
    Files.writeString(manifest, bodies(fleet, "manifests").get(0));
    fleet.mock("status").reset();
    fleet.send("restores", message("alice")); // the sink has no object
    assertThat(result().path("failures")).hasSize(5);
    assertThat(fleet.only("dead").getMessage().getBody(String.class)).isEqualTo(message("alice"));
  }

  @Test
  void aRestoreWhoseSecretIsMissingSendsAResult() throws Exception {
    worker(Map.of());
    fleet.send("restores", message("alice").replace("file:alice", "file:nobody"));
    assertThat(result().at("/failure/sentence").asText()).isEqualTo("the secret file:nobody cannot be resolved");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fleet-account", "fleet-restore"})
  void theSchemasAllowWhatAWorkerAllows(String schema) throws Exception {
    JsonNode properties = new ObjectMapper().readTree(Path.of("../../schema/" + schema + ".schema.json").toFile()).path("properties");
    assertThat(properties.at("/options/propertyNames/enum"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrderElementsOf(Messages.ALLOWED);
    assertThat(properties.at("/secrets/propertyNames/enum"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrderElementsOf(Messages.SECRETS);
  }

  @Test
  void theStatesAreInTheDatabase() throws Exception {
    worker(Map.of());
    assertThat(fleet.context().getRegistry().lookupByName("states")).isInstanceOf(JdbcStateRepository.class);
    fleet.send("accounts", message("alice"));
    assertThat((Long) fleet.ask("SELECT COUNT(*) FROM caldav_state")).isGreaterThan(4);
  }
}
