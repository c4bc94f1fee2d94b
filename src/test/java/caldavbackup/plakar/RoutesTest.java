package caldavbackup.plakar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RoutesTest {
  @Test
  void every_route_file_is_loaded() throws Exception {
    try (var files = Files.list(Path.of("src/main/resources/routes/caldav"))) {
      assertThat(Routes.Purpose.ANY.files())
          .containsExactlyInAnyOrderElementsOf(
              files.map(file -> "routes/caldav/" + file.getFileName()).toList());
    }
  }

  @Test
  void every_route_has_a_description_an_error_configuration_of_ours_and_no_stream_cache()
      throws Exception {
    for (String file : Routes.Purpose.ANY.files()) {
      String[] routes =
          Files.readString(Path.of("src/main/resources", file)).split("(?m)^- route:\n");
      for (int i = 1; i < routes.length; i++) {
        assertThat(routes[i])
            .as(file)
            .contains(
                "    id: caldav-",
                "    description: ",
                "    routeConfigurationId: caldav-",
                "    streamCache: \"false\"");
      }
    }
  }
}
