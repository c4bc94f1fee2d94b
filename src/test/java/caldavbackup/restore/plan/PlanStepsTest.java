package caldavbackup.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import caldavbackup.webdav.PullIterator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** What a plan does with the listing of a calendar. */
class PlanStepsTest extends PlanBuilding {
  private static final Calendar WORK = Calendar.named("http://h/work/", "work");

  private final AtomicInteger closed = new AtomicInteger();

  /** A batch, and then this failure, or the end. */
  private PullIterator<List<Member>> listing(Failure failure) {
    return new PullIterator<>() {
      private boolean isRead;

      @Override
      protected List<Member> pull() throws IOException {
        if (isRead && failure != null) {
          throw failure;
        }
        List<Member> batch =
            isRead ? null : List.of(new Member(WORK, "/work/a.ics", "\"1\"", -1, null));
        isRead = true;
        return batch;
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }

  private Exchange listed(Failure failure) throws Exception {
    take(file("/work/a.ics", event("", "a")));
    intake.complete();
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setProperty(CaldavConstants.CALENDAR_PLAN, plan.calendars().get(0));
    exchange.getMessage().setBody(listing(failure));
    return exchange;
  }

  @Test
  void a_listing_is_closed_when_it_is_read() throws Exception {
    new PlanSteps().found(listed(null));
    assertThat(closed).hasValue(1);
    assertThat(plan.objects().iterator().next().there()).isNotNull();
  }

  @Test
  void a_listing_that_breaks_off_is_closed() throws Exception {
    Exchange exchange = listed(Failure.incomplete("it broke off"));
    assertThatThrownBy(() -> new PlanSteps().found(exchange)).hasMessageContaining("it broke off");
    assertThat(closed).hasValue(1);
  }
}
