package caldavbackup.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarParts;
import caldavbackup.caldav.ScriptedServer;
import caldavbackup.caldav.discover.Discovered;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Conversation;
import caldavbackup.restore.write.ObjectRestore;
import caldavbackup.restore.write.WriteSteps;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The parts of calendars that several objects wait for. */
@Timeout(60)
class PartsTest extends PlanBuilding {
  private static final Calendar EVENTS =
      Calendar.named(ScriptedServer.ROOT + "/home/work/", "work").withComponents(List.of("VEVENT"));
  private static final Calendar TASKS = CalendarParts.part(EVENTS, "VTODO");
  private static final Duration LONG = Duration.ofDays(1);

  private CalendarPlan tasks(String... names) throws Exception {
    for (String name : names) {
      take(file("/work/" + name + ".ics", event("", name).replace("VEVENT", "VTODO")));
    }
    intake.complete();
    CalendarPlan calendar = plan.calendars().get(0);
    calendar.target(EVENTS);
    return calendar;
  }

  private Exchange exchange(ScriptedServer server, Account account, CalendarPlan calendar) {
    Exchange exchange = server.exchange(account);
    exchange.setProperty(PlanSteps.PLAN, plan);
    exchange.setProperty(CaldavConstants.CALENDAR_PLAN, calendar);
    exchange.setProperty(
        CaldavConstants.DISCOVERY, Discovered.of(List.of(ScriptedServer.ROOT + "/home/")));
    exchange.setProperty(CaldavConstants.WRITE_BATCH, calendar.objects());
    return exchange;
  }

  /** Begins to restore an object; whether it wants to ask something. */
  private static boolean asks(Exchange exchange, Object object) throws Exception {
    exchange.getMessage().setBody(object);
    new ObjectRestore.Begin().process(exchange);
    return exchange.getProperty(CaldavConstants.CONVERSATION, Conversation.class).ask(exchange);
  }

  @Test
  void a_part_whose_maker_broke_off_is_not_waited_for() throws Exception {
    CalendarPlan calendar = tasks("a");
    try (ScriptedServer server = new ScriptedServer()) {
      Exchange exchange = exchange(server, server.account(Map.of()), calendar);
      assertThat(asks(exchange, new WriteSteps().atATime(exchange).next())).isTrue();
      new ObjectRestore.Done().process(exchange);
      Thread.currentThread().interrupt(); // whoever would wait here fails by that
      assertThatThrownBy(() -> plan.parts().await(TASKS, LONG))
          .hasMessageStartingWith("its calendar could not be created: ");
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void an_object_waits_for_its_part_as_long_as_a_request_may_take() throws Exception {
    CalendarPlan calendar = tasks("a", "b");
    try (ScriptedServer server = new ScriptedServer(Map.of("caldav.retries", "0"))) {
      Account account = server.account(Map.of("io_timeout", "1s"));
      Exchange first = exchange(server, account, calendar);
      Iterator<?> objects = new WriteSteps().atATime(first);
      assertThat(asks(first, objects.next())).isTrue(); // and no answer comes

      ObjectPlan waiting = (ObjectPlan) objects.next();
      assertThat(asks(exchange(server, account, calendar), waiting)).isFalse();

      assertThat(waiting.reason())
          .isEqualTo(
              "its calendar could not be created: the server did not finish its answers within 1 s");
    }
  }

  @Test
  void a_part_that_is_late_for_one_is_late_for_all() throws Exception {
    assertThat(plan.parts().await(TASKS, LONG)).isNull();
    assertThatThrownBy(() -> plan.parts().await(TASKS, Duration.ZERO))
        .hasMessageContaining("within 0 s");

    plan.parts().made(TASKS, TASKS);

    assertThatThrownBy(() -> plan.parts().await(TASKS, LONG)).hasMessageContaining("within 0 s");
  }
}
