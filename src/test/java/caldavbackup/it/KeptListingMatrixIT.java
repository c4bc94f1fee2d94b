package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A listing that is kept, on every server that runs on this machine: no change is missed. */
@ParameterizedClass(name = "{0}")
@MethodSource("caldavbackup.it.Server#chosen")
class KeptListingMatrixIT extends ServerContract {
  private static final String CALENDAR = "kept";

  private Path folder;

  @BeforeEach
  void keep() throws Exception {
    folder = temp.resolve("folder");
    for (String name : List.of("a", "b", "c")) {
      put(name, "Nummer " + name);
    }
    Await.until("the listing is kept", () -> backup().err().contains("did not change since"));
    assertFolderIsCalendar(3);
  }

  @Test
  void every_change_is_seen_and_what_follows_at_once_on_a_listing_too() throws Exception {
    put("b", "Nummer ?");
    backup();
    assertFolderIsCalendar(3);
    put("d", "Nummer d");
    backup();
    assertFolderIsCalendar(4);
    alice.client().delete(alice.pathOf(CALENDAR + "/a.ics"));
    backup();
    assertFolderIsCalendar(3);
    for (String name : List.of("e", "f")) {
      put(name, "Nummer " + name);
      backup();
      alice.client().delete(alice.pathOf(CALENDAR + "/" + name + ".ics"));
      put(name + name, "Nummer " + name);
      backup();
      assertThat(files()).containsKey(name + name + ".ics").doesNotContainKey(name + ".ics");
    }
    assertFolderIsCalendar(5);
  }

  @Test
  void a_calendar_that_is_made_anew_in_as_many_steps_is_another_one() throws Exception {
    alice.empty();
    for (String name : List.of("x", "y", "z")) {
      put(name, "Nummer " + name);
    }
    backup();
    assertFolderIsCalendar(3);
    assertThat(files()).containsOnlyKeys("x.ics", "y.ics", "z.ics");
  }

  private void put(String name, String summary) {
    alice.client().put(alice.home(), CALENDAR, name + ".ics", Ics.event(name, summary));
  }

  private PluginProcess.Run backup() throws Exception {
    List<String> words = new ArrayList<>(List.of("backup", alice.location(), folder.toString()));
    words.addAll(alice.options());
    words.add("calendars=" + CALENDAR);
    Map<String, String> environment =
        Map.of("XDG_CACHE_HOME", temp.resolve("cache").toString(), "CALDAV_LOG", "debug");
    PluginProcess.Run run = PluginProcess.run(words, environment);
    assertThat(run.exit()).as(run.err()).isZero();
    return run;
  }

  private void assertFolderIsCalendar(int objects) throws Exception {
    assertThat(files()).isEqualTo(alice.objects(CALENDAR)).hasSize(objects);
  }

  private Map<String, String> files() throws Exception {
    Map<String, String> files = new TreeMap<>();
    try (var list = Files.newDirectoryStream(folder.resolve(CALENDAR), "*.ics")) {
      list.forEach(file -> files.put(file.getFileName().toString(), Vdir.content(file)));
    }
    return files;
  }
}
