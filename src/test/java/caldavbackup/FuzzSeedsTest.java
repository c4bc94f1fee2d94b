package caldavbackup;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jazzer reads the seeds of a test only from {@code PACKAGE/CLASSInputs/METHOD}. */
class FuzzSeedsTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final String INPUTS = "Inputs";

  static List<Path> inputs() throws IOException {
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      return files.filter(path -> path.getFileName().toString().endsWith(INPUTS)).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void seeds_are_beside_the_test_that_reads_them(Path folder) throws Exception {
    String name = RESOURCES.relativize(folder).toString().replace('/', '.');
    Class<?> test =
        Class.forName(
            name.substring(0, name.length() - INPUTS.length()), false, getClass().getClassLoader());
    List<String> methods =
        Arrays.stream(test.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(FuzzTest.class))
            .map(Method::getName)
            .toList();
    try (Stream<Path> seeds = Files.list(folder)) {
      assertThat(seeds.map(path -> path.getFileName().toString()).toList())
          .isNotEmpty()
          .isSubsetOf(methods);
    }
  }
}
