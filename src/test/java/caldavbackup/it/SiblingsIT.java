package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of one folder that share UIDs, and files that a server does not take, on real servers. */
@Tag("radicale")
@Tag("xandikos")
class SiblingsIT {
  private static RadicaleServer radicale;
  private static XandikosServer xandikos;

  @TempDir Path temp;

  @BeforeEach
  void start() throws Exception {
    if (radicale == null) {
      radicale = RadicaleServer.start();
      xandikos = XandikosServer.start();
    }
    sides().forEach(Side::empty);
  }

  @AfterAll
  static void stop() {
    radicale.close();
    xandikos.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"skip", "overwrite", "copy"})
  void a_series_in_two_files_is_one_object(String conflict) throws Exception {
    String series = Ics.series("s");
    String master = series.replaceFirst("(?s)BEGIN:VEVENT(?!.*BEGIN:VEVENT).*END:VEVENT\r\n", "");
    String moved = series.replaceFirst("(?s)BEGIN:VEVENT.*?END:VEVENT\r\n", "");
    write("w/a.ics", moved);
    write("w/b.ics", master);
    for (Side side : sides()) {
      PluginProcess.Run run = side.restore(temp, "conflict=" + conflict);
      assertThat(run.err()).isEmpty();
      assertThat(run.exit()).isZero();
      assertThat(run.out()).contains("(w/b.ics): one object with /w/a.ics");
      Map<String, String> objects = all(side);
      assertThat(objects).hasSize(1);
      assertThat(objects.values().iterator().next())
          .contains("RRULE")
          .contains("SUMMARY:moved")
          .contains("UID:s\r\n");
      assertThat(side.restore(temp, "conflict=" + conflict).exit()).isZero();
      assertThat(all(side)).isEqualTo(objects);
    }
  }

  @Test
  void of_dated_exports_the_newer_version_is_restored_and_the_older_named() throws Exception {
    export("privat-2025.ics", "old", "p1", "p2");
    export("privat-2026.ics", "new", "p1", "p3");
    for (Side side : sides()) {
      PluginProcess.Run dry = side.restore(temp, "dry_run=true");
      String named =
          "\"old\", Fri 2026-01-02 10:00 UTC (privat-2025.ics): older than the version in"
              + " /privat-2026.ics";
      assertThat(dry.out()).contains(named);
      PluginProcess.Run run = side.restore(temp, "conflict=skip");
      assertThat(run.err()).isEmpty();
      assertThat(run.exit()).isZero();
      assertThat(run.out()).contains(named);
      assertThat(run.out())
          .contains("privat-2025.ics, privat-2026.ics: restored into one calendar, ");
      assertThat(all(side)).containsOnlyKeys("p1.ics", "p2.ics", "p3.ics");
      assertThat(all(side).get("p1.ics")).contains("UID:p1\r\n").contains("SUMMARY:new");
    }
  }

  @Test
  void what_stands_in_a_file_twice_is_counted_and_named() throws Exception {
    export("privat.ics", "s", "p1", "p1", "p2", "p1");
    for (Side side : sides()) {
      PluginProcess.Run run = side.restore(temp);
      assertThat(run.err()).isEmpty();
      assertThat(run.exit()).isZero();
      assertThat(run.out())
          .containsPattern("CALENDAR +INTO +CREATE +REPEATED\n.* +2 +2\n")
          .contains("\"s\", Fri 2026-01-02 10:00 UTC (privat.ics) (2 times): occurs again in");
      assertThat(all(side)).containsOnlyKeys("p1.ics", "p2.ics");
    }
  }

  @Test
  void many_files_of_one_cause_are_one_line() throws Exception {
    for (int i = 10; i < 35; i++) {
      write("x-" + i + ".ics", Ics.event("u" + i, "s"));
    }
    PluginProcess.Run run = radicale.side("alice").restore(temp);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(2);
    assertThat(run.err())
        .startsWith("KO 25 events (\"s\", Fri 2026-01-02 10:00 UTC (x-10.ics); ")
        .contains("(x-12.ics); …): the calendar of these objects is unknown")
        .contains("caldav: 25 of 25 events were not restored. /");
  }

  @Test
  void what_xandikos_does_not_understand_is_refused_in_its_words_and_not_kept() throws Exception {
    write("w/a.ics", Ics.event("a", "x"));
    write("w/b.ics", Ics.event("b", "x").replace("END:VEVENT", "hello"));
    Side side = xandikos.side("alice");
    PluginProcess.Run run = side.restore(temp, "conflict=skip");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .containsPattern("KO w: .*\\(w/b\\.ics\\): ")
        .contains("valid-calendar-data");
    assertThat(run.out()).doesNotContain("KEEP");
  }

  @Test
  void an_empty_file_is_named() throws Exception {
    write("w/a.ics", Ics.event("a", "x"));
    write("w/leer.ics", "");
    for (Side side : sides()) {
      PluginProcess.Run run = side.restore(temp, "conflict=skip");
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err()).contains("KO w/leer.ics: the file is empty");
      assertThat(all(side)).containsOnlyKeys("a.ics");
    }
  }

  @Test
  void the_dry_run_names_the_properties_that_files_of_a_vdir_set() throws Exception {
    write("w/a.ics", Ics.event("a", "x"));
    for (Side side : sides()) {
      assertThat(side.restore(temp).exit()).isZero();
    }
    write("w/displayname", "Other name");
    write("w/color", "#112233");
    for (Side side : sides()) {
      assertThat(side.restore(temp, "dry_run=true").out())
          .contains("set     w: displayname, color\n");
      assertThat(side.restore(temp).exit()).isZero();
      assertThat(side.client().property(side.path("w"), "d:displayname")).isEqualTo("Other name");
      assertThat(side.restore(temp, "dry_run=true").out()).doesNotContain("set ");
    }
  }

  private static List<Side> sides() {
    return List.of(radicale.side("alice"), xandikos.side("alice"));
  }

  /** The objects of all calendars. */
  private static Map<String, String> all(Side side) {
    Map<String, String> all = new TreeMap<>();
    for (String calendar : side.client().calendars(side.home())) {
      side.client()
          .objects(calendar)
          .forEach((name, text) -> all.put(name, text.replace("\r\n ", "")));
    }
    return all;
  }

  private void export(String file, String summary, String... uids) throws Exception {
    StringBuilder text = new StringBuilder("BEGIN:VCALENDAR\r\nX-WR-CALNAME:Privat\r\n");
    for (String uid : uids) {
      text.append(
          Ics.event(uid, summary).replaceAll("(?s)^.*?(?=BEGIN:VEVENT)|END:VCALENDAR.*", ""));
    }
    write(file, text + "END:VCALENDAR\r\n");
  }

  private void write(String name, String text) throws Exception {
    Path file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
