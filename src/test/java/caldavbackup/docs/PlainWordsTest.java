package caldavbackup.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages, and the descriptions of routes and Kamelets, use plain words. */
class PlainWordsTest {
  private static final Pattern NOT_PLAIN =
      Pattern.compile(
          "\\b(?:who|whom|whoever|whereof|thereof|wherever|anew|nobody|somebody|himself|his|her|learnt"
              + "|heeds?|beholds?|gives no more|taken back|took back|is there and)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern DESCRIPTION = Pattern.compile("(?m)description: (.*)$");
  private static final Path RESOURCES = Path.of("src/main/resources");

  static List<Path> pages() throws IOException {
    return Pages.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void a_page_uses_plain_words(Path page) throws IOException {
    assertThat(found(CODE.matcher(Pages.prose(page)).replaceAll("`"))).isEmpty();
  }

  @Test
  void descriptions_use_plain_words() throws IOException {
    List<String> descriptions = new ArrayList<>();
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".yaml")).toList()) {
        DESCRIPTION
            .matcher(Files.readString(file))
            .results()
            .map(description -> description.group(1))
            .forEach(descriptions::add);
      }
    }
    assertThat(descriptions).hasSizeGreaterThan(50);
    assertThat(found(String.join("\n", descriptions))).isEmpty();
  }

  /** Three screens of 40 lines. */
  @Test
  void the_readme_is_short() throws IOException {
    assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(120);
  }

  private static List<String> found(String text) {
    Matcher word = NOT_PLAIN.matcher(text);
    List<String> found = new ArrayList<>();
    while (word.find()) {
      int line = (int) text.substring(0, word.start()).lines().count();
      found.add(word.group() + " in line " + line);
    }
    return found;
  }
}
