package caldavbackup.restore.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.ical.Meetings;
import caldavbackup.text.Failure;
import java.net.ConnectException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  @Test
  void lists_of_anything_else_are_refused() throws Exception {
    assertThat(refusal(List.of())).isEqualTo("the list of manifests in the body is empty");
    String second = "entry 2 of the list in the body is not a manifest: it does not begin with '{'";
    assertThat(refusal(List.of(work().text(), "hello"))).isEqualTo(second);
    assertThat(refusal(Arrays.asList(work().text(), null))).isEqualTo(second);
    assertThat(refusal(new Object[] {work().text(), a})).isEqualTo(second);
    assertThat(refusal(Collections.singletonList(7)))
        .contains("entry 1 of the list in the body is not a manifest");
  }

  @Test
  void damaged_json_is_named() throws Exception {
    String text = work().text();
    assertThat(refusal(text.substring(0, text.length() / 2)))
        .isEqualTo("the manifest is damaged, it is incomplete");
    assertThat(refusal(text.replace("\"objects\":[", "\"objects\":[,")))
        .matches("the manifest is damaged, it is not JSON \\(line 1, column \\d+\\)");
    assertThat(refusal(text + text))
        .isEqualTo("the manifest is damaged, there is data after its end");
    assertThat(refusal(List.of(text, "{\"format\":1")))
        .isEqualTo("manifest 2 of 2 is damaged, it is incomplete");
  }

  @Test
  void two_manifests_of_one_calendar_are_refused() throws Exception {
    SampleManifest older = work();
    older.json().put("run", "r-older");
    assertThat(refusal(List.of(work().text(), older.text())))
        .isEqualTo(
            "two manifests describe calendar 'work' (runs r-work and r-older): give only"
                + " the one to restore");
    SampleManifest renamed = new SampleManifest("job");
    renamed.calendar().put("href", "/alice/w%6Frk/");
    assertThat(refusal(List.of(work().text(), renamed.text())))
        .startsWith("two manifests describe calendar 'job'");
  }

  @Test
  void an_endpoint_for_the_bytes_that_is_not_named_or_is_none_is_told_before_all()
      throws Exception {
    Exchange exchange = exchange(Map.of());
    exchange.removeProperty(CaldavConstants.RESTORE_FROM);
    assertThat(restore(work().text(), exchange).getException())
        .hasMessageStartingWith("the source of the objects' bytes is unknown: set an endpoint");
    exchange = exchange(Map.of());
    exchange.setProperty(CaldavConstants.RESTORE_FROM, "nosuch:bucket");
    assertThat(restore(work().text(), exchange).getException())
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("exchange property 'CamelCaldavRestoreFrom' is not an endpoint: ");
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
