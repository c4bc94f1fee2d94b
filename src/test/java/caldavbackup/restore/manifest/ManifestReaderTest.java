package caldavbackup.restore.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import caldavbackup.text.Failure;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a manifest may not say. */
class ManifestReaderTest {
  private final byte[] a = {1, 2, 3};

  private SampleManifest work() throws Exception {
    return new SampleManifest("work").with("a.ics", a);
  }

  private static String refusal(String json) {
    return catchThrowableOfType(
            Failure.class,
            () -> ManifestReader.read(json.getBytes(StandardCharsets.UTF_8), "the manifest"))
        .getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"format\":1}",
        "{\"id\":\"a\",\"location\":\"caldav://h\"}",
        "{\"format\":1,\"calendar\":7}"
      })
  void other_json_is_no_manifest(String json) throws Exception {
    assertThat(refusal(json)).startsWith("the body is neither a calendar object nor a manifest: ");
  }

  @Test
  void a_newer_format_is_named() throws Exception {
    SampleManifest newer = work();
    newer.json().put("format", 2).putArray("objects").add("a reference of the next format");
    assertThat(refusal(newer.text()))
        .isEqualTo("the manifest has format 2 of a newer version: this version reads format 1");
    SampleManifest identity = work();
    ((ObjectNode) identity.calendar().get("identity")).put("format", 2);
    assertThat(refusal(identity.text()))
        .isEqualTo(
            "the manifest of calendar 'work': .calendar.json was written by a newer version"
                + " (format 2)");
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("whether the list is complete", one -> one.json().remove("complete")),
        fault("which objects it has", one -> one.json().remove("objects")),
        fault("lacks the identity", one -> one.calendar().remove("identity")),
        fault("does not name a calendar", one -> one.calendar().putObject("identity")),
        fault("lacks length or SHA-256 of work/a.ics", one -> one.object(0).remove("length")),
        fault("lacks length or SHA-256 of work/a.ics", one -> one.object(0).put("length", "9")),
        fault("lacks length or SHA-256 of work/a.ics", one -> one.object(0).put("sha256", "beef")),
        fault("lists work/a.ics twice", one -> one.with("a.ics", new byte[3])),
        fault(
            "leads out of its folder",
            one -> ((ObjectNode) one.calendar().get("identity")).put("href", "/alice/%2E%2E/")));
  }

  private static Arguments fault(String sentence, Consumer<SampleManifest> spoil) {
    return Arguments.of(sentence, spoil);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void what_a_manifest_lacks_is_named(String sentence, Consumer<SampleManifest> spoil)
      throws Exception {
    SampleManifest manifest = work();
    spoil.accept(manifest);
    assertThat(refusal(manifest.text()))
        .startsWith("the manifest of calendar 'work'")
        .contains(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a.ics",
        "work/../a.ics",
        "work/..",
        "/etc/passwd",
        "/work/a.ics",
        "C:\\a.ics",
        "work\\a.ics",
        "work/..\\..\\a.ics",
        "work/sub/a.ics",
        "home/a.ics",
        "work/.calendar.json",
        "work/displayname",
        "work/%2E%2E%.ics",
        "work/a\n.ics",
        "work/",
        ""
      })
  void a_path_that_leads_elsewhere_is_refused(String path) throws Exception {
    SampleManifest manifest = work();
    manifest.object(0).put("path", path);
    assertThat(refusal(manifest.text()))
        .startsWith(
            "the manifest of calendar 'work' is damaged, the path of an object is not 'work/'"
                + " followed by a safe name that ends in .ics");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "../work", "/work", "a/b", "C:", "%2E%2E", ".git", ""})
  void a_directory_that_leads_elsewhere_is_refused(String directory) throws Exception {
    SampleManifest manifest = work();
    manifest.calendar().put("directory", directory);
    assertThat(refusal(manifest.text()))
        .startsWith("the manifest is damaged, its directory is not a safe name");
  }
}
