package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files that nobody wrote for these tests, through every server: all {@code .ics} files below the
 * folder that the environment names in {@code CALDAV_REAL_WORLD}.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class RealWorldIT extends ServerContract {
  private static final String FOLDER = System.getenv("CALDAV_REAL_WORLD");

  /** Where a UID is there already, the next calendar may still take it. */
  private static final List<String> CALENDARS = List.of("first", "second", "third");

  @BeforeAll
  static void requireTheFolder() {
    if (FOLDER == null || FOLDER.isBlank()) {
      System.out.println("left out: files of the real world; CALDAV_REAL_WORLD names no folder");
      Assumptions.abort("CALDAV_REAL_WORLD names no folder");
    }
  }

  @Test
  void whatever_the_server_takes_comes_back() throws Exception {
    Observations seen = new Observations(kind + " real world");
    for (String calendar : CALENDARS) {
      alice.client().request("MKCALENDAR", alice.path(calendar), null, Map.of());
    }
    for (Path file : files()) {
      String name = Path.of(FOLDER).relativize(file).toString().replace('/', '.');
      String refusal = null;
      for (String calendar : CALENDARS) {
        refusal = put(seen, calendar, name, Files.readAllBytes(file));
        if (refusal == null) {
          break;
        }
      }
      if (refusal != null) {
        seen.refused(name, refusal);
      }
    }
    try {
      assertThat(seen.taken()).isGreaterThan(0);
      assertRoundTrip(seen, CALENDARS);
    } finally {
      seen.publish();
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(FOLDER))) {
      return files.filter(file -> file.toString().endsWith(".ics")).sorted().toList();
    }
  }
}
