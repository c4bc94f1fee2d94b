package caldavbackup.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.Seeded;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotNamesTest {
  private static final String ODD = "ab.~%/\\ :*?\"<>|icsICS%25\n\u0000\u007f";

  @ParameterizedTest(name = "{0} is kept as {1}")
  @CsvSource({
    "event.ics,event.ics",
    "Zahnärztin 日本.ics,Zahnärztin 日本.ics",
    "event,event%.ics",
    "EVENT.ICS,EVENT.ICS%.ics",
    "a/b.ics,a%2Fb.ics",
    "a%2Fb.ics,a%252Fb.ics",
    "50%,50%25%.ics",
    "x%.ics,x%25.ics",
    ".hidden.ics,%2Ehidden.ics",
    ".,%2E%.ics",
    "..,%2E%2E%.ics",
    "'trailing ',trailing%20%.ics",
    "con.ics,%63on.ics",
    "console.ics,console.ics",
    "'',%.ics"
  })
  void an_objects_name_becomes_a_file_name_and_comes_back(String name, String file) {
    assertThat(SnapshotNames.file(name)).isEqualTo(file);
    assertThat(SnapshotNames.name(file)).isEqualTo(name);
  }

  @Test
  void any_name_comes_back_from_a_file_name_that_every_file_system_takes() {
    Seeded.times(
        5_000,
        random -> {
          String name = Seeded.text(random, 30, ODD);
          String file = SnapshotNames.file(name);
          assertThat(SnapshotNames.name(file)).isEqualTo(name);
          assertSafe(file);
          assertThat(file).endsWith(".ics");
        });
  }

  @Test
  void two_names_never_share_a_file() {
    Seeded.times(
        20,
        random -> {
          Map<String, String> names = new HashMap<>();
          for (int i = 0; i < 2_000; i++) {
            String name = Seeded.text(random, 5, ".%icsa2E");
            String other = names.put(SnapshotNames.file(name), name);
            assertThat(other == null || other.equals(name)).as(name + " and " + other).isTrue();
          }
        });
  }

  @Test
  void a_name_too_long_for_a_file_is_shortened_within_255_bytes_and_stays_its_own() {
    Seeded.times(
        2_000,
        random -> {
          String name = "é%/".repeat(60) + Seeded.text(random, 200, ODD + "ü");
          String file = SnapshotNames.file(name);
          assertSafe(file);
          assertThat(file).endsWith(".ics").isEqualTo(SnapshotNames.file(name));
          assertThat(SnapshotNames.file(name + "x")).isNotEqualTo(file);
          assertThat(SnapshotNames.name(file)).doesNotContain("\uFFFD").endsWith(".ics");
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {250, 251, 252, 253, 255, 256, 300})
  void only_a_name_that_does_not_fit_is_shortened(int length) {
    String name = "x".repeat(length - 4) + ".ics";
    assertThat(SnapshotNames.file(name).equals(name)).isEqualTo(length <= 255);
    assertThat(SnapshotNames.file(name).getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(255);
  }

  @ParameterizedTest(name = "{0} lies in {1}")
  @CsvSource({
    "work,work",
    "a/b,a%2Fb",
    ".git,%2Egit",
    "Büro,Büro",
    "'',%",
    "work.,work%2E",
    "AUX,%41UX"
  })
  void a_calendars_name_becomes_a_directory_and_never_a_hidden_one(String name, String directory) {
    assertThat(SnapshotNames.directory(name)).isEqualTo(directory);
  }

  @Test
  void calendars_of_one_name_are_told_apart_by_their_urls_however_long_the_name() {
    for (String name : new String[] {"work", "", "ü".repeat(300)}) {
      String one = SnapshotNames.directory(name, "/alice/work/");
      assertThat(one)
          .isEqualTo(SnapshotNames.directory(name, "/alice/work/"))
          .isNotEqualTo(SnapshotNames.directory(name, "/bob/work/"));
      assertSafe(one);
    }
  }

  private static void assertSafe(String file) {
    assertThat(file.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, 255);
    assertThat(file).doesNotContainPattern("[\\x00-\\x1f\\x7f/\\\\:*?\"<>|]").doesNotStartWith(".");
  }
}
