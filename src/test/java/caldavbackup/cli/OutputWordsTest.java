package caldavbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.folder.Progress;
import caldavbackup.restore.plan.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages explain the words of the output. */
class OutputWordsTest {
  static Stream<String> words() {
    return Stream.of(
            Stream.of("`KO ", "`WARN ", "`caldav: "),
            Arrays.stream(Action.values())
                .map(action -> "`" + action.name().replace('_', ' ') + "`"),
            Arrays.stream(Progress.Outcome.values())
                .map(outcome -> "`" + outcome.name().toLowerCase(Locale.ROOT) + "`"))
        .flatMap(words -> words);
  }

  @ParameterizedTest
  @MethodSource("words")
  void a_page_explains_it(String word) throws Exception {
    assertThat(
            Files.readString(Path.of("docs/backup.md"))
                + Files.readString(Path.of("docs/restore.md")))
        .contains(word);
  }
}
