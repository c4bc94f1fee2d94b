package caldavbackup.changes;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.CaldavConstants;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.processor.state.FileStateRepository;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state store: each run delivers what changed, and says what the calendars hold. */
class ChangesRoutesTest {
  private HostOfChanges host;

  @TempDir Path temp;

  @BeforeEach
  void start() throws Exception {
    host = new HostOfChanges();
    host.calendar("work", "a", "b", "c");
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private void run() {
    assertThat(host.run().getException()).isNull();
  }

  @Test
  void the_first_run_delivers_all_and_the_next_nothing() {
    run();
    assertThat(host.delivered())
        .containsExactly("created work/a.ics", "created work/b.ics", "created work/c.ics");
    run();
    assertThat(host.delivered()).isEmpty();
    assertThat(host.status().at("/counts/unchanged").asInt()).isEqualTo(3);
    assertThat(host.status().at("/complete").asBoolean()).isTrue();
  }

  @Test
  void a_run_delivers_what_changed_what_is_new_and_what_is_gone() throws Exception {
    run();
    host.put("work", "b", "other");
    host.remove("work", "c");
    host.put("work", "d", "new");
    run();
    assertThat(host.delivered())
        .containsExactly("updated work/b.ics", "created work/d.ics", "deleted work/c.ics");
    Map<String, Object> gone = host.headers().get(2);
    assertThat(gone)
        .containsEntry(CaldavConstants.HREF, "/home/work/c.ics")
        .containsEntry(CaldavConstants.NAME, "c.ics")
        .containsEntry(CaldavConstants.UID, "c")
        .containsEntry(CaldavConstants.CALENDAR, "work")
        .containsEntry(CaldavConstants.CALENDAR_HREF, "/home/work/");
    run();
    assertThat(host.delivered()).isEmpty();
  }

  @Test
  void an_object_that_is_made_anew_is_created_again() throws Exception {
    run();
    host.remove("work", "c");
    run();
    host.put("work", "c", "again");
    run();
    assertThat(host.delivered()).containsExactly("created work/c.ics");
  }

  @Test
  void an_object_that_was_deleted_and_made_anew_with_the_same_etag_is_delivered() throws Exception {
    run();
    host.replaceWithSameEtag("work", "b", "an other length");
    run();
    assertThat(host.delivered()).containsExactly("updated work/b.ics");
  }

  @Test
  void an_object_with_another_etag_and_the_same_bytes_did_not_change() throws Exception {
    run();
    host.touch("work", "b");
    run();
    assertThat(host.delivered()).isEmpty();
    assertThat(host.manifest("work").toString()).contains("touched");
    long reads = host.reads();
    run();
    assertThat(host.reads()).isEqualTo(reads); // the store knows the new ETag
  }

  @Test
  void an_object_without_anything_that_tells_a_change_is_read_and_compared() throws Exception {
    host.withoutVersions();
    run();
    host.put("work", "b", "other");
    run();
    assertThat(host.delivered()).containsExactly("updated work/b.ics");
  }

  @Test
  void an_object_without_anything_that_tells_a_change_is_written_once() {
    host.withoutVersions();
    run();
    host.states().fails(key -> key.startsWith("write "));
    run(); // nothing changed: nothing is written
    assertThat(host.delivered()).isEmpty();
    assertThat(host.status().at("/counts/unchanged").asInt()).isEqualTo(3);
  }

  @Test
  void the_manifest_says_what_the_calendar_holds() throws Exception {
    run();
    JsonNode manifest = host.manifest("work");
    assertThat(manifest.at("/calendar/directory").asText()).isEqualTo("work");
    assertThat(manifest.at("/calendar/identity/href").asText()).isEqualTo("/home/work/");
    assertThat(manifest.at("/calendar/identity/objects").asInt()).isEqualTo(3);
    assertThat(manifest.at("/complete").asBoolean()).isTrue();
    assertThat(manifest.at("/counts/created").asInt()).isEqualTo(3);
    assertThat(host.named(manifest)).isEqualTo(host.there("work"));
    host.put("work", "b", "other");
    run();
    assertThat(host.named(host.manifest("work"))).isEqualTo(host.there("work"));
    assertThat(host.manifest("work").at("/counts/unchanged").asInt()).isEqualTo(2);
    assertThat(errors("manifest", host.manifest("work"))).isEmpty();
    assertThat(errors("status", host.status())).isEmpty();
    assertThat(host.status().at("/manifests").asInt()).isEqualTo(1);
    assertThat(host.status().at("/run")).isEqualTo(host.manifest("work").at("/run"));
  }

  private static List<?> errors(String schema, JsonNode json) throws Exception {
    return List.copyOf(
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(Path.of("schema", schema + ".schema.json")))
            .validate(json));
  }

  @Test
  void without_a_store_every_object_is_delivered_and_the_manifest_is_made() throws Exception {
    host.store(null);
    for (int i = 0; i < 2; i++) {
      run();
      assertThat(host.delivered())
          .containsExactly("null work/a.ics", "null work/b.ics", "null work/c.ics");
      assertThat(host.named(host.manifest("work"))).isEqualTo(host.there("work"));
    }
  }

  @Test
  void an_object_that_cannot_be_read_is_named_and_read_again() throws Exception {
    host.refuse("work", "b");
    assertThat(host.run().getException()).hasMessageStartingWith("work/b.ics could not be read: ");
    assertThat(host.delivered()).contains("created work/b.ics").hasSize(3);
    assertThat(host.manifest("work").at("/complete").asBoolean()).isFalse();
    assertThat(host.manifest("work").at("/leftOut/0/path").asText()).isEqualTo("work/b.ics");
    assertThat(host.status().at("/complete").asBoolean()).isFalse();
    assertThat(host.status().at("/failures/0/path").asText()).isEqualTo("work/b.ics");
    assertThat(host.status().at("/failure/kind").asText()).isEqualTo("incomplete");
    assertThat(errors("manifest", host.manifest("work"))).isEmpty();
    assertThat(errors("status", host.status())).isEmpty();
    host.put("work", "b", "now");
    run();
    assertThat(host.delivered()).containsExactly("created work/b.ics");
  }

