package caldavbackup.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What stands in the route files exists: each bean, each of its methods, each endpoint. Each file
 * starts with those that its first line names, and with no other.
 */
class RouteFilesTest {
  private static final Path FOLDER = Path.of("src/main/resources/routes");
  private static final String END = ".camel.yaml";

  /** Served by the application, or by plakar.camel.yaml. */
  private static final Set<String> SINKS =
      Set.of(
          "direct:caldav-sink",
          "direct:caldav-import-sink",
          "direct:caldav-open-sink",
          "direct:caldav-export-sink");

  private static final Pattern NEEDS = Pattern.compile("# Needs: ([a-z0-9, ]+)\\.");
  private static final Pattern BEAN =
      Pattern.compile("- name: (\\S+)[^\\n]*\\n\\s+type: \"#class:([^\"]+)\"");
  private static final Pattern REF = Pattern.compile("(?:[rR]ef: |\"#)(caldav\\w+)");
  private static final Pattern CALL = Pattern.compile("ref: (caldav\\w+)\\s+method: (\\w+)");
  private static final Pattern DIRECT = Pattern.compile("direct:caldav-[\\w-]+");
  private static final Pattern COMMENT = Pattern.compile("(?m)(?:^|\\s)# .*$");
  private static final Pattern SERVED = Pattern.compile("from:\\s+uri: (direct:[\\w-]+)");

  private static final Pattern STEP = Pattern.compile("(?m)^ +- (bean|process):");

  static List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER, 2)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString().replace(END, ""))
          .sorted()
          .toList();
    }
  }

  /** A route is a sentence: each one that is loaded, each step and each level costs its reader. */
  @Test
  void the_routes_are_few_short_and_flat() throws IOException {
    int routes = 0;
    int beans = 0;
    for (String file : files()) {
      for (String route : text(file).split("(?m)^(?=- )")) {
        if (route.startsWith("- route:")) {
          routes++;
          assertThat(route.strip().lines()).as(route).hasSizeLessThanOrEqualTo(40);
          assertThat(nesting(route)).as(route).isLessThanOrEqualTo(4);
        }
        beans += all(STEP, 1, route).size();
      }
    }
    assertThat(routes).isLessThanOrEqualTo(51); // five are in diff, which only caldav diff loads
    assertThat(beans).isLessThanOrEqualTo(104); // ten of them are in diff
  }

  @Test
  void a_backup_loads_few_routes() throws IOException {
    int routes = 0;
    for (String file : Routes.Purpose.BACKUP.files()) {
      String name = Path.of(file).getFileName().toString().replace(END, "");
      routes += all(SERVED, 1, text(name)).size();
    }
    assertThat(routes).isBetween(1, 15);
  }

  private static int nesting(String route) {
    Deque<Integer> open = new ArrayDeque<>();
    int deepest = 0;
    for (String line : route.lines().filter(one -> one.strip().equals("steps:")).toList()) {
      int at = line.indexOf('s');
      while (!open.isEmpty() && open.peek() >= at) {
        open.pop();
      }
      open.push(at);
      deepest = Math.max(deepest, open.size());
    }
    return deepest;
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_method_that_is_named_is_a_public_method_of_its_bean(String file) throws Exception {
    Map<String, String> beans = new TreeMap<>();
    for (String one : withFriends(file)) {
      beans.putAll(pairs(BEAN, text(one)));
    }
    Matcher call = CALL.matcher(text(file));
    while (call.find()) {
      Class<?> type = Class.forName(beans.get(call.group(1)));
      assertThat(Arrays.stream(type.getMethods()).map(Method::getName))
          .as(call.group(1))
          .contains(call.group(2));
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_bean_and_endpoint_is_in_the_file_or_in_those_that_it_names(String file)
      throws IOException {
    Set<String> refs = new TreeSet<>(all(REF, 1, text(file)));
    Set<String> endpoints =
        new TreeSet<>(all(DIRECT, 0, COMMENT.matcher(text(file)).replaceAll("")));
    for (String one : withFriends(file)) {
      refs.removeAll(pairs(BEAN, text(one)).keySet());
      endpoints.removeAll(all(SERVED, 1, text(one)));
    }
    endpoints.removeAll(SINKS);
    assertThat(refs).isEmpty();
    assertThat(endpoints).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_file_starts_with_those_that_it_names(String file) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      FilesInJar.load(context, withFriends(file));
      context.start();
      assertThat(context.getRoutes())
          .extracting(route -> route.getRouteId())
          .containsAll(all(Pattern.compile("- route:\\s+id: (\\S+)"), 1, text(file)));
    }
  }

  @Test
  void an_application_loads_all_files_but_plakars() throws IOException {
    List<String> all = new ArrayList<>(FilesInJar.OF_APPLICATIONS);
    all.add("plakar");
    assertThat(all).containsExactlyInAnyOrderElementsOf(files());
    assertThat(RouteFiles.ALL).containsExactlyInAnyOrderElementsOf(FilesInJar.OF_APPLICATIONS);
  }

  @Test
  void no_bean_and_no_endpoint_stands_in_two_files() throws IOException {
    Map<String, Long> count =
        files().stream()
            .map(RouteFilesTest::text)
            .flatMap(
                text ->
                    Stream.concat(
                        pairs(BEAN, text).keySet().stream(), all(SERVED, 1, text).stream()))
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    assertThat(count).isNotEmpty();
    assertThat(count.values()).containsOnly(1L);
  }

  @Test
  void only_plakars_file_names_plakar() throws IOException {
    assertThat(files().stream().filter(file -> text(file).matches("(?s).*(grpc:|\\.plakar\\.).*")))
        .containsExactly("plakar");
  }

  /** The file, and all that it needs, each once. */
  private static Set<String> withFriends(String file) {
    Set<String> known = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(file));
    while (!open.isEmpty()) {
      String one = open.pop();
      if (known.add(one)) {
        Matcher needs = NEEDS.matcher(text(one));
        if (needs.lookingAt()) {
          open.addAll(List.of(needs.group(1).split(", ")));
        }
      }
    }
    return known;
  }

  private static String path(String file) {
    return (file.equals("plakar") ? "caldav-plakar/" : "caldav/") + file + END;
  }

  private static String text(String file) {
    try {
      return Files.readString(FOLDER.resolve(path(file)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> pairs(Pattern pattern, String text) {
    Map<String, String> pairs = new TreeMap<>();
    Matcher match = pattern.matcher(text);
    while (match.find()) {
      pairs.put(match.group(1), match.group(2));
    }
    return pairs;
  }

  private static List<String> all(Pattern pattern, int group, String text) {
    return pattern.matcher(text).results().map(match -> match.group(group)).toList();
  }
}
