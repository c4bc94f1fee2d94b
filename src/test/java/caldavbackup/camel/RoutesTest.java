package caldavbackup.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoutesTest {
  @Test
  void every_route_file_is_loaded() throws Exception {
    Path resources = Path.of("src/main/resources");
    try (var files = Files.walk(resources.resolve("routes"))) {
      assertThat(Routes.Purpose.ANY.files())
          .containsExactlyInAnyOrderElementsOf(
              files
                  .filter(Files::isRegularFile)
                  .map(file -> resources.relativize(file).toString())
                  .toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_routes_to_plakar_are_loaded_for_plakar_only(Routes.Purpose purpose) {
    assertThat(purpose.files().contains("routes/caldav-plakar/plakar.camel.yaml"))
        .isEqualTo(
            Set.of(Routes.Purpose.IMPORTER, Routes.Purpose.EXPORTER, Routes.Purpose.ANY)
                .contains(purpose));
  }

  /** A route that is not loaded is missed only when something is sent to it. */
  @ParameterizedTest
  @EnumSource
  void what_routes_send_to_is_loaded_with_them_and_each_file_is_needed(Routes.Purpose purpose)
      throws Exception {
    Set<String> loaded = new TreeSet<>();
    Map<String, Set<String>> named = new TreeMap<>();
    Map<String, Set<String>> defined = new TreeMap<>();
    for (String file : purpose.files()) {
      String yaml = Files.readString(Path.of("src/main/resources", file));
      String code = yaml.replaceAll("(?m)^ *(description: |# ).*$|\\s# .*$", "");
      defined.put(file, all("from:\\s+uri: (direct:[a-z0-9-]+)", code));
      named.put(file, all("(direct:[a-z0-9-]+)", code.replaceAll("from:\\s+uri: direct:\\S+", "")));
      loaded.addAll(defined.get(file));
    }
    loaded.add("direct:caldav-sink"); // an application's own
    if (purpose.isForSender()) {
      loaded.addAll(
          Set.of(
              "direct:caldav-import-sink", "direct:caldav-open-sink", "direct:caldav-export-sink"));
    }
    named.forEach((file, targets) -> assertThat(loaded).as(file).containsAll(targets));
    if (purpose != Routes.Purpose.ANY) {
      defined.forEach(
          (file, routes) ->
              assertThat(routes.isEmpty() || used(routes, file, named, purpose))
                  .as(file + " is needed for " + purpose)
                  .isTrue());
    }
  }

  private static boolean used(
      Set<String> routes, String file, Map<String, Set<String>> named, Routes.Purpose purpose) {
    Set<String> entries = // what Java sends to
        switch (purpose) {
          case BACKUP, IMPORTER -> Set.of("direct:caldav-import", "direct:caldav-open");
          case RESTORE, EXPORTER -> Set.of("direct:caldav-export");
          case DIFF -> Set.of("direct:caldav-diff");
          default -> Set.of("direct:caldav-discover", "direct:caldav-check");
        };
    return routes.stream().anyMatch(entries::contains)
        || named.entrySet().stream()
            .anyMatch(
                other ->
                    !other.getKey().equals(file)
                        && other.getValue().stream().anyMatch(routes::contains));
  }

  private static Set<String> all(String regex, String text) {
    return Pattern.compile(regex)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void every_route_has_a_group_a_description_an_error_configuration_of_ours_and_no_stream_cache()
      throws Exception {
    for (String file : Routes.Purpose.ANY.files()) {
      String[] routes =
          Files.readString(Path.of("src/main/resources", file)).split("(?m)^- route:\n");
      for (int i = 1; i < routes.length; i++) {
        assertThat(routes[i])
            .as(file)
            .contains(
                "    id: caldav-",
                "    group: caldav-",
                "    description: ",
                "    routeConfigurationId: caldav-",
                "    streamCache: \"false\"");
      }
    }
  }
}