  @Test
  void options_that_choose_among_objects_tell_no_deletion() throws Exception {
    run();
    host.remove("work", "c");
    host.option("since", "2000-01-01");
    run();
    assertThat(host.delivered()).isEmpty();
    assertThat(host.manifest("work").at("/selection/since").asText()).isEqualTo("2000-01-01");
    host.option("since", null);
    run();
    assertThat(host.delivered()).containsExactly("deleted work/c.ics");
  }

  @Test
  void what_is_not_wanted_is_left_out() throws Exception {
    host.option("components", "VTODO");
    run();
    assertThat(host.delivered()).isEmpty();
    assertThat(host.manifest("work").at("/counts/notWanted").asInt()).isEqualTo(3);
    assertThat(host.manifest("work").at("/leftOut")).hasSize(3);
    host.option("components", null);
    run();
    assertThat(host.delivered()).hasSize(3).allMatch(one -> one.startsWith("created"));
  }

  @Test
  void a_calendar_that_is_gone_is_told_object_by_object() throws Exception {
    host.calendar("home", "x", "y");
    run();
    host.removeCalendar("home");
    run();
    assertThat(host.delivered())
        .containsExactlyInAnyOrder("deleted home/x.ics", "deleted home/y.ics");
    assertThat(host.manifest("home").at("/gone").asBoolean()).isTrue();
    assertThat(host.manifest("home").at("/counts/deleted").asInt()).isEqualTo(2);
    assertThat(errors("manifest", host.manifest("home"))).isEmpty();
    run();
    assertThat(host.delivered()).isEmpty();
    assertThat(host.manifests()).containsOnlyKeys("work");
  }

  @Test
  void a_calendar_that_is_not_listed_and_does_not_say_that_it_is_gone_is_in_doubt()
      throws Exception {
    host.calendar("home", "x", "y");
    run();
    host.hideCalendar("home");
    Exchange failed = host.run();
    assertThat(failed.getException())
        .hasMessageContaining("calendar home is missing from the account's listing");
    assertThat(host.delivered()).isEmpty();
    assertThat(host.manifests()).containsOnlyKeys("work");
    assertThat(host.status().at("/failure/kind").asText()).isEqualTo("incomplete");
  }

  @Test
  void a_calendar_that_moved_is_gone_there_and_new_here() throws Exception {
    host.calendar("old", "x");
    run();
    host.removeCalendar("old");
    host.calendar("new", "x");
    run();
    assertThat(host.delivered()).containsExactly("created new/x.ics", "deleted old/x.ics");
  }

  @Test
  void a_calendar_keeps_its_directory_when_another_of_its_name_comes_before_it() throws Exception {
    host.calendar("group/team", "x");
    run();
    assertThat(host.delivered()).contains("created team/x.ics");
    host.calendar("team", "x");
    run();
    assertThat(host.delivered()).hasSize(1).noneMatch(one -> one.endsWith(" team/x.ics"));
  }

  @Test
  void a_calendar_that_is_excluded_is_not_gone() throws Exception {
    host.calendar("home", "x");
    run();
    host.option("calendars", "work");
    run();
    assertThat(host.delivered()).isEmpty();
  }

  @Test
  void an_account_that_has_no_calendar_any_more_tells_no_deletion() throws Exception {
    run();
    host.removeCalendar("work");
    assertThat(host.run().getException())
        .hasMessageContaining("the account has no calendars, but the state store");
    assertThat(host.delivered()).isEmpty();
    assertThat(errors("status", host.status())).isEmpty();
  }

  @Test
  void a_calendar_that_cannot_be_listed_does_not_stop_the_others() throws Exception {
    host.calendar("bad", "x");
    run();
    host.put("work", "d", "new");
    host.breakListing("bad");
    assertThat(host.run().getException())
        .hasMessageStartingWith("calendar bad could not be listed: ");
    assertThat(host.delivered()).containsExactly("created work/d.ics");
    assertThat(host.manifests()).containsOnlyKeys("work");
    assertThat(host.status().at("/failures/0/path").asText()).isEqualTo("bad/");
    assertThat(errors("status", host.status())).isEmpty();
  }

  @Test
  void two_accounts_in_one_store_do_not_meet() throws Exception {
    run();
    host.option("username", "bob");
    host.option("password", "pw");
    run();
    assertThat(host.delivered()).hasSize(3).allMatch(one -> one.startsWith("created"));
  }

  @Test
  void the_stores_of_camel_know_between_two_processes_and_in_one() throws Exception {
    host.store(new MemoryStateRepository());
    run();
    run();
    assertThat(host.delivered()).isEmpty();
    for (int i = 0; i < 2; i++) { // read anew from the file
      host.store(FileStateRepository.fileStateRepository(temp.resolve("states").toFile()));
      host.put("work", "b", "version " + i);
      run();
      assertThat(host.delivered()).hasSize(i == 0 ? 3 : 1);
    }
  }

  @Test
  void the_store_is_found_by_its_name_and_one_that_is_not_there_is_a_sentence() throws Exception {
    host.store("#states");
    run();
    host.store("elsewhere");
    assertThat(host.run().getException())
        .hasMessage("the registry has no state store named 'elsewhere'");
    assertThat(host.status().at("/failure/kind").asText()).isEqualTo("option");
  }
}
