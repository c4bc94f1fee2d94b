package caldavbackup.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The Kamelets have the form of Camel's catalogue, and their templates are Camel's YAML. */
class KameletFilesTest {
  private static final String END = ".kamelet.yaml";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\w.]+)}}");

  /** What the Kamelet component takes out of an endpoint for itself. */
  private static final Set<String> RESERVED =
      Set.of("location", "routeId", "templateId", "uuid", "block", "timeout", "noErrorHandler");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/kamelets"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void there_are_five() throws IOException {
    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "caldav-backup-action" + END,
            "caldav-discover-action" + END,
            "caldav-restore-action" + END,
            "caldav-sink" + END,
            "caldav-source" + END);
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_is_a_kamelet_and_its_template_is_camels_yaml(Path file) throws IOException {
    JsonNode kamelet = read(file);
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(resource("/caldavbackup/kamelet/kamelet.schema.json"))
                .validate(kamelet))
        .isEmpty();
    ObjectNode template = kamelet.path("spec").path("template").deepCopy();
    template.put("id", "x");
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                .getSchema(resource("/schema/camelYamlDsl.json"))
                .validate(
                    JSON.createArrayNode()
                        .add(JSON.createObjectNode().set("routeTemplate", template))))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_is_named_like_its_file_and_type(Path file) throws IOException {
    JsonNode metadata = read(file).path("metadata");
    String name = metadata.path("name").asText();
    assertThat(file.getFileName()).hasToString(name + END);
    assertThat(name).endsWith("-" + metadata.at("/labels/camel.apache.org~1kamelet.type").asText());
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_property_is_used_and_what_is_used_is_a_property_or_a_bean(Path file)
      throws IOException {
    JsonNode spec = read(file).path("spec");
    Set<String> used =
        PLACEHOLDER
            .matcher(spec.path("template").toString())
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> properties = new TreeSet<>();
    spec.at("/definition/properties").fieldNames().forEachRemaining(properties::add);
    Set<String> known = new TreeSet<>(properties);
    for (JsonNode bean : spec.at("/template/beans")) {
      known.add(bean.path("name").asText());
    }
    known.add("routeId");
    assertThat(used).containsAll(properties);
    assertThat(known).containsAll(used);
    assertThat(properties).doesNotContainAnyElementsOf(RESERVED);
  }

  /** A placeholder without a value is looked up in the environment: USERNAME, PASSWORD. */
  @ParameterizedTest
  @MethodSource("files")
  void each_property_has_a_value_and_secrets_are_marked(Path file) throws IOException {
    JsonNode properties = read(file).at("/spec/definition/properties");
    assertThat(properties.path("password").path("format").asText()).isEqualTo("password");
    for (JsonNode property : properties) {
      assertThat(property.has("default")).as(property.toString()).isTrue();
      if (property.path("format").asText().equals("password")) {
        assertThat(property.path("default").asText()).isEmpty();
        assertThat(property.path("x-descriptors").toString()).contains("credentials");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_is_short_and_handles_no_error(Path file) throws IOException {
    List<String> lines =
        Files.readAllLines(file).stream().filter(line -> !line.contains("kamelet.icon")).toList();
    assertThat(lines).hasSizeBetween(30, 60);
    assertThat(String.join("\n", lines)).doesNotContain("onException", "errorHandler", "doTry");
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_depends_on_this_version(Path file) throws IOException {
    String version =
        Pattern.compile("(?m)^  <version>(.*)</version>$")
            .matcher(Files.readString(Path.of("pom.xml")))
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);
    assertThat(read(file).at("/spec/dependencies").toString())
        .contains("\"mvn:caldavbackup:caldav-backup:" + version + "\"");
  }

  private static JsonNode read(Path file) throws IOException {
    Object yaml = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    return JSON.readTree(JSON.writeValueAsBytes(yaml)); // keys may be numbers
  }

  private static JsonNode resource(String name) throws IOException {
    try (InputStream in = KameletFilesTest.class.getResourceAsStream(name)) {
      return JSON.readTree(in);
    }
  }
}
