package caldavbackup.backup;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The temporary file of a batch is closed as soon as the batch is dealt with. */
class ReleasedBatchTest {
  private final BackupRun run = new BackupRun();
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private Account account;
  private CalendarObject object;

  @BeforeEach
  void putBatchOnExchange() throws Exception {
    account =
        new Accounts().of(Map.of("location", "caldav+http://127.0.0.1:1/", "components", "VEVENT"));
    exchange.setProperty(CaldavConstants.ACCOUNT, account);
    exchange.setProperty(CaldavConstants.BACKUP, run);
    run.begin(account.options());
    WholeBody data =
        WholeBody.moved(WholeBody.of(Meetings.event("SUMMARY:large")), WholeBody.temporary());
    Calendar work = Calendar.named("http://127.0.0.1:1/work/", "Work");
    object = new CalendarObject(new Member(work, "/work/a.ics", null, -1, null), data, null, true);
    exchange.getMessage().setBody(List.of(object));
  }

  @AfterEach
  void close() {
    account.close();
  }

  private void assertIsReleased() {
    assertThatThrownBy(() -> object.data().bytes())
        .hasCauseInstanceOf(ClosedChannelException.class);
  }

  @Test
  void an_import_chooses_and_releases() {
    assertThat(new ImportSteps().choose(exchange)).containsExactly(object.member());
    assertIsReleased();
  }

  @Test
  void what_is_read_ahead_is_kept_or_left_and_released() throws Exception {
    new OpenSteps().keep(exchange);
    assertIsReleased();
  }
}
