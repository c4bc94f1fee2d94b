package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names in hrefs as no server that runs here would write them: a slash or dots that lead away. */
class NamesIT {
  private static final List<String> OBJECTS =
      List.of(
          "real%2Fslash",
          "real%2fslash%2Ftwice",
          "literal%252Fslash",
          "%2E%2E%2Fup",
          "..two%20dots",
          ".hidden",
          "%f0%9f%8e%89",
          "n".repeat(246),
          "Case",
          "case");

  private static final List<String> CALENDARS =
      List.of("real%2Fslash", "literal%252Fslash", ".hidden", "..up", "Case", "case");

  @TempDir Path temp;
  private Path folder;
  private FaultServer server;
  private FaultServer other;

  @BeforeEach
  void start() throws Exception {
    folder = temp.resolve("folder");
    server = FaultServer.start();
    other = FaultServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
    other.close();
  }

  @Test
  void objects_come_back_under_their_names() throws Exception {
    server.calendar("work", OBJECTS.toArray(String[]::new));
    assertComesBack(List.of("work"));
    assertThat(Vdir.objects(folder.resolve("work")).values())
        .containsExactlyInAnyOrderElementsOf(server.objects("work").values());
  }

  @Test
  void calendars_come_back_under_their_names() throws Exception {
    CALENDARS.forEach(name -> server.calendar(name, "in-" + CALENDARS.indexOf(name)));
    assertComesBack(CALENDARS);
    assertThat(Vdir.directories(folder)).hasSize(CALENDARS.size());
  }

  @Test
  void a_calendar_whose_name_leads_out_of_its_home_is_no_part_of_the_backup() throws Exception {
    server.calendar("%2E%2E", "stray").calendar("work", "a");
    PluginProcess.Run run = Backup.run(server, folder);
    assertThat(run.err()).doesNotContain("Exception");
    assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(server.objects("work"));
    assertThat(Vdir.directories(temp)).containsExactly("folder");
    assertThat(Vdir.contents(temp, ".ics")).isEmpty();
  }

  private void assertComesBack(List<String> calendars) throws Exception {
    PluginProcess.Run backup = Backup.run(server, folder);
    assertThat(backup.err()).isEmpty();
    assertThat(backup.exit()).isZero();
    PluginProcess.Run restore = PluginProcess.run("restore", folder.toString(), other.location());
    assertThat(restore.err()).isEmpty();
    assertThat(restore.exit()).isZero();
    for (String calendar : calendars) {
      assertThat(decoded(other.objects(calendar))).isEqualTo(decoded(server.objects(calendar)));
    }
  }

  /** A name may be written in an href in more than one way. */
  private static Map<String, String> decoded(Map<String, String> objects) {
    Map<String, String> decoded = new TreeMap<>();
    objects.forEach(
        (name, ics) -> decoded.put(URLDecoder.decode(name, StandardCharsets.UTF_8), ics));
    return decoded;
  }
}
