package caldavbackup.restore.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.ScriptedServer;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.ical.Meetings;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** What {@code direct:caldav-restore} does with manifests, and what it makes of the bytes. */
class ManifestRoutesTest extends RestoreFixture {
  private static final String MADE = "MKCALENDAR /home/work/";

  private final byte[] a = Meetings.event("UID:a|SUMMARY:first");
  private final byte[] b = Meetings.event("UID:b|SUMMARY:second");

  private SampleManifest work() throws Exception {
    store.put("work/a.ics", a);
    store.put("work/b.ics", b);
    return new SampleManifest("work").with("a.ics", a).with("b.ics", b);
  }

  private static String put(String file, String summary) {
    return "PUT /home/work/" + file + " if new: SUMMARY:" + summary;
  }

  @Test
  void a_manifest_brings_its_calendar_back() throws Exception {
    isNew("work", "a.ics", "b.ics");
    Exchange done = restore(work().text());
    assertThat(done.getException()).isNull();
    assertThat(written()).contains(MADE, put("a.ics", "first"), put("b.ics", "second"));
    JsonNode result = result(done);
    assertThat(result.path("complete").asBoolean()).isTrue();
    assertThat(result.path("counts").path("create").asInt()).isEqualTo(2);
    assertThat(result.path("calendars").get(0).path("directory").asText()).isEqualTo("work");
    assertThat(result.path("failure").isNull()).isTrue();
    assertThat(done.getMessage().getHeaders())
        .containsEntry(CaldavConstants.COMPLETE, "true")
        .allSatisfy((name, value) -> assertThat(value).isInstanceOf(String.class));
  }

  @Test
  void the_store_is_told_which_object_is_meant_by_text_alone() throws Exception {
    isNew("work", "a.ics", "b.ics");
    SampleManifest manifest = work();
    manifest.object(0).putNull("etag").put("name", "a/b.ics");
    Exchange exchange = exchange(Map.of());
    exchange.getMessage().setHeader("kafka.TOPIC", "the topic it came from");
    exchange.setProperty("bucket", "of the caller");
    List<String> buckets = new java.util.concurrent.CopyOnWriteArrayList<>();
    var plain = fromStore;
    fromStore =
        one -> {
          buckets.add(one.getProperty("bucket", String.class));
          plain.process(one);
        };
    assertThat(restore(manifest.text(), exchange).getException()).isNull();
    assertThat(buckets).containsOnly("of the caller").hasSize(2);
    assertThat(asked)
        .containsExactlyInAnyOrder(
            Map.of( // a name that is no file name is not told
                "CamelCaldavOrigin", "alice@cal.example.org/",
                "CamelCaldavCalendar", "work",
                "CamelCaldavPath", "work/a.ics",
                "CamelCaldavHref", "/alice/work/a.ics"),
            Map.of(
                "CamelCaldavOrigin", "alice@cal.example.org/",
                "CamelCaldavCalendar", "work",
                "CamelCaldavPath", "work/b.ics",
                "CamelCaldavHref", "/alice/work/b.ics",
                "CamelCaldavName", "b.ics",
                "CamelCaldavEtag", "\"b.ics\""));
  }

  @Test
  void a_list_of_manifests_is_one_restore() throws Exception {
    isNew("work", "a.ics", "b.ics");
    isNew("home", "c.ics");
    store.put("home/c.ics", a);
    SampleManifest home = new SampleManifest("home").with("c.ics", a);
    byte[] marked = ("\uFEFF " + home.text()).getBytes(StandardCharsets.UTF_8);
    Exchange done = restore(List.of(work().text(), marked));
    assertThat(done.getException()).isNull();
    assertThat(written()).contains(MADE, "MKCALENDAR /home/home/");
    assertThat(result(done).path("counts").path("create").asInt()).isEqualTo(3);
  }

