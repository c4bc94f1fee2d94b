package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Accounts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What our routes do in a foreign application, and what they leave as it was. */
@Tag("radicale")
@Tag("xandikos")
class ForeignHostIT extends ForeignHost {
  @Test
  void the_lines_of_the_documentation_restore_and_back_up_a_calendar(@TempDir Path folder)
      throws Exception {
    List<String> yaml = documentedYaml();
    load(
        route("docs-backup", yaml.get(0)),
        yaml.get(1).replace("caldav-sink", "docs-sink").replace("file:calendars", "file:" + folder),
        route("docs-restore", yaml.get(2)));
    String ics = Ics.event("two-lines", "Zwei Zeilen");
    Map<String, Object> options = new TreeMap<>(options("bob"));
    Exchange restored =
        host.createProducerTemplate()
            .send(
                "direct:docs-restore",
                e -> {
                  e.getMessage().setHeader(CaldavConstants.CALENDAR, "two lines");
                  e.getMessage().setHeader(CaldavConstants.NAME, "two-lines.ics");
                  e.setProperty("options", options);
                  e.getMessage().setBody(ics.getBytes(StandardCharsets.UTF_8));
                });
    assertThat(restored.getException()).isNull();

    options.put("calendars", "two lines");
    Exchange backedUp =
        host.createProducerTemplate()
            .send(
                "direct:docs-backup",
                e -> {
                  e.setProperty(CaldavConstants.BACKUP_TO, "direct:docs-sink");
                  e.setProperty("options", options);
                });
    assertThat(backedUp.getException()).isNull();
    accounts.add(restored.getProperty(CaldavConstants.ACCOUNT, Account.class));
    accounts.add(backedUp.getProperty(CaldavConstants.ACCOUNT, Account.class));

    DavClient bob = radicale.client("bob");
    List<String> hrefs = bob.hrefs("/bob/two%20lines/");
    assertThat(hrefs).hasSize(1);
    assertThat(Files.readAllBytes(folder.resolve("two lines/two-lines.ics")))
        .isEqualTo(bob.get(hrefs.get(0)));
    assertThat(dead).isEmpty();
  }

  @Test
  void two_accounts_on_two_servers_at_one_time_do_not_meet() throws Exception {
    for (int i = 0; i < 60; i++) {
      radicale
          .client("alice")
          .put("/alice/", "work", "r" + i + ".ics", Ics.event("r" + i, "of Radicale"));
      xandikos
          .client()
          .put("/alice/calendars/", "work", "x" + i + ".ics", Ics.event("x" + i, "of Xandikos"));
    }
    CompletableFuture<Void> one =
        CompletableFuture.runAsync(() -> send("direct:host-backup", "radicale", options("alice")));
    CompletableFuture<Void> two =
        CompletableFuture.runAsync(
            () -> send("direct:host-backup", "xandikos", Map.of("location", xandikos.location())));
    CompletableFuture.allOf(one, two).join();

    assertThat(dead).isEmpty();
    assertThat(names("radicale")).hasSize(60).allMatch(name -> name.startsWith("r"));
    assertThat(names("xandikos")).hasSize(60).allMatch(name -> name.startsWith("x"));
    assertThat(radicale.log()).doesNotContain("must not leave", "the host's");
    assertThat(host.getRegistry().findByType(Account.class)).isEmpty();
  }

