package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.fetch.ObjectRead;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Account;
import caldavbackup.http.Accounts;
import caldavbackup.http.Conversation;
import caldavbackup.http.WholeBody;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long answers, their connections and their temporary files are held. */
class HeldAnswersTest {
  private static HostContext host;

  private FaultServer server;
  private Account account;

  @BeforeAll
  static void startHost() throws Exception {
    host = new HostContext();
  }

  @AfterAll
  static void stopHost() {
    host.close();
  }

  @BeforeEach
  void start() throws Exception {
    server = FaultServer.start().calendar("work");
    server.objects("work").put("large.ics", Ics.event("large", "x".repeat(2 << 20)));
    account = new Accounts().of(Map.of("location", server.location()));
  }

  @AfterEach
  void stop() {
    account.close();
    server.close();
  }

  private Member member(String name) {
    Calendar work =
        Calendar.named(server.location().replaceFirst("caldav\\+", "") + "home/work/", null);
    return new Member(work, "/home/work/" + name, null, -1, null);
  }

  @Test
  void a_large_object_is_good_after_the_exchange_that_read_it() {
    Exchange done = host.send("caldav-get", host.exchange(account), member("large.ics"), Map.of());
    CalendarObject object = done.getMessage().getBody(CalendarObject.class);
    assertThat(object.data().isInMemory()).isFalse();
    assertThat(object.stream()).hasContent(server.objects("work").get("large.ics"));
    CalendarObject.release(List.of(object));
    assertThatThrownBy(() -> object.data().bytes())
        .hasCauseInstanceOf(ClosedChannelException.class);
  }

  @Test
  void an_exchange_holds_nothing_of_the_requests_that_are_over() {
    server.fault(ObjectAnswers.noMultiget());
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      server.objects("work").put("e" + i, Ics.event("e" + i, "No. " + i));
      members.add(member("e" + i));
    }
    List<String> held = new ArrayList<>();
    host.sink(
        inside ->
            inside
                .getUnitOfWork()
                .handoverSynchronization(
                    null,
                    one -> {
                      held.add(one.getClass().getName());
                      return false;
                    }));
    host.sendThenSink("caldav-fetch", host.exchange(account), members);
    assertThat(server.requests()).hasSize(1 + 20);
    assertThat(held).noneMatch(name -> name.contains("caldav") || name.contains("Http"));
  }

  @Test
  void an_answer_to_a_write_holds_no_connection() {
    server.fault(FaultServer.answer(200, "text/plain", "x".repeat(40_000)));
    List<Object> answers = new ArrayList<>();
    host.sink(inside -> answers.add(inside.getMessage().getBody()));
    Exchange exchange = host.exchange(account);
    exchange.getMessage().setHeader(CaldavConstants.METHOD, "DELETE");
    exchange.getMessage().setHeader(CaldavConstants.URL, member("large.ics").url());
    host.sendThenSink("caldav-http", exchange, null);
    assertThat(answers)
        .singleElement()
        .isInstanceOfSatisfying(
            WholeBody.class, body -> assertThat(body.length()).isEqualTo(40_000));
  }

  @Test
  void large_objects_of_a_batch_share_the_file_of_the_first() {
    server.objects("work").put("other.ics", Ics.event("other", "y".repeat(2 << 20)));
    List<Member> members = List.of(member("large.ics"), member("other.ics"));
    Exchange done = host.send("caldav-fetch", host.exchange(account), members, Map.of());
    List<?> objects = done.getMessage().getBody(List.class);
    assertThat(objects)
        .map(one -> (CalendarObject) one)
        .allSatisfy(
            object ->
                assertThat(object.stream())
                    .hasContent(server.objects("work").get(object.member().name())));
    CalendarObject.release(objects.subList(1, 2));
    assertThatThrownBy(() -> ((CalendarObject) objects.get(0)).data().bytes())
        .hasCauseInstanceOf(ClosedChannelException.class);
  }

  @Test
  void a_large_object_that_is_opened_is_closed_at_the_end_of_the_exchange() {
    Exchange exchange = host.exchange(account);
    Conversation.begin(exchange, ObjectRead.data(member("large.ics"), account));
    AtomicReference<WholeBody> opened = new AtomicReference<>();
    host.sink(
        inside -> {
          opened.set(inside.getMessage().getBody(WholeBody.class));
          assertThat(opened.get().again()).hasContent(server.objects("work").get("large.ics"));
        });
    assertThat(host.sendThenSink("caldav-converse", exchange, null).getException()).isNull();
    assertThatThrownBy(() -> opened.get().bytes()).hasCauseInstanceOf(ClosedChannelException.class);
  }
}
