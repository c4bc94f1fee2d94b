package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The packaged plugin under the real plakar, which finds no Java but the one in the package. */
@Tag("radicale")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlakarIT {
  private static RadicaleServer radicale;
  private static Plakar plakar;

  @BeforeAll
  static void start() throws Exception {
    String ptar = System.getenv("CALDAV_PACKAGE");
    boolean there =
        Plakar.program().isPresent()
            && ptar != null
            && !ptar.isEmpty()
            && Files.exists(Path.of(ptar));
    if (!there) {
      System.out.println(
          "There is no plakar, or no package for it: its own tests are left out (PLAKAR and CALDAV_PACKAGE name them).");
    }
    assumeTrue(there);
    radicale = RadicaleServer.start();
    DavClient alice = radicale.client("alice");
    for (int i = 0; i < 40; i++) {
      alice.put("/alice/", "work", "e" + i + ".ics", Ics.event("e" + i, "Ereignis " + i + " ✓"));
    }
    alice.put("/alice/", "Wünsche 🎁", "t.ics", Ics.object("VTODO", "t", "SUMMARY:Einkaufen"));
    plakar = Plakar.withOurPackage(Path.of(ptar));
    plakar.ok("source", "add", "cal", radicale.location(), "username=alice", "password=alice-pw");
    plakar.ok("destination", "add", "bob", radicale.location(), "username=bob", "password=bob-pw");
  }

  @AfterAll
  static void stop() throws Exception {
    if (plakar != null) {
      plakar.close();
    }
    if (radicale != null) {
      radicale.close();
    }
  }

  @Test
  @Order(1)
  void a_source_is_pinged() throws Exception {
    assertThat(plakar.ok("source", "ping", "cal")).contains("configuration OK");
  }

  @Test
  @Order(2)
  void a_backup_takes_every_object_and_a_check_finds_it_sound() throws Exception {
    String output = plakar.ok("backup", "-check", "@cal");
    assertThat(output)
        .contains("/work/e39.ics", "/Wünsche 🎁/t.ics", "without errors")
        .doesNotContain("KO ");
  }

  @Test
  @Order(3)
  void an_unchanged_account_is_not_read_again() throws Exception {
    long reads = radicale.requests("GET") + radicale.requests("REPORT");
    assertThat(plakar.ok("backup", "@cal")).contains("without errors");
    assertThat(radicale.requests("GET") + radicale.requests("REPORT")).isEqualTo(reads);
  }

  @Test
  @Order(4)
  void only_the_changed_object_is_read() throws Exception {
    radicale.client("alice").put("/alice/", "work", "e7.ics", Ics.event("e7", "moved"));
    long gets = radicale.requests("GET");
    long reports = radicale.requests("REPORT");
    assertThat(plakar.ok("backup", "@cal")).contains("without errors");
    assertThat(radicale.requests("GET")).isEqualTo(gets + 1);
    assertThat(radicale.requests("REPORT")).isEqualTo(reports);
    assertThat(radicale.log().lines().filter(line -> line.contains("GET request for")))
        .last()
        .asString()
        .contains("/alice/work/e7.ics");
  }

  @Test
  @Order(5)
  void a_restore_into_another_account_gives_the_same_bytes_and_calendars() throws Exception {
    assertThat(plakar.ok("restore", "-to", "@bob")).doesNotContain("KO ");
    for (String calendar : new String[] {"work", DavClient.segment("Wünsche 🎁")}) {
      Map<String, String> alices = radicale.client("alice").objects("/alice/" + calendar + "/");
      assertThat(alices).isNotEmpty();
      assertThat(radicale.client("bob").objects("/bob/" + calendar + "/")).isEqualTo(alices);
    }
  }

  @Test
  @Order(6)
  void one_object_of_a_snapshot_goes_into_the_calendar_that_the_option_names() throws Exception {
    plakar.ok("restore", "-to", "@bob", "-o", "calendar=einzeln", ":/work/e3.ics");
    assertThat(radicale.client("bob").objects("/bob/einzeln/")).containsOnlyKeys("e3.ics");
  }

  @Test
  @Order(7)
  void one_calendar_of_a_snapshot_comes_back_under_its_own_name() throws Exception {
    radicale.client("bob").delete("/bob/work/");
    plakar.ok("restore", "-to", "@bob", ":/work");
    assertThat(radicale.client("bob").objects("/bob/work/"))
        .isEqualTo(radicale.client("alice").objects("/alice/work/"));
  }

  @Test
  @Order(8)
  void a_restore_into_a_folder_gives_a_vdir() throws Exception {
    Path folder = plakar.home().resolve("vdir");
    plakar.ok("restore", "-to", folder.toString());
    assertThat(Files.readAllBytes(folder.resolve("work/e0.ics")))
        .isEqualTo(radicale.client("alice").get("/alice/work/e0.ics"));
    assertThat(folder.resolve("work/.calendar.json")).exists();
  }

  @Test
  @Order(9)
  void a_wrong_password_is_one_sentence_and_no_snapshot() throws Exception {
    plakar.ok("source", "add", "wrong", radicale.location(), "username=alice", "password=no");
    String before = plakar.ok("ls");
    Plakar.Run run = plakar.run("backup", "@wrong");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output())
        .contains("does not accept user alice with this password")
        .doesNotContain("Exception", "\tat ");
    assertThat(plakar.ok("ls")).isEqualTo(before);
  }

  @Test
  @Order(10)
  void a_dry_run_shows_the_plan_and_writes_nothing() throws Exception {
    radicale.client("bob").delete("/bob/work/e1.ics");
    radicale.client("bob").put("/bob/", "work", "e2.ics", Ics.event("e2", "of bob"));
    long writes = writes();
    assertThat(plakar.ok("restore", "-to", "@bob", "-o", "dry_run=true", ":/work"))
        .containsPattern("folder\\) +/bob/work/ +1 +1 +38")
        .containsPattern("update  .*\"Ereignis 2 .\", Fri 2026-01-02 10:00 UTC \\(e2.ics\\): title")
        .contains("nothing was written (dry_run)");
    assertThat(
            plakar.ok(
                "restore", "-to", "@bob", "-o", "dry_run=true", "-o", "only=e1.ics", ":/work"))
        .containsPattern("events.*: 1 create, \\d+ left out");
    assertThat(writes()).isEqualTo(writes);
  }

  @Test
  @Order(11)
  void what_differs_fails_or_stays_or_is_overwritten_by_policy() throws Exception {
    long writes = writes();
    Plakar.Run refused = plakar.run("restore", "-to", "@bob", "-o", "conflict=fail", ":/work");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output()).contains("nothing was written: 1 object already exists");
    assertThat(writes()).isEqualTo(writes);

    plakar.ok("restore", "-to", "@bob", "-o", "conflict=skip", ":/work");
    assertThat(object("e2.ics")).contains("of bob");
    assertThat(object("e1.ics")).contains("Ereignis 1");

    plakar.ok("restore", "-to", "@bob", ":/work");
    assertThat(radicale.client("bob").objects("/bob/work/"))
        .isEqualTo(radicale.client("alice").objects("/alice/work/"));
  }

  @Test
  @Order(12)
  void a_restore_whose_plakar_was_killed_is_finished_by_the_same_command() throws Exception {
    radicale.client("bob").delete("/bob/work/");
    long before = radicale.requests("PUT");
    Process killed = plakar.start(plakar.home().resolve("killed"), "restore", "-to", "@bob");
    Await.until(
        "some objects are there",
        () -> !killed.isAlive() || radicale.requests("PUT") >= before + 5);
    killed.destroyForcibly().waitFor();
    plakar.ok("restore", "-to", "@bob");
    assertThat(radicale.client("bob").objects("/bob/work/"))
        .isEqualTo(radicale.client("alice").objects("/alice/work/"));
  }

  private static long writes() {
    return radicale.requests("PUT")
        + radicale.requests("DELETE")
        + radicale.requests("MKCALENDAR")
        + radicale.requests("MKCOL")
        + radicale.requests("PROPPATCH");
  }

  private static String object(String name) {
    return new String(radicale.client("bob").get("/bob/work/" + name), StandardCharsets.UTF_8);
  }

  @Test
  @Order(13)
  void mirror_deletes_nothing_that_the_snapshot_lacks() throws Exception {
    try (FaultServer server = FaultServer.start().calendar("work", "a", "b", "c", "d", "e", "f")) {
      plakar.ok("source", "add", "lacks", server.location(), "username=me", "password=secret");
      plakar.ok("destination", "add", "lacks", server.location(), "username=me", "password=secret");
      server.fault(
          (exchange, body) -> {
            boolean isAsked =
                body.contains("/b.ics") || exchange.getRequestURI().getPath().endsWith("/b.ics");
            if (isAsked) {
              FaultServer.reply(exchange, 500, "text/plain", "the disk is broken");
            }
            return isAsked;
          });
      assertThat(plakar.run("backup", "@lacks").output()).contains("/work/b.ics");
      server.fault((exchange, body) -> false);
      Plakar.Run run = plakar.run("restore", "-to", "@lacks", "-o", "mirror=true");
      assertThat(run.output())
          .contains(
              "the backup is not complete, 5 of its 6 objects are here", "nothing is deleted");
      assertThat(server.objects("work")).hasSize(6);
      assertThat(server.requests()).noneMatch(request -> request.startsWith("DELETE"));
    }
  }

  @Test
  @Order(14)
  void an_unknown_option_is_refused_before_anything_is_asked() throws Exception {
    plakar.ok("source", "add", "odd", radicale.location(), "colour=green");
    Plakar.Run run = plakar.run("backup", "@odd");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output()).contains("option 'colour' is unknown");
  }
}
