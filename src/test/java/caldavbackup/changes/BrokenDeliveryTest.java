package caldavbackup.changes;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.Observer;
import caldavbackup.states.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that are away and sinks that fail: what the next run delivers. */
class BrokenDeliveryTest {
  private HostOfChanges host;

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

  private static String path(Exchange exchange) {
    return exchange.getMessage().getHeader(CaldavConstants.PATH, String.class);
  }

  private void failFor(String path) {
    host.sink(
        exchange -> {
          if (path(exchange).equals(path)) {
            throw new IllegalStateException("the disk is full");
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"read .*", "write .*", "read .*/a.ics", "write .*/0", "write .*:work/"})
  void a_store_that_is_away_ends_the_run_before_anything_is_delivered(String what) {
    host.states().fails(key -> key.matches(what));
    assertThat(host.run().getException())
        .hasMessageMatching("the state store cannot be (read|written): connection refused");
    assertThat(host.delivered()).isEmpty();
    assertThat(host.status().at("/failure/sentence").asText()).startsWith("the state store");
    host.states().fails(key -> false);
    run();
    assertThat(host.delivered()).hasSize(3);
  }

  @Test
  void a_store_that_goes_away_delivers_one_object_twice_and_not_as_new() {
    host.states().fails(key -> key.matches("write .*/b.ics"));
    assertThat(host.run().getException()).hasMessageContaining("the state store cannot be");
    assertThat(host.delivered()).containsExactly("created work/a.ics", "created work/b.ics");
    host.states().fails(key -> false);
    run();
    assertThat(host.delivered()).containsExactly("updated work/b.ics", "created work/c.ics");
  }

  @Test
  void an_object_that_the_sink_does_not_take_comes_again_and_the_others_do_not() throws Exception {
    host.calendar("home", "x");
    failFor("work/b.ics");
    assertThat(host.run().getException())
        .hasMessage("direct:objects did not accept work/b.ics: the disk is full");
    assertThat(host.delivered())
        .containsExactly("created home/x.ics", "created work/a.ics", "created work/c.ics");
    assertThat(host.manifests()).containsOnlyKeys("home");
    assertThat(host.status().at("/complete").asBoolean()).isFalse();
    assertThat(host.status().at("/failures/0/path").asText()).isEqualTo("work/b.ics");
    assertThat(host.status().at("/counts/failed").asInt()).isEqualTo(1);
    host.sink(exchange -> {});
    run();
    assertThat(host.delivered()).containsExactly("created work/b.ics");
    assertThat(host.named(host.manifest("work"))).isEqualTo(host.there("work"));
  }

  @Test
  void a_deletion_that_the_sink_does_not_take_is_told_again() throws Exception {
    run();
    host.remove("work", "b");
    failFor("work/b.ics");
    assertThat(host.run().getException()).hasMessageContaining("did not accept work/b.ics");
    host.sink(exchange -> {});
    run();
    assertThat(host.delivered()).containsExactly("deleted work/b.ics");
  }

  @Test
  void an_object_that_was_never_taken_and_is_gone_is_told_no_deletion() throws Exception {
    failFor("work/b.ics");
    host.run();
    host.sink(exchange -> {});
    host.remove("work", "b");
    run();
    assertThat(host.delivered()).isEmpty();
  }

  @Test
  void a_run_that_is_rolled_back_keeps_nothing_of_the_object() {
    host.sink(
        exchange -> {
          if (path(exchange).equals("work/b.ics")) {
            exchange.setRollbackOnly(true);
          }
        });
    assertThat(host.run().getException())
        .hasMessage("direct:objects did not accept work/b.ics: the exchange was rolled back");
    host.sink(exchange -> {});
    run();
    assertThat(host.delivered()).containsExactly("created work/b.ics");
  }

  @Test
  void a_sink_that_deals_with_its_failure_itself_has_the_object() throws Exception {
    AtomicInteger dead = new AtomicInteger();
    host.server()
        .context()
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                errorHandler(deadLetterChannel("direct:dead"));
                from("direct:dead").process(exchange -> dead.incrementAndGet());
                from("direct:own-handler")
                    .throwException(new IllegalStateException("dealt with here"));
              }
            });
    host.to("direct:own-handler");
    run();
    run();
    assertThat(dead).hasValue(3);
  }

  @Test
  void a_run_is_refused_while_another_of_its_account_is_under_way_in_its_store() {
    List<Exception> others = new CopyOnWriteArrayList<>();
    host.sink(
        exchange -> {
          host.sink(any -> {});
          others.add(host.run().getException());
        });
    run();
    assertThat(others).hasSize(1);
    assertThat(others.get(0))
        .hasMessage(
            "another run backs up 127.0.0.1:1/ with the same state store: start this run when the other has ended");
    run();
    assertThat(host.status().at("/complete").asBoolean()).isTrue();
  }

  @Test
  void a_queue_that_is_a_sink_is_waited_for() throws Exception {
    CountDownLatch isRead = new CountDownLatch(1);
    AtomicBoolean hasRoom = new AtomicBoolean();
    host.calendar("later"); // all are in the queue before the first is done with
    host.server()
        .context()
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                errorHandler(noErrorHandler());
                from("seda:objects")
                    .process(
                        exchange -> {
                          isRead.await();
                          if (path(exchange).equals("work/b.ics") && !hasRoom.get()) {
                            throw new IllegalStateException("the disk is full");
                          }
                        })
                    .to("direct:objects");
                from("direct:queue")
                    .process(
                        exchange -> {
                          if (path(exchange).equals("work/c.ics")) {
                            isRead.countDown();
                          }
                        })
                    .to("seda:objects");
              }
            });
    host.to("direct:queue");
    assertThat(host.run().getException())
        .hasMessage("direct:queue did not accept work/b.ics: the disk is full");
    assertThat(host.delivered()).containsExactly("created work/a.ics", "created work/c.ics");
    assertThat(host.manifests()).containsOnlyKeys("later");
    hasRoom.set(true);
    run();
    assertThat(host.delivered()).containsExactly("created work/b.ics");
    assertThat(host.manifests()).containsOnlyKeys("later", "work");
  }

  @Test
  void a_queue_that_nobody_empties_ends_the_run() throws Exception {
    host.server()
        .context()
        .getPropertiesComponent()
        .addOverrideProperty("caldav.sink.timeout", "1ms");
    host.to("seda:never");
    assertThat(host.run().getException())
        .hasMessage("seda:never has not completed 3 messages, and completed none for 1 ms");
    host.to("direct:objects");
    host.sink(exchange -> {});
    run();
    assertThat(host.delivered()).hasSize(3).allMatch(one -> one.startsWith("updated"));
    host.server()
        .context()
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("seda:never").stop(); // else the context waits for what is in the queue
              }
            });
  }

  @Test
  void a_store_that_is_damaged_says_where() {
    run();
    host.states().setState("caldav:127.0.0.1:1/:work/0", "[\"/home/wo");
    assertThat(host.run().getException())
        .hasMessageStartingWith("the state store is damaged at caldav:127.0.0.1:1/:work/0: ");
    host.states().setState("caldav:127.0.0.1:1/:work/0", "[\"/home/work/a.ics\"]");
    host.states().setState("caldav:127.0.0.1:1/:work/a.ics", "{\"version\":");
    run();
    assertThat(host.delivered()).containsExactly("updated work/a.ics");
  }

  @Test
  void what_the_store_holds_suits_camels_file() {
    run();
    assertThat(host.states().all()).isNotEmpty();
    assertThat(host.states().all().keySet()).allMatch(key -> key.matches("caldav:[!-~&&[^=]]*"));
    assertThat(host.states().all().values()).allMatch(value -> value.matches("[ -~]*"));
  }

  @Test
  void a_sentence_shows_no_password_of_an_endpoint() {
    host.to("seda:never?size=1&password=s3cret-word");
    assertThat(host.run().getException().getMessage())
        .contains("seda:never?size=1&password=xxxxxx did not accept work/");
    assertThat(host.status().toString()).doesNotContain("s3cret-word");
  }

  @Test
  void a_sentence_shows_no_password_of_a_database() {
    assertThat(
            Store.failed(
                "state", "read", new IllegalStateException("jdbc:x://h/db?user=u&password=pw1")))
        .hasMessage("the state store cannot be read: jdbc:x://h/db?user=u&password=xxxxxx");
  }

  @Test
  void a_duration_that_is_none_is_a_sentence() {
    host.server()
        .context()
        .getPropertiesComponent()
        .addOverrideProperty("caldav.sink.timeout", "soon");
    assertThat(host.run().getException())
        .hasMessage("the property caldav.sink.timeout is 'soon': give a duration, such as 5m");
    assertThat(host.status().at("/failure/kind").asText()).isEqualTo("option");
    assertThat(host.server().requests()).isEmpty();
  }

  @Test
  void a_status_that_is_not_taken_fails_the_run() throws Exception {
    host.statusesTo("direct:nowhere?block=false");
    List<Boolean> ended = new CopyOnWriteArrayList<>();
    host.server()
        .context()
        .getRegistry()
        .bind(
            "observer",
            new Observer() {
              @Override
              public void run(String origin, boolean complete, Instant started, Duration took) {
                ended.add(complete);
              }
            });
    assertThat(host.run().getException())
        .hasMessageStartingWith("direct:nowhere?block=false did not accept the status: ");
    assertThat(ended).containsExactly(false);
    assertThat(host.delivered()).hasSize(3);
  }
}
