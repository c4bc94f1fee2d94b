package caldavbackup.restore.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.ical.Meetings;
import caldavbackup.text.Failure;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.ConnectException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies, manifests and endpoints that cannot be used: one sentence, and nothing is written. */
class BadManifestTest extends RestoreFixture {
  private final byte[] a = Meetings.event("UID:a|SUMMARY:first");

  private SampleManifest work() throws Exception {
    store.put("work/a.ics", a);
    return new SampleManifest("work").with("a.ics", a);
  }

  /** What the restore fails with; nothing was asked of anybody. */
  private String refusal(Object body) throws Exception {
    Exchange done = restore(body);
    assertThat(done.getException()).isInstanceOf(Failure.class);
    assertThat(server.requests()).isEmpty();
    assertThat(asked).isEmpty();
    return done.getException().getMessage();
  }

  static Stream<Object> neither() {
    return Stream.of("hello", 42, new byte[] {1, 2, 3}, "[]", "", Map.of("format", 1));
  }

  @ParameterizedTest
  @MethodSource("neither")
  void a_body_that_is_neither_object_nor_manifest_is_refused(Object body) throws Exception {
    Exchange exchange = server.exchange(server.account(Map.of()));
    exchange.getMessage().setHeader(CaldavConstants.CALENDAR, "work");
    assertThat(restore(body, exchange).getException())
        .hasMessage("the body is neither a calendar object nor a manifest");
    assertThat(server.requests()).isEmpty();
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
  void lists_of_anything_else_are_refused() throws Exception {
    assertThat(refusal(List.of())).isEqualTo("the list of manifests in the body is empty");
    String second = "the body is a list whose entry 2 is no manifest: it does not begin with '{'";
    assertThat(refusal(List.of(work().text(), "hello"))).isEqualTo(second);
    assertThat(refusal(Arrays.asList(work().text(), null))).isEqualTo(second);
    assertThat(refusal(new Object[] {work().text(), a})).isEqualTo(second);
    assertThat(refusal(Collections.singletonList(7))).contains("entry 1 is no manifest");
  }

  @Test
  void damaged_json_is_named() throws Exception {
    String text = work().text();
    assertThat(refusal(text.substring(0, text.length() / 2)))
        .isEqualTo("the manifest is damaged, it breaks off");
    assertThat(refusal(text.replace("\"objects\":[", "\"objects\":[,")))
        .matches("the manifest is damaged, it is not JSON \\(line 1, column \\d+\\)");
    assertThat(refusal(text + text))
        .isEqualTo("the manifest is damaged, something follows its end");
    assertThat(refusal(List.of(text, "{\"format\":1")))
        .isEqualTo("manifest 2 of 2 is damaged, it breaks off");
  }

  @Test
  void a_newer_format_is_named() throws Exception {
    SampleManifest newer = work();
    newer.json().put("format", 2).putArray("objects").add("a reference of the next format");
    assertThat(refusal(newer.text()))
        .isEqualTo(
            "the manifest has format 2, written by a newer version: this one reads format 1");
    SampleManifest identity = work();
    ((ObjectNode) identity.calendar().get("identity")).put("format", 2);
    assertThat(refusal(identity.text()))
        .isEqualTo(
            "the manifest of calendar 'work': .calendar.json was written by a newer version"
                + " (format 2)");
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("whether these are all", one -> one.json().remove("complete")),
        fault("which objects it has", one -> one.json().remove("objects")),
        fault("no identity", one -> one.calendar().remove("identity")),
        fault("does not say which calendar", one -> one.calendar().putObject("identity")),
        fault("length and SHA-256 of work/a.ics", one -> one.object(0).remove("length")),
        fault("length and SHA-256 of work/a.ics", one -> one.object(0).put("length", "9")),
        fault("length and SHA-256 of work/a.ics", one -> one.object(0).put("sha256", "beef")),
        fault("names work/a.ics twice", one -> one.with("a.ics", new byte[3])),
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
            "the manifest of calendar 'work' is damaged, the path of an object is not 'work/' and"
                + " one safe name that ends in .ics");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "../work", "/work", "a/b", "C:", "%2E%2E", ".git", ""})
  void a_directory_that_leads_elsewhere_is_refused(String directory) throws Exception {
    SampleManifest manifest = work();
    manifest.calendar().put("directory", directory);
    assertThat(refusal(manifest.text()))
        .startsWith("the manifest is damaged, its directory is not one safe name");
  }

  @Test
  void two_manifests_of_one_calendar_are_refused() throws Exception {
    SampleManifest older = work();
    older.json().put("run", "r-older");
    assertThat(refusal(List.of(work().text(), older.text())))
        .isEqualTo(
            "two manifests describe one calendar, 'work' (runs r-work and r-older): give the one"
                + " that is to be restored");
    SampleManifest renamed = new SampleManifest("job");
    renamed.calendar().put("href", "/alice/w%6Frk/");
    assertThat(refusal(List.of(work().text(), renamed.text())))
        .startsWith("two manifests describe one calendar, 'job'");
  }

  @Test
  void an_endpoint_for_the_bytes_that_is_not_named_or_is_none_is_told_before_all()
      throws Exception {
    Exchange exchange = exchange(Map.of());
    exchange.removeProperty(CaldavConstants.RESTORE_FROM);
    assertThat(restore(work().text(), exchange).getException())
        .hasMessageStartingWith(
            "nothing tells where the bytes of the objects are: name an endpoint");
    exchange = exchange(Map.of());
    exchange.setProperty(CaldavConstants.RESTORE_FROM, "nosuch:bucket");
    assertThat(restore(work().text(), exchange).getException())
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("exchange property 'CamelCaldavRestoreFrom' names no endpoint: ");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void an_endpoint_that_nobody_serves_ends_the_restore_with_one_sentence() throws Exception {
    Exchange exchange = exchange(Map.of());
    exchange.setProperty(CaldavConstants.RESTORE_FROM, "direct:nobody?block=false");
    Exchange done = restore(work().text(), exchange);
    assertThat(done.getException())
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("nothing was written: the endpoint for the bytes, ");
    assertThat(result(done).path("failure").path("sentence").asText())
        .isEqualTo(done.getException().getMessage());
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void a_store_that_cannot_be_reached_is_not_asked_for_every_object() throws Exception {
    SampleManifest manifest = work();
    for (int i = 0; i < 100; i++) {
      manifest.with("n" + i + ".ics", a);
    }
    fromStore =
        exchange -> {
          throw new ConnectException("refused");
        };
    assertThat(restore(manifest.text()).getException())
        .hasMessageStartingWith("nothing was written: the endpoint for the bytes, ")
        .hasMessageContaining("cannot be reached");
    assertThat(asked).hasSizeLessThan(10);
    assertThat(server.requests()).isEmpty();
  }
}
