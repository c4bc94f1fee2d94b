package caldavbackup.oauth;

import caldavbackup.text.Failure;
import caldavbackup.text.Reason;
import caldavbackup.text.UserFolder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The table of providers: the built-in entries, and the entries that the user adds or overrides in
 * a file.
 */
final class Providers {
  /** The name of the user's file in the configuration folder. */
  static final String FILE = "providers.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<TreeMap<String, Provider>> TABLE = new TypeReference<>() {};

  private final Map<String, Provider> all;

  private Providers(Map<String, Provider> all) {
    this.all = all;
  }

  /** Returns the built-in entries and the user's entries. */
  static Providers ofUser() throws Failure {
    Path folder = UserFolder.CONFIG.place();
    return with(folder == null ? null : folder.resolve(FILE));
  }

  /** Returns the built-in entries and those of a file. The file need not exist. */
  static Providers with(Path file) throws Failure {
    Map<String, Provider> all = ours();
    if (file != null && Files.exists(file)) {
      try {
        all.putAll(
            JSON.readerFor(TABLE)
                .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .readValue(Files.readAllBytes(file)));
      } catch (UnrecognizedPropertyException e) {
        throw Failure.option(
            file
                + " is not a table of providers: it has the unknown entry '"
                + e.getPropertyName()
                + "'");
      } catch (JsonProcessingException e) {
        throw Failure.option(file + " is not a table of providers: " + e.getOriginalMessage());
      } catch (IOException e) {
        throw Failure.option(file + " cannot be read (" + Reason.of(e) + ")");
      }
    }
    return new Providers(all);
  }

  private static Map<String, Provider> ours() {
    try (InputStream in = Providers.class.getResourceAsStream("/" + FILE)) {
      return JSON.readValue(in, TABLE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, Provider> all() {
    return all;
  }

  /**
   * Returns the provider with this name.
   *
   * @throws Failure when there is none; the message names the known providers
   */
  Provider named(String name) throws Failure {
    Provider provider = all.get(name);
    if (provider == null) {
      throw Failure.option(
          "option 'name': there is no provider '"
              + name
              + "', only "
              + String.join(", ", all.keySet())
              + "; others are added in "
              + FILE
              + " (docs/providers/custom.md)");
    }
    return provider;
  }
}
