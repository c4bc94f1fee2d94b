package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What other programs write out goes into an account. */
class ForeignFilesIT {
  private static RadicaleServer server;
  private Side alice;

  @BeforeAll
  static void start() throws Exception {
    server = RadicaleServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void empty() {
    alice = server.side("alice");
    alice.empty();
  }

  @Test
  void an_export_becomes_a_calendar_called_as_it_says() throws Exception {
    restore("nextcloud");
    assertThat(calendars()).containsExactly(Map.entry("Chor, Proben & Konzerte", 3));
  }

  @Test
  void an_export_without_a_name_is_called_as_its_file() throws Exception {
    restore("thunderbird");
    assertThat(calendars()).containsExactly(Map.entry("Verein", 2));
  }

  @Test
  void every_file_of_a_takeout_is_a_calendar_and_copies_are_one() throws Exception {
    restore("takeout/Calendar");
    assertThat(calendars()).containsOnlyKeys("ada@mail.example", "Ferien");
    assertThat(calendars()).containsEntry("ada@mail.example", 2);
  }

  @Test
  void a_vdir_keeps_its_name() throws Exception {
    restore("vdir");
    assertThat(calendars()).hasSize(1).containsValue(2);
  }

  @Test
  void the_flat_folder_of_a_plugin_of_old_goes_where_option_calendar_says() throws Exception {
    PluginProcess.Run run = alice.restore(foreign("plakar"));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("give option 'calendar'");
    assertThat(calendars()).isEmpty();
    restore("plakar", "calendar=old");
    assertThat(calendars()).containsExactly(Map.entry("old", 2));
  }

  private void restore(String folder, String... options) throws Exception {
    PluginProcess.Run run = alice.restore(foreign(folder), options);
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
  }

  private static Path foreign(String folder) {
    return Path.of("src/test/resources/foreign", folder).toAbsolutePath();
  }

  /** How many objects each calendar has, by its name. */
  private Map<String, Integer> calendars() {
    Map<String, Integer> calendars = new TreeMap<>();
    for (String href : alice.client().calendars(alice.home())) {
      String name = alice.client().property(href, "d:displayname");
      calendars.put(name.replace("&amp;", "&"), alice.client().hrefs(href).size());
    }
    return calendars;
  }
}
