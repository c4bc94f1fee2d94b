package caldavbackup.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Accounts;
import caldavbackup.http.WholeBody;
import caldavbackup.ical.Meetings;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** The temporary file of a batch is closed as soon as the batch is dealt with. */
class DeliveredBatchTest {
  @Test
  void a_backup_releases_when_the_batch_was_handed_on() throws Exception {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    try (Account account = new Accounts().of(Map.of("location", "caldav+http://127.0.0.1:1/"))) {
      exchange.setProperty(CaldavConstants.ACCOUNT, account);
      new ChangeSteps().begin(exchange);
      DeliveryRun run = DeliveryRun.of(exchange);
      run.open(new States(null, run.origin(), null));
      Calendar work = Calendar.named("http://127.0.0.1:1/work/", "Work");
      run.place(List.of(work), List.of());
      CalendarSteps steps = new CalendarSteps();
      exchange.getMessage().setBody(work);
      steps.calendar(exchange);
      WholeBody data =
          WholeBody.moved(WholeBody.of(Meetings.event("SUMMARY:large")), WholeBody.temporary());
      Member member = new Member(work, "/work/a.ics", null, -1, null);
      CalendarObject object = new CalendarObject(member, data, null, true);
      exchange.getMessage().setBody(List.of(object));
      assertThat(steps.deliveries(exchange)).hasSize(1);
      assertThat(object.bytes()).isEqualTo(Meetings.event("SUMMARY:large"));
      exchange
          .getExchangeExtension()
          .handoverCompletions()
          .forEach(completion -> completion.onComplete(exchange));
      assertThatThrownBy(() -> object.data().bytes())
          .hasCauseInstanceOf(ClosedChannelException.class);
    }
  }
}
