package caldavbackup.contents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of many programs, where they are at hand: each is shown, or named with what is wrong. */
@Timeout(180)
class RealWorldContentsTest {
  private static final Path FILES = Path.of("..", "shared", "data", "ics-real");

  @TempDir Path folder;

  @Test
  void each_file_is_shown_or_told() throws Exception {
    Assumptions.assumeTrue(Files.isDirectory(FILES), "the files are not at hand");
    Set<String> all = copy();
    try (FolderContents contents = FolderContents.of(folder)) {
      Agenda agenda =
          Agenda.of(
              contents,
              new Range(LocalDate.of(1970, 1, 1), LocalDate.of(2040, 1, 1), ZoneId.of("UTC")));
      Hits hits =
          Hits.of(
              contents,
              Set.of(),
              entry -> true,
              Instant.parse("2026-01-01T00:00:00Z"),
              ZoneId.of("UTC"));
      Set<String> shown = new HashSet<>();
      hits.all().forEach(one -> shown.add(one.entry().object().path()));
      Stream.of(contents.problems(), contents.notes(), hits.problems())
          .flatMap(List::stream)
          .forEach(one -> shown.add(one.path()));
      Set<String> silent = new TreeSet<>(all);
      silent.removeAll(shown);
      assertThat(silent).isEmpty();
      assertThat(agenda.problems()).noneMatch(one -> one.sentence().startsWith("cannot be shown"));
    }
  }

  /** One calendar for each file, so that none stands for another. */
  private Set<String> copy() throws IOException {
    Set<String> names = new HashSet<>();
    try (Stream<Path> files = Files.walk(FILES)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".ics")).sorted().toList()) {
        String name = "c" + names.size() + "/" + file.getFileName();
        Files.createDirectories(folder.resolve(name).getParent());
        Files.copy(file, folder.resolve(name));
        names.add(name);
      }
    }
    return names;
  }
}