  @Test
  void a_manifest_and_its_bytes_may_be_streams() throws Exception {
    isNew("work", "a.ics", "b.ics");
    String manifest = work().text();
    fromStore =
        exchange ->
            exchange
                .getMessage()
                .setBody(
                    new ByteArrayInputStream(
                        store.get(
                            exchange.getMessage().getHeader(CaldavConstants.PATH, String.class))));
    Exchange done = restore(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)));
    assertThat(done.getException()).isNull();
    assertThat(result(done).path("complete").asBoolean()).isTrue();
  }

  @Test
  void a_dry_run_gives_the_plan_and_writes_nothing() throws Exception {
    server.answers("PROPFIND " + WORK, 404, "");
    Exchange done = restore(work().text(), Map.of("dry_run", "true"));
    assertThat(done.getException()).isNull();
    assertThat(written()).isEmpty();
    JsonNode result = result(done);
    assertThat(result.path("complete").asBoolean()).isFalse();
    JsonNode objects = result.path("plan").get(0).path("objects");
    assertThat(objects).hasSize(2);
    assertThat(objects.get(0).path("path").asText()).isEqualTo("/work/a.ics");
    assertThat(objects.get(0).path("action").asText()).isEqualTo("create");
  }

  @Test
  void other_bytes_and_missing_bytes_fail_their_objects_alone() throws Exception {
    isNew("work", "a.ics");
    SampleManifest manifest =
        work().with("c.ics", b).with("d.ics", b).with("e.ics", b).with("f.ics", b);
    store.put("work/b.ics", a); // shorter
    store.put("work/c.ics", Meetings.event("UID:c|SUMMARY:secone")); // as long
    store.put("work/e.ics", new byte[1 << 20]);
    var plain = fromStore;
    fromStore =
        exchange -> {
          if (exchange.getMessage().getHeader(CaldavConstants.PATH).equals("work/f.ics")) {
            throw new IllegalStateException("bucket is gone");
          }
          plain.process(exchange);
        };
    Exchange done = restore(manifest.text());
    assertThat(done.getException())
        .isInstanceOf(caldavbackup.text.Failure.class)
        .hasMessageStartingWith("5 of 7 files and folders failed");
    assertThat(written())
        .contains(put("a.ics", "first"))
        .filteredOn(r -> r.startsWith("PUT"))
        .hasSize(1);
    JsonNode result = result(done);
    assertThat(result.path("complete").asBoolean()).isFalse();
    assertThat(result.path("failure").path("sentence").asText())
        .isEqualTo(done.getException().getMessage());
    assertThat(result.path("failures")).hasSize(5);
    assertThat(result.path("failures").get(0).path("path").asText()).isEqualTo("work/b.ics");
    assertThat(result.path("failures"))
        .extracting(one -> one.path("reason").asText())
        .containsExactly(
            "its bytes are not those of the manifest: %d, not %d".formatted(a.length, b.length),
            "its bytes are not those of the manifest: their SHA-256 differs",
            "its bytes are missing: the endpoint of CamelCaldavRestoreFrom returned none",
            "its bytes are not those of the manifest: more, not " + b.length,
            "its bytes cannot be read: unexpected IllegalStateException: bucket is gone");
  }

  @Test
  void what_the_store_does_to_its_exchange_is_its_own() throws Exception {
    isNew("work", "a.ics", "b.ics");
    var plain = fromStore;
    fromStore =
        exchange -> {
          plain.process(exchange);
          exchange.removeProperties("*");
          exchange.setRouteStop(true);
        };
    Exchange done = restore(work().text());
    assertThat(done.getException()).isNull();
    assertThat(done.isRouteStop()).isFalse();
    assertThat(result(done).path("complete").asBoolean()).isTrue();
  }

  @Test
  void a_manifest_that_is_not_complete_restores_what_it_names_and_warns() throws Exception {
    isNew("work", "a.ics", "b.ics");
    Exchange done = restore(work().without("c.ics", "the server answered (500)").text());
    assertThat(done.getException()).isNull();
    assertThat(written()).contains(put("a.ics", "first"), put("b.ics", "second"));
    JsonNode result = result(done);
    assertThat(result.path("complete").asBoolean()).isFalse();
    assertThat(result.path("warnings").get(0).asText())
        .isEqualTo(
            "calendar work: its manifest is not complete, the calendar had more objects than it lists");
    assertThat(result.path("leftOut").get(0).path("path").asText()).isEqualTo("work/c.ics");
  }

  private Exchange mirror(SampleManifest manifest) throws Exception {
    calendars = new Calendar[] {Calendar.named(ScriptedServer.ROOT + WORK, "work")};
    String listing =
        there(WORK)
            .replace("</d:multistatus>", member("a.ics") + member("b.ics") + member("x.ics"))
            .concat("</d:multistatus>");
    server
        .answers("PROPFIND " + WORK, 207, there(WORK))
        .answers("PROPFIND " + WORK, 207, listing)
        .answers("PROPFIND " + WORK, 207, there(WORK))
        .answers("GET " + WORK + "a.ics", 200, new String(a, StandardCharsets.UTF_8))
        .answers("GET " + WORK + "b.ics", 200, new String(b, StandardCharsets.UTF_8))
        .answers("GET " + WORK + "x.ics", 200, text("UID:x|SUMMARY:too much"))
        .answers("DELETE " + WORK + "x.ics", 204, "");
    return restore(manifest.text(), Map.of("mirror", "true", "mirror_limit", "50"));
  }

  private static String text(String lines) {
    return new String(Meetings.event(lines), StandardCharsets.UTF_8);
  }

  private static String member(String file) {
    return "<d:response><d:href>"
        + WORK
        + file
        + "</d:href><d:propstat><d:prop><d:resourcetype/><d:getetag>&quot;1&quot;</d:getetag>"
        + "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>";
  }

  @Test
  void mirror_deletes_what_a_complete_manifest_does_not_name() throws Exception {
    Exchange done = mirror(work());
    assertThat(done.getException()).isNull();
    assertThat(written()).contains("DELETE /home/work/x.ics if unchanged");
    assertThat(result(done).path("counts").path("delete").asInt()).isEqualTo(1);
  }

  @Test
  void mirror_deletes_nothing_by_a_manifest_that_is_not_complete() throws Exception {
    Exchange done = mirror(work().without("x.ics", "the server answered (500)"));
    assertThat(done.getException()).isNull();
    assertThat(written()).noneMatch(request -> request.startsWith("DELETE"));
    assertThat(result(done).path("counts").path("equal").asInt()).isEqualTo(2);
  }

  @Test
  void mirror_deletes_nothing_by_a_manifest_of_chosen_objects() throws Exception {
    SampleManifest manifest = work();
    manifest.json().putObject("selection").put("since", "2026-01-01");
    assertThat(mirror(manifest).getException()).isNull();
    assertThat(written()).noneMatch(request -> request.startsWith("DELETE"));
  }

  @Test
  void bytes_of_calendars_that_the_options_leave_out_are_not_asked_for() throws Exception {
    isNew("work", "a.ics", "b.ics");
    SampleManifest home = new SampleManifest("home").with("c.ics", a);
    Exchange done =
        restore(List.of(work().text(), home.text()), Map.of("exclude_calendars", "home"));
    assertThat(done.getException()).isNull();
    assertThat(asked)
        .extracting(one -> one.get(CaldavConstants.PATH))
        .hasSize(2)
        .doesNotContain("home/c.ics");
    assertThat(result(done).path("calendars").get(1).path("leftOut").asBoolean()).isTrue();
    assertThat(result(done).path("complete").asBoolean()).as("a calendar is left out").isFalse();
    assertThat(done.getMessage().getHeader(CaldavConstants.COMPLETE)).isEqualTo("false");
  }

  @Test
  void the_policy_of_the_account_decides_and_the_result_tells_why_nothing_was_written()
      throws Exception {
    calendars = new Calendar[] {Calendar.named(ScriptedServer.ROOT + WORK, "work")};
    server
        .answers("PROPFIND " + WORK, 207, there(WORK))
        .answers(
            "PROPFIND " + WORK,
            207,
            there(WORK).replace("</d:multistatus>", member("a.ics") + "</d:multistatus>"))
        .answers("GET " + WORK + "a.ics", 200, text("UID:a|SUMMARY:another"));
    Exchange done = restore(work().text(), Map.of("conflict", "fail"));
    assertThat(done.getException())
        .hasMessageStartingWith("nothing was written: 1 object already exists");
    JsonNode result = result(done);
    assertThat(result.path("failure").path("kind").asText()).isEqualTo("option");
    assertThat(result.path("counts").path("conflict").asInt()).isEqualTo(1);
    assertThat(written()).noneMatch(request -> request.startsWith("PUT"));
  }

  @Test
  void a_calendar_that_was_gone_is_passed_over_and_told() throws Exception {
    isNew("work", "a.ics", "b.ics");
    SampleManifest gone = new SampleManifest("old");
    gone.json().put("gone", true);
    Exchange done = restore(List.of(work().text(), gone.text()));
    assertThat(done.getException()).isNull();
    assertThat(result(done).path("warnings").get(0).asText())
        .startsWith("calendar old: it was gone");
    assertThat(restore(gone.text()).getException())
        .hasMessageStartingWith("there is nothing to restore");
  }

  @Test
  void an_empty_calendar_needs_no_endpoint_for_bytes() throws Exception {
    isNew("work");
    Exchange exchange = exchange(Map.of());
    exchange.removeProperty(CaldavConstants.RESTORE_FROM);
    assertThat(restore(new SampleManifest("work").text(), exchange).getException()).isNull();
    assertThat(written()).contains(MADE);
  }
}
