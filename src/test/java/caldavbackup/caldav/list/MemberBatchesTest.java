package caldavbackup.caldav.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.profile.ServerProfile;
import caldavbackup.http.Account;
import caldavbackup.http.Accounts;
import caldavbackup.text.Failure;
import caldavbackup.webdav.PullIterator;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a listing is given in batches, and when what it is read from is closed. */
class MemberBatchesTest {
  private static final Calendar WORK = Calendar.named("http://h/work/", "work");

  private final AtomicInteger open = new AtomicInteger(2);
  private Account account;

  @BeforeEach
  void start() throws Exception {
    account = new Accounts().of(Map.of("location", "caldav+http://127.0.0.1:1/"));
  }

  @AfterEach
  void stop() {
    account.close();
  }

  private MemberBatches batches(int many, Failure failure) {
    Iterator<Member> members =
        IntStream.range(0, many)
            .mapToObj(n -> new Member(WORK, "/work/" + n + ".ics", "\"1\"", -1, null))
            .iterator();
    PullIterator<Member> source =
        new PullIterator<>() {
          @Override
          protected Member pull() {
            return members.hasNext() ? members.next() : null;
          }

          @Override
          public void close() {
            open.decrementAndGet();
          }
        };
    return new MemberBatches(
        source, ServerProfile.of(account).sample(), failure, open::decrementAndGet);
  }

  @Test
  void a_listing_that_is_read_to_its_end_closes_what_it_is_read_from() {
    MemberBatches batches = batches(101, null);
    assertThat(batches.next()).hasSize(100);
    assertThat(batches.next()).hasSize(1);
    assertThat(open).hasValue(2);
    assertThat(batches.hasNext()).isFalse();
    assertThat(open).hasValue(0);
  }

  @Test
  void a_listing_that_is_not_complete_closes_them_before_it_fails() {
    MemberBatches batches = batches(1, Failure.incomplete("it broke off"));
    assertThat(batches.next()).hasSize(1);
    assertThatThrownBy(batches::hasNext).hasMessageContaining("it broke off");
    assertThat(open).hasValue(0);
  }
}