  @Test
  void a_failure_of_ours_reaches_the_hosts_error_handling_and_is_not_swallowed_inside() {
    Exchange failed =
        exchange(
            "direct:host-backup",
            "nobody",
            Map.of("location", radicale.location(), "username", "alice", "password", "wrong"));
    assertThat(failed.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)).isNotNull();
    assertThat(dead).singleElement().asString().contains("401");
  }

  @Test
  void what_a_sink_does_to_its_exchange_is_its_own() throws Exception {
    for (int i = 0; i < 7; i++) {
      radicale.client("alice").put("/alice/", "wild", "w" + i + ".ics", Ics.event("w" + i, "W"));
    }
    Set<String> wild = ConcurrentHashMap.newKeySet();
    host.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            onException(Exception.class).handled(true).stop();
            from("direct:wild-sink")
                .process(
                    e -> wild.add(e.getMessage().getHeader(CaldavConstants.NAME, String.class)))
                .removeProperties("*")
                .setProperty(CaldavConstants.ACCOUNT, constant("somebody else's"))
                .removeHeaders("*")
                .choice()
                .when(e -> wild.size() % 2 == 0)
                .throwException(new IllegalStateException("dealt with here"))
                .end()
                .stop();
          }
        });
    Exchange done =
        host.createProducerTemplate()
            .send(
                "direct:host-backup",
                e -> {
                  e.setProperty(CaldavConstants.BACKUP_TO, "direct:wild-sink");
                  e.getMessage().setBody(options("alice"));
                });
    assertThat(done.getException()).isNull();
    assertThat(dead).isEmpty();
    assertThat(wild).containsAll(names(radicale.client("alice").hrefs("/alice/wild/")));
  }

  @Test
  void who_takes_the_entries_may_stop_too_and_may_be_sent_them_again() throws Exception {
    for (int i = 0; i < 3; i++) {
      radicale.client("bob").put("/bob/", "rude", "e" + i + ".ics", Ics.event("r" + i, "R"));
    }
    Account bob = new Accounts().of(options("bob"));
    accounts.add(bob);
    Exchange done =
        host.createProducerTemplate()
            .send("direct:caldav-import", e -> e.setProperty(CaldavConstants.ACCOUNT, bob));
    assertThat(done.getException()).isNull();
    List<String> first = List.copyOf(entries);
    assertThat(first)
        .contains("/", "/rude", "/rude/.calendar.json", "/rude/e0.ics", "/rude/e1.ics")
        .contains("/rude/e2.ics");
    entries.clear();
    assertThat(host.createProducerTemplate().send("direct:caldav-import", done).getException())
        .isNull();
    assertThat(entries).containsExactlyInAnyOrderElementsOf(first);
  }

  @Test
  void a_backup_that_chooses_objects_may_be_done_twice_on_one_exchange() throws Exception {
    radicale.client("alice").put("/alice/", "twice", "t.ics", Ics.event("t", "T"));
    Map<String, Object> options = new TreeMap<>(options("alice"));
    options.put("components", "VEVENT");
    options.put("calendars", "twice");
    host.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:twice").to("direct:host-backup").to("direct:caldav-backup");
          }
        });
    assertThat(exchange("direct:twice", "twice", options).getException()).isNull();
    assertThat(sunk.get("twice")).hasSize(1);
  }

  @Test
  void a_listing_gives_its_objects_in_batches() throws Exception {
    radicale.client("alice").put("/alice/", "batches", "e.ics", Ics.event("e", "listed"));
    Account alice = new Accounts().of(options("alice"));
    accounts.add(alice);
    Exchange listed =
        host.createProducerTemplate()
            .send(
                "direct:caldav-list",
                e -> {
                  e.setProperty(CaldavConstants.ACCOUNT, alice);
                  e.getMessage()
                      .setBody(Calendar.named(radicale.url() + "/alice/batches/", "batches"));
                });
    Iterator<?> batches = listed.getMessage().getBody(Iterator.class);
    assertThat((List<?>) batches.next())
        .singleElement()
        .extracting(member -> ((Member) member).name())
        .isEqualTo("e.ics");
    assertThat(batches.hasNext()).isFalse();
  }

  @Test
  void a_backup_heeds_the_options_that_choose_objects() {
    radicale.client("alice").put("/alice/", "wild", "e.ics", Ics.event("e", "no task"));
    Map<String, Object> options = new TreeMap<>(options("alice"));
    options.put("components", "VTODO");
    options.put("include", "subscriptions"); // of a backup, as conflict is of a restore
    options.put("conflict", "skip");
    send("direct:host-backup", "nothing", options);
    assertThat(sunk.get("nothing")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dry_run=true", "mirror=true", "verify=off", "conflict=copy"})
  void one_object_is_not_restored_as_only_a_whole_calendar_can_be(String word) {
    Map<String, Object> options = new TreeMap<>(options("bob"));
    options.put(word.split("=")[0], word.split("=")[1]);
    Exchange refused =
        host.createProducerTemplate()
            .send(
                "direct:caldav-restore",
                e -> {
                  e.setProperty(CaldavConstants.ACCOUNT, new Accounts().of(options));
                  e.getMessage().setHeader(CaldavConstants.CALENDAR, "not there");
                  e.getMessage().setHeader(CaldavConstants.NAME, "x.ics");
                  e.getMessage().setBody(Ics.event("x", "X").getBytes(StandardCharsets.UTF_8));
                });
    assertThat(refused.getException()).hasMessageContaining("is for a whole restore");
    assertThat(radicale.client("bob").calendars("/bob/")).noneMatch(path -> path.contains("not"));
  }

  @Test
  void saved_calendars_of_one_segment_stay_two() throws Exception {
    Account bob = new Accounts().of(options("bob"));
    accounts.add(bob);
    for (String path : List.of("/alice/twin/", "/alice/family/twin/")) {
      String uid = path.contains("family") ? "second" : "first";
      Exchange done =
          host.createProducerTemplate()
              .send(
                  "direct:caldav-restore",
                  e -> {
                    e.setProperty(CaldavConstants.ACCOUNT, bob);
                    Calendar saved = Calendar.named("https://elsewhere.example" + path, uid);
                    e.getMessage().setHeader(CaldavConstants.CALENDAR, saved);
                    e.getMessage().setHeader(CaldavConstants.NAME, "x.ics");
                    e.getMessage().setBody(Ics.event(uid, uid).getBytes(StandardCharsets.UTF_8));
                  });
      assertThat(done.getException()).isNull();
    }
    List<String> twins =
        radicale.client("bob").calendars("/bob/").stream()
            .filter(path -> path.contains("/twin"))
            .toList();
    assertThat(twins).hasSize(2).contains("/bob/twin/");
  }

  @Test
  void the_hosts_own_http_component_is_as_it_was() {
    HttpComponent http = host.getComponent("http", HttpComponent.class);
    assertThat(http.getUserAgent()).isEqualTo("the host's");
    assertThat(host.getComponent("caldav-http")).isNotSameAs(http);
    assertThatThrownBy(
            () ->
                host.createProducerTemplate().requestBody("direct:caldav-discover", (Object) null))
        .hasRootCauseInstanceOf(caldavbackup.text.Failure.class)
        .hasStackTraceContaining("CamelCaldavAccount");
  }
}
