package caldavbackup.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarParts;
import caldavbackup.caldav.ScriptedServer;
import caldavbackup.caldav.discover.Discovered;
import caldavbackup.caldav.discover.DiscoverySteps;
import caldavbackup.http.Conversation;
import caldavbackup.restore.write.ObjectRestore;
import caldavbackup.restore.write.WriteSteps;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** The parts of calendars that several objects wait for. */
class PartsTest extends PlanBuilding {
  private static final Calendar EVENTS =
      Calendar.named(ScriptedServer.ROOT + "/home/work/", "work").withComponents(List.of("VEVENT"));

  @Test
  void a_part_whose_maker_broke_off_is_not_waited_for() throws Exception {
    take(file("/work/a.ics", event("", "a").replace("VEVENT", "VTODO")));
    intake.complete();
    CalendarPlan calendar = plan.calendars().get(0);
    calendar.target(EVENTS);
    try (ScriptedServer server = new ScriptedServer()) {
      Exchange exchange = server.exchange(server.account(Map.of()));
      exchange.setProperty(PlanSteps.PLAN, plan);
      exchange.setProperty(PlanSteps.CALENDAR, calendar);
      exchange.setProperty(
          DiscoverySteps.DISCOVERY, Discovered.of(List.of(ScriptedServer.ROOT + "/home/")));
      exchange.setProperty(WriteSteps.BATCH, calendar.objects());
      exchange.getMessage().setBody(new WriteSteps().atATime(exchange).next());
      new ObjectRestore.Begin().process(exchange);
      Conversation conversation = exchange.getProperty(Conversation.PROPERTY, Conversation.class);
      assertThat(conversation.ask(exchange)).isTrue(); // whether the part is there
      new ObjectRestore.Done().process(exchange);
      Thread.currentThread().interrupt(); // whoever would wait here fails by that
      assertThatThrownBy(() -> plan.parts().await(CalendarParts.part(EVENTS, "VTODO")))
          .hasMessageStartingWith("its calendar could not be made: ");
    } finally {
      Thread.interrupted();
    }
  }
}
