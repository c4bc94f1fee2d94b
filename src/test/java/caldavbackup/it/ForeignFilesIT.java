package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other programs write out goes into an account. */
@Tag("radicale")
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

  @Test
  void a_file_in_latin_1_is_said_once_and_is_the_same_when_it_is_restored_again(@TempDir Path temp)
      throws Exception {
    String zone = "TZID=\"Mitteleurop\u00e4ische Zeit\"";
    String text =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nMETHOD:PUBLISH\r\n"
            + "X-WR-CALNAME:B\u00fcro\r\nBEGIN:VTIMEZONE\r\nTZID:Mitteleurop\u00e4ische Zeit\r\n"
            + "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\n"
            + "TZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
            + event("1", "DTSTART;" + zone + ":20260301T100000")
            + event("2", "DTSTART;" + zone + ":20260302T100000")
            + "END:VCALENDAR\r\n\0\0";
    Files.write(temp.resolve("x.ics"), text.getBytes(StandardCharsets.ISO_8859_1));
    PluginProcess.Run run = alice.restore(temp);
    assertThat(run.exit()).isZero();
    assertThat(run.err().lines())
        .containsExactly(
            "WARN x.ics is not UTF-8: read as windows-1252; has text that belongs to no calendar,"
                + " at line 27: left out");
    assertThat(calendars()).containsExactly(Map.entry("B\u00fcro", 2));
    for (String href : alice.client().hrefs(alice.client().calendars(alice.home()).get(0))) {
      assertThat(new String(alice.client().get(href), StandardCharsets.UTF_8))
          .contains("TZID:Mitteleurop\u00e4ische Zeit", "Gr\u00fc\u00dfe");
    }
    assertEqualWhenRepeated(temp);
  }

  @Test
  void names_that_differ_by_signs_are_three_calendars_in_every_run(@TempDir Path temp)
      throws Exception {
    for (String name : List.of("Klasse C", "Klasse C++", "klasse c")) {
      Files.writeString(
          temp.resolve(name + ".ics"),
          "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nX-WR-CALNAME:"
              + name
              + "\r\nX-WR-TIMEZONE:Europe/Zurich\r\n"
              + event(name, "DTSTART:20260301T100000Z")
              + "END:VCALENDAR\r\n");
    }
    assertThat(alice.restore(temp).exit()).isZero();
    assertThat(calendars())
        .containsExactly(
            Map.entry("Klasse C", 1), Map.entry("Klasse C++", 1), Map.entry("klasse c", 1));
    assertThat(
            alice
                .client()
                .property(alice.client().calendars(alice.home()).get(0), "c:calendar-timezone"))
        .contains("TZID:Europe/Zurich");
    assertEqualWhenRepeated(temp);
  }

  @Test
  void what_the_server_says_in_other_words_of_utc_and_of_a_stray_tzid_is_equal(@TempDir Path temp)
      throws Exception {
    StringBuilder text = new StringBuilder("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n");
    for (String zone : List.of("UTC", "Etc/UTC", "Etc/GMT", "GMT")) {
      text.append(event(zone, "DTSTART;TZID=" + zone + ":20260301T100000"));
    }
    text.append(event("7", "TZID:America/Los_Angeles\r\nDTSTART;VALUE=DATE:20260311"));
    Files.writeString(temp.resolve("Home.ics"), text.append("END:VCALENDAR\r\n"));
    assertThat(alice.restore(temp).exit()).isZero();
    assertEqualWhenRepeated(temp);
  }

  private void assertEqualWhenRepeated(Path folder) throws Exception {
    PluginProcess.Run again = alice.restore(folder, "dry_run=true", "conflict=fail");
    assertThat(again.exit()).isZero();
    assertThat(again.out()).contains("EQUAL").doesNotContain("CREATE", "UPDATE", "(new)");
  }

  private static String event(String uid, String lines) {
    return "BEGIN:VEVENT\r\nUID:"
        + uid
        + "\r\nDTSTAMP:20260101T000000Z\r\n"
        + lines
        + "\r\nSUMMARY:Gr\u00fc\u00dfe\r\nEND:VEVENT\r\n";
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
