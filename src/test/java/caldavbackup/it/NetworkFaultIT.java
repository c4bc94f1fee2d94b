package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server behind a bad line: what comes is right, what does not come is said. */
@Tag("radicale")
class NetworkFaultIT {
  private static final int OBJECTS = 400;
  private static final int EVERY = 64 << 10;

  private static RadicaleServer radicale;
  private static FaultProxy proxy;
  private static Map<String, String> truth;

  @TempDir Path temp;

  @BeforeAll
  static void start() throws Exception {
    radicale = RadicaleServer.start();
    for (int i = 0; i < OBJECTS; i++) {
      radicale.plant("alice", "work", i + ".ics", Ics.event("uid" + i, "Termin ".repeat(150) + i));
    }
    truth = radicale.client("alice").objects("/alice/work/");
    proxy = new FaultProxy(radicale.port);
  }

  @AfterAll
  static void stop() throws Exception {
    proxy.close();
    radicale.close();
  }

  @Test
  void a_backup_cut_off_at_every_64_kilobytes_is_whole_or_says_what_is_missing() throws Exception {
    proxy.cutAfter(Long.MAX_VALUE);
    assertThat(backup(temp.resolve("whole")).exit()).isZero();
    long all = proxy.passed();
    assertThat(all).as("enough to cut").isGreaterThan(5L * EVERY);
    for (long cut = EVERY; cut < all; cut += EVERY) {
      Path folder = temp.resolve("cut-" + cut);
      proxy.cutAfter(cut);
      PluginProcess.Run run = backup(folder);
      if (run.exit() == 0) {
        assertThat(objects(folder)).as("after a cut at " + cut).isEqualTo(truth);
      } else {
        Sentence.assertAmong(run, 1, "work");
        assertThat(truth)
            .as("what came, after a cut at " + cut)
            .containsAllEntriesOf(objects(folder));
        assertThat(backup(folder).exit()).isZero();
        assertThat(objects(folder)).as("after another run").isEqualTo(truth);
      }
    }
  }

  @Test
  void a_restore_cut_off_is_finished_by_the_same_command() throws Exception {
    Path folder = temp.resolve("whole");
    backup(folder);
    radicale.client("bob").delete("/bob/work/");
    proxy.cutAfter(20_000);
    PluginProcess.Run run = run("restore", folder.toString(), proxy.location(), "bob");
    if (run.exit() != 0) {
      Sentence.assertAmong(run, 1, "work/");
      run = run("restore", folder.toString(), proxy.location(), "bob");
    }
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(radicale.client("bob").objects("/bob/work/")).isEqualTo(truth);
  }

  @Test
  void a_line_that_trickles_is_slow_and_no_more() throws Exception {
    try (FaultProxy slow = new FaultProxy(radicale.port)) {
      slow.trickle(600);
      PluginProcess.Run run =
          run("backup", slow.location(), temp.resolve("slow").toString(), "alice");
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(objects(temp.resolve("slow"))).isEqualTo(truth);
    }
  }

  @Tag("xandikos")
  @Test
  void a_server_that_ends_each_connection_without_a_word_costs_no_object() throws Exception {
    Path calendar = Files.createDirectories(temp.resolve("all/once"));
    for (int i = 0; i < 20; i++) {
      String large = Ics.object("VEVENT", "once" + i, "DTSTART:20260102", Ics.folded(100_000));
      Files.writeString(calendar.resolve(i + ".ics"), large);
    }
    // a server that keeps connections, as Radicale does not
    try (XandikosServer xandikos = XandikosServer.start();
        FaultProxy once = new FaultProxy(xandikos.port)) {
      once.answerOnce();
      PluginProcess.Run run =
          PluginProcess.run(
              List.of("restore", temp.resolve("all").toString(), once.location()),
              Map.of("CALDAV_JAVA_OPTS", "-Dcaldav.retries=0"));
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(once.brokenByAnother())
          .as("two, and those that were kept by then")
          .isBetween(2L, 8L);
      assertThat(xandikos.client().hrefs("/alice/calendars/once/")).hasSize(20);
    }
  }

  private static PluginProcess.Run backup(Path folder) throws Exception {
    return run("backup", proxy.location(), folder.toString(), "alice");
  }

  private static PluginProcess.Run run(String command, String from, String to, String user)
      throws Exception {
    List<String> words = new ArrayList<>(List.of(command, from, to));
    words.addAll(radicale.signIn(user));
    return PluginProcess.run(words, Map.of("CALDAV_JAVA_OPTS", "-Dcaldav.retry.delay=10"));
  }

  private static Map<String, String> objects(Path folder) throws Exception {
    Map<String, String> objects = new TreeMap<>();
    if (Files.isDirectory(folder.resolve("work"))) {
      try (Stream<Path> files = Files.list(folder.resolve("work"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".ics")).toList()) {
          objects.put(file.getFileName().toString(), Vdir.content(file));
        }
      }
    }
    return objects;
  }
}
