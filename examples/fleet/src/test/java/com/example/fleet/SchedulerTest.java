package com.example.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulerTest {
  private static final String ALICE =
      "{\"id\":\"alice\",\"location\":\"caldav://cal.example.org/\",\"options\":{\"username\":\"alice@example.org\"},\"secrets\":{\"password\":\"file:alice\"}}";
  private static final String BOB =
      "{\"id\":\"bob\",\"location\":\"caldav://cal.example.org/\",\"options\":{},\"secrets\":{\"token\":\"{{secret.bob}}\"}}";

  @TempDir Path folder;

  private List<String> sent(Map<String, String> properties) throws Exception {
    try (TestFleet fleet = new TestFleet(folder, properties, "scheduler")) {
      assertThat(fleet.send("schedule", null).getException()).isNull();
      return fleet.mock("accounts").getExchanges().stream().map(one -> one.getMessage().getBody(String.class)).toList();
    }
  }

  @Test
  void aFileOfCommaSeparatedValues() throws Exception {
    Path file = folder.resolve("accounts.csv");
    Files.writeString(
        file,
        """
        id,location,username,password,token
        alice,caldav://cal.example.org/,alice@example.org,file:alice,

        carol,caldav://cal.example.org/,carol,s3cret,
        ,caldav://cal.example.org/,nobody,file:nobody,
        bob,caldav://cal.example.org/,,,{{secret.bob}}
        """);
    assertThat(sent(Map.of("fleet.csv", file.toString()))).containsExactly(ALICE, BOB);
  }

  @Test
  void aTable() throws Exception {
    String url = "jdbc:h2:mem:accounts;DB_CLOSE_DELAY=-1";
    try (Connection database = DriverManager.getConnection(url, "fleet", "fleet");
        Statement sql = database.createStatement()) {
      sql.execute("CREATE TABLE caldav_accounts (id VARCHAR(99), location VARCHAR(99), username VARCHAR(99), password VARCHAR(99), token VARCHAR(99))");
      sql.execute("INSERT INTO caldav_accounts VALUES ('alice', 'caldav://cal.example.org/', 'alice@example.org', 'file:alice', NULL)");
      sql.execute("INSERT INTO caldav_accounts VALUES ('bob', 'caldav://cal.example.org/', NULL, NULL, '{{secret.bob}}')");
    }
    assertThat(sent(Map.of("fleet.source", "sql", "fleet.database.url", url))).containsExactly(ALICE, BOB);
  }

  @Test
  void aDirectory() throws Exception {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
    config.setSchema(null);
    config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("plain", java.net.InetAddress.getLoopbackAddress(), 0, null));
    config.addAdditionalBindCredentials("cn=reader", "reader");
    try (InMemoryDirectoryServer directory = new InMemoryDirectoryServer(config)) {
      directory.add("dn: dc=example,dc=org", "objectClass: domain", "dc: example");
      directory.add("dn: uid=alice,dc=example,dc=org", "objectClass: person", "uid: alice", "mail: alice@example.org");
      directory.add("dn: uid=bob,dc=example,dc=org", "objectClass: person", "uid: bob");
      directory.startListening();
      assertThat(
              sent(
                  Map.of(
                      "fleet.source", "ldap",
                      "fleet.ldap.url", "ldap://127.0.0.1:" + directory.getListenPort(),
                      "fleet.ldap.user", "cn=reader",
                      "fleet.ldap.password", "reader",
                      "fleet.ldap.base", "dc=example,dc=org",
                      "fleet.ldap.columns", "id=uid,username=mail",
                      "fleet.ldap.location", "caldav://cal.example.org/",
                      "fleet.ldap.secret", "file:")))
          .containsExactly(ALICE);
    }
  }

  @Test
  void aMessageThatWaitedIsSentOnce() throws Exception {
    String url = "jdbc:h2:mem:later;DB_CLOSE_DELAY=-1";
    try (TestFleet fleet = new TestFleet(folder, Map.of("fleet.database.url", url), "scheduler")) {
      fleet.work().due(); // makes the tables
      try (Connection database = DriverManager.getConnection(url, "fleet", "fleet");
          Statement sql = database.createStatement()) {
        sql.execute("INSERT INTO fleet_later VALUES ('bob', " + Long.MAX_VALUE + ", 'later')");
        sql.execute("INSERT INTO fleet_later VALUES ('alice', 0, 'now')");
      }
      MockEndpoint accounts = fleet.mock("accounts");
      accounts.expectedBodiesReceived("now");
      accounts.assertIsSatisfied();
      assertThat(accounts.getExchanges().get(0).getMessage().getHeader("account")).isEqualTo("alice");
      assertThat(accounts.getExchanges().get(0).getMessage().getHeader(KafkaConstants.KEY)).isEqualTo("alice");
    }
  }
}
