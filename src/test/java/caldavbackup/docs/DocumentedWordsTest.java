package caldavbackup.docs;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.options.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands that the pages show name commands and options that exist. */
class DocumentedWordsTest {
  private static final Set<String> COMMANDS =
      Set.of("backup", "check", "completion", "diff", "help", "list", "login", "restore", "view");

  /** Words of the command line that are no options of an account. */
  private static final Set<String> WORDS =
      Set.of("output", "progress", "text", "paths", "only", "timezone");

  private static final Pattern CALDAV = Pattern.compile("(?:^|[ /])caldav ([a-z]+)((?: .*)?)$");
  private static final Pattern PLAKAR =
      Pattern.compile("plakar (?:(?:source|destination) add|restore)( .*)$");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:IT|Test))`");
  private static final Pattern KEY = Pattern.compile(" ([a-z][a-z_]*)=");

  static List<Pages.Block> blocks() throws IOException {
    List<Pages.Block> blocks = new ArrayList<>();
    for (Path page : Pages.all()) {
      for (Pages.Block block : Pages.blocks(page)) {
        if (Set.of("sh", "console", "ini", "cron").contains(block.language())) {
          blocks.add(block);
        }
      }
    }
    return blocks;
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void commands_and_options_exist(Pages.Block block) {
    Set<String> known =
        Arrays.stream(Option.values())
            .map(Option::key)
            .collect(Collectors.toCollection(HashSet::new));
    known.addAll(WORDS);
    for (String line : block.text().replace("\\\n", " ").split("\n")) {
      String words =
          line.replaceFirst("\\s#.*", "")
              .replaceFirst("^\\$ ", "")
              .replaceFirst(" (\\|\\||<|>).*", "");
      Matcher caldav = CALDAV.matcher(words);
      Matcher plakar = PLAKAR.matcher(words);
      if (caldav.find()) {
        assertThat(COMMANDS).contains(caldav.group(1));
        assertThat(known).containsAll(keys(caldav.group(2)));
      } else if (plakar.find()) {
        assertThat(known).containsAll(keys(plakar.group(1)));
      }
    }
  }

  static List<Path> pages() throws IOException {
    return Pages.all();
  }

  /** A test that a page names as a proof can be run. */
  @ParameterizedTest
  @MethodSource("pages")
  void tests_exist(Path page) throws IOException {
    Set<String> classes = new HashSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      files.forEach(file -> classes.add(file.getFileName().toString().replace(".java", "")));
    }
    List<String> named = TEST.matcher(Pages.prose(page)).results().map(it -> it.group(1)).toList();
    assertThat(classes).containsAll(named);
  }

  private static List<String> keys(String words) {
    return KEY.matcher(words.replaceAll("'[^']*'", "''"))
        .results()
        .map(key -> key.group(1))
        .toList();
  }
}
