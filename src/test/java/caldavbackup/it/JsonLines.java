package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One JSON object a line, each as its schema has it. */
final class JsonLines {
  private JsonLines() {}

  /**
   * Reads the lines of a text.
   *
   * @param schemaFile a file in {@code schema}
   */
  static List<JsonNode> of(String text, String schemaFile) throws Exception {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(Path.of("schema", schemaFile)));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      JsonNode node = new ObjectMapper().readTree(line);
      assertThat(schema.validate(node)).as(line).isEmpty();
      lines.add(node);
    }
    return lines;
  }
}
