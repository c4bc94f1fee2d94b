package caldavbackup.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.ScriptedServer;
import caldavbackup.options.Options;
import caldavbackup.restore.write.WriteSteps;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a restore deletes that is not in the snapshot, and what becomes of the plan. */
class MirrorRouteTest {
  private final RestorePlan plan = new RestorePlan();
  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer();
    PlanBuilder builder =
        new PlanBuilder(plan, Options.forRestore(Map.of("location", "caldav://h")));
    byte[] event =
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:kept\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
            .getBytes(StandardCharsets.UTF_8);
    builder.take(new RestoreFile("/work.ics", false, event, null, null));
    builder.complete();
    plan.objects().forEach(object -> object.decide(Action.EQUAL, null));
    plan.objects().forEach(object -> plan.settle(object, null));
    plan.takeDue();
  }

  @AfterEach
  void end() throws Exception {
    server.close();
    plan.close();
  }

  private ObjectPlan toDelete(String name) {
    Calendar work = Calendar.named(ScriptedServer.ROOT + "/work/", "Work");
    ObjectPlan object = ObjectPlan.toDelete(new Member(work, "/work/" + name, "\"1\"", -1, null));
    plan.calendars().get(0).add(object);
    return object;
  }

  private void mirror() throws Exception {
    Exchange exchange = server.exchange(server.account(Map.of()));
    exchange.setProperty(PlanSteps.PLAN, plan);
    new WriteSteps().beginDeletions(exchange);
    assertThat(server.send("caldav-converse", exchange).getException()).isNull();
  }

  @Test
  void each_is_deleted_while_it_is_as_it_was_listed() throws Exception {
    toDelete("a.ics");
    toDelete("gone.ics"); // somebody else deleted it
    toDelete("c.ics");
    server.answers("DELETE /work/a.ics", 204, "").answers("DELETE /work/c.ics", 204, "");
    mirror();
    assertThat(server.requests())
        .containsExactly(
            "DELETE /work/a.ics if unchanged",
            "DELETE /work/gone.ics if unchanged",
            "DELETE /work/c.ics if unchanged");
    plan.prove();
  }

  @Test
  void one_that_is_refused_is_named_and_the_next_is_deleted() throws Exception {
    toDelete("a.ics");
    toDelete("b.ics");
    server.answers("DELETE /work/a.ics", 412, "changed").answers("DELETE /work/b.ics", 204, "");
    mirror();
    assertThat(server.requests()).hasSize(2);
    assertThatThrownBy(plan::prove)
        .hasMessageContaining("work/a.ics: cannot be deleted: the server answered (412: changed)");
  }

  @Test
  void one_that_the_server_would_tell_of_is_written_in_another_way_first() throws Exception {
    ObjectPlan object = toDelete("a.ics");
    plan.replace(object, "SUMMARY:quiet".getBytes(StandardCharsets.UTF_8), null);
    server.answers("PUT /work/a.ics", 204, "").answers("DELETE /work/a.ics", 204, "");
    mirror();
    assertThat(server.requests())
        .containsExactly("PUT /work/a.ics if unchanged: SUMMARY:quiet", "DELETE /work/a.ics");
    plan.prove();
  }

  @Test
  void what_could_not_be_written_first_is_not_deleted() throws Exception {
    plan.replace(toDelete("a.ics"), "SUMMARY:quiet".getBytes(StandardCharsets.UTF_8), null);
    server.answers("PUT /work/a.ics", 403, "no").answers("DELETE /work/a.ics", 204, "");
    mirror();
    assertThat(server.requests()).hasSize(1);
    assertThatThrownBy(plan::prove).hasMessageContaining("cannot be deleted");
  }

  @Test
  void nothing_is_asked_once_the_restore_has_met_its_end() throws Exception {
    toDelete("a.ics");
    toDelete("b.ics");
    server.answers("DELETE /work/a.ics", 507, "full");
    mirror();
    assertThat(server.requests()).containsExactly("DELETE /work/a.ics if unchanged");
    assertThatThrownBy(plan::prove).hasMessageContaining("full");
  }
}
