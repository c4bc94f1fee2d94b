package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/**
 * A bare domain whose calendars are where the DNS says (RFC 6764): the launcher, a name server,
 * Radicale.
 */
@Tag("radicale")
class DomainIT {
  private static RadicaleServer radicale;

  @TempDir Path temp;
  private DnsServer dns;

  @BeforeAll
  static void startServer() throws Exception {
    radicale = RadicaleServer.start();
    radicale.client("alice").put("/alice/", "work", "one.ics", Ics.event("one", "Eins"));
  }

  @AfterAll
  static void stopServer() {
    radicale.close();
  }

  @BeforeEach
  void startDns() throws Exception {
    dns = DnsServer.start();
  }

  @AfterEach
  void stopDns() {
    dns.close();
  }

  @Test
  void the_service_record_and_the_path_lead_to_the_calendars() throws Exception {
    dns.record("_caldav._tcp.example.test", Type.SRV, "20 0 1 gone.example.test.")
        .record("_caldav._tcp.example.test", Type.SRV, "10 1 1 gone.example.test.")
        .record(
            "_caldav._tcp.example.test", Type.SRV, "10 5 " + radicale.port + " cal.example.test.")
        .record(
            "_caldav._tcp.example.test",
            Type.TXT,
            "\"txtvers=1\" \"path=/nowhere/\" \"path=/alice/\"");
    Path folder = temp.resolve("folder");
    PluginProcess.Run run =
        run("backup", "caldav+http://alice@example.test", folder.toString(), "password=alice-pw");
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(Files.readAllBytes(folder.resolve("work/one.ics")))
        .isEqualTo(radicale.client("alice").get("/alice/work/one.ics"));
    assertThat(radicale.log())
        .as("it signs in at the target unasked, too")
        .doesNotContain("401 Unauthorized");
    assertThat(dns.asked())
        .containsExactly(
            "SRV _caldavs._tcp.example.test",
            "SRV _caldav._tcp.example.test",
            "TXT _caldav._tcp.example.test");
  }

  @Test
  void without_a_path_the_well_known_address_of_the_target_is_asked() throws Exception {
    dns.record(
        "_caldav._tcp.example.test", Type.SRV, "0 0 " + radicale.port + " cal.example.test.");
    PluginProcess.Run run = run("check", "caldav+http://alice@example.test/", "password=alice-pw");
    assertThat(run.out())
        .contains("DNS names http://cal.example.test:" + radicale.port)
        .contains("/.well-known/caldav")
        .containsPattern("(?m)^work  +alice/work  +own  +yes  .*  1  ");
    assertThat(run.exit()).isZero();
  }

  @Test
  void a_target_that_cannot_be_reached_gives_way_to_the_next() throws Exception {
    dns.record("_caldav._tcp.example.test", Type.SRV, "0 0 80 gone.example.test.")
        .record(
            "_caldav._tcp.example.test", Type.SRV, "1 0 " + radicale.port + " cal.example.test.");
    PluginProcess.Run run = run("check", "caldav+http://alice@example.test/", "password=alice-pw");
    assertThat(run.out()).containsPattern("gone.example.test.* is unknown").contains("work");
    assertThat(run.exit()).isZero();
  }

  @Test
  void a_target_in_another_domain_is_named_and_gets_neither_request_nor_password()
      throws Exception {
    dns.record("_caldav._tcp.example.test", Type.SRV, "0 0 " + radicale.port + " hoster.test.");
    long before = radicale.log().lines().count();
    PluginProcess.Run run = run("check", "caldav+http://alice@example.test/", "password=alice-pw");
    assertThat(run.exit()).isNotZero();
    assertThat(run.err().strip().lines())
        .singleElement()
        .asString()
        .contains("another domain")
        .contains("give caldav+http://hoster.test:" + radicale.port + "/ as location");
    assertThat(radicale.log().lines().count()).isEqualTo(before);
  }

  @Test
  void a_domain_without_service_is_one_sentence() throws Exception {
    PluginProcess.Run run = run("check", "caldav://alice@example.test/", "password=alice-pw");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err().strip().lines())
        .singleElement()
        .asString()
        .contains("example.test")
        .contains("is unknown")
        .contains("DNS has no CalDAV service for example.test");
    assertThat(dns.asked()).containsExactly("SRV _caldavs._tcp.example.test");
  }

  @Test
  void the_domain_that_refuses_the_service_by_a_lone_dot_has_none() throws Exception {
    dns.record("_caldavs._tcp.example.test", Type.SRV, "0 0 0 .");
    PluginProcess.Run run = run("check", "caldav://alice@example.test/", "password=alice-pw");
    assertThat(run.err()).contains("DNS has no CalDAV service for example.test");
  }

  @Test
  void a_host_that_answers_is_not_looked_for_in_the_dns() throws Exception {
    PluginProcess.Run run =
        run("check", "caldav+http://alice@cal.example.test:" + radicale.port, "password=alice-pw");
    assertThat(run.exit()).isZero();
    assertThat(dns.asked()).isEmpty();
  }

  /** The launcher with a name server and a hosts file of its own. */
  private PluginProcess.Run run(String... words) throws Exception {
    Path hosts =
        Files.writeString(
            temp.resolve("hosts"), "127.0.0.1 cal.example.test\n127.0.0.1 hoster.test\n");
    return PluginProcess.run(
        new ArrayList<>(List.of(words)),
        Map.of("CALDAV_JAVA_OPTS", dns.javaOption() + " -Djdk.net.hosts.file=" + hosts));
  }
}
