package caldavbackup.caldav.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.profile.MultigetSize;
import caldavbackup.caldav.profile.ServerProfile;
import caldavbackup.http.Failures;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Responses;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;

/** What is asked for by multiget, and what is left to GET. */
class MultigetTest {
  private final MultigetSize size = new ServerProfile().multigets();
  private final List<Integer> asked = new ArrayList<>();

  /** A server: what it answers to hrefs, or how it fails. */
  private interface Server {
    List<DavResponse> answer(List<String> hrefs) throws Failure;
  }

  @Test
  void as_many_as_the_server_is_known_to_give_are_asked_for_at_a_time() throws Exception {
    assertThat(left(600, hrefs -> all(hrefs))).isEmpty();
    assertThat(asked).containsExactly(250, 250, 100);
  }

  @Test
  void what_is_too_much_is_halved_until_it_is_not_and_the_size_is_remembered() throws Exception {
    Server server = hrefs -> hrefs.size() > 30 ? fail(413) : all(hrefs);
    assertThat(left(100, server)).isEmpty();
    assertThat(asked).containsExactly(100, 50, 25, 25, 50, 25, 25);
    assertThat(size.limit()).isEqualTo(25);
    asked.clear();
    assertThat(left(100, server)).isEmpty();
    assertThat(asked).containsExactly(25, 25, 25, 25);
  }

  @Test
  void one_bad_object_is_found_and_left_to_get_and_the_size_stays() throws Exception {
    Server server = hrefs -> hrefs.contains("/cal/33") ? fail(500) : all(hrefs);
    assertThat(left(100, server)).containsExactly("/cal/33");
    assertThat(asked).hasSizeLessThan(16);
    assertThat(size.limit()).isEqualTo(250);
  }

  @Test
  void those_that_a_short_answer_leaves_out_are_asked_for_again_and_the_size_is_learnt()
      throws Exception {
    Server server = hrefs -> all(hrefs.subList(0, Math.min(10, hrefs.size())));
    assertThat(left(35, server)).isEmpty();
    assertThat(asked).containsExactly(35, 10, 10, 5);
    assertThat(size.limit()).isEqualTo(10);
  }

  @Test
  void one_that_is_left_out_twice_is_left_to_get_and_teaches_nothing() throws Exception {
    Multiget multiget = ask(20, hrefs -> without(hrefs, "/cal/7"::equals));
    assertThat(asked).containsExactly(20, 1);
    assertThat(multiget.owed(false)).extracting(Member::href).containsExactly("/cal/7");
    assertThat(size.limit()).isEqualTo(250);
  }

  @Test
  void one_that_is_not_there_is_left_to_get_at_once() throws Exception {
    Multiget multiget =
        ask(
            20,
            hrefs -> {
              List<DavResponse> answer = new ArrayList<>(without(hrefs, "/cal/7"::equals));
              answer.addAll(
                  Responses.all(
                      "<d:response><d:href>/cal/7</d:href>"
                          + "<d:status>HTTP/1.1 404 Not Found</d:status></d:response>"));
              return answer;
            });
    assertThat(asked).containsExactly(20);
    assertThat(multiget.owed(false)).extracting(Member::href).containsExactly("/cal/7");
  }

  @Test
  void several_that_one_response_speaks_of_are_each_answered() throws Exception {
    Multiget multiget =
        ask(
            3,
            hrefs ->
                Responses.all(
                    "<d:response><d:href>/cal/0</d:href><d:href>/cal/1</d:href>"
                        + "<d:href>/cal/2</d:href><d:status>HTTP/1.1 404 Gone</d:status></d:response>"));
    assertThat(asked).containsExactly(3);
    assertThat(multiget.owed(false)).hasSize(3);
  }

  @Test
  void a_server_without_multiget_is_asked_once() throws Exception {
    assertThat(left(100, hrefs -> fail(501))).hasSize(100);
    assertThat(asked).containsExactly(100);
    assertThat(left(100, hrefs -> fail(501))).hasSize(100);
    assertThat(asked).containsExactly(100);
  }

  @Test
  void a_server_that_is_down_is_given_up() throws Exception {
    Multiget multiget = ask(100, hrefs -> fail(503));
    assertThat(asked).containsExactly(100, 50, 25);
    assertThat(multiget.givenUp()).hasMessageContaining("503");
    assertThat(multiget.owed(false)).hasSize(100);
  }

  @Test
  void answers_that_nobody_can_read_leave_all_to_get() throws Exception {
    Multiget multiget =
        ask(
            250,
            hrefs -> {
              throw Failure.incomplete("it is not well-formed");
            });
    assertThat(multiget.givenUp()).isNull();
    assertThat(multiget.owed(false)).hasSize(250);
    assertThat(asked).hasSizeLessThan(30);
  }

  @Test
  void report_after_report_that_breaks_leaves_all_to_get() throws Exception {
    Multiget multiget =
        ask(
            250,
            hrefs -> {
              throw Failures.of(new SocketException("Connection reset"));
            });
    assertThat(multiget.givenUp()).isNull();
    assertThat(multiget.owed(false)).hasSize(250);
    assertThat(asked).hasSizeLessThan(30);
  }

  @Test
  void a_server_that_hangs_up_on_three_reports_is_asked_by_get() throws Exception {
    Server server =
        hrefs -> {
          throw Failures.of(new SocketException("Connection reset")).ofRepeated();
        };
    Multiget multiget = ask(250, server);
    assertThat(multiget.givenUp()).isNull();
    assertThat(multiget.owed(false)).hasSize(250);
    assertThat(asked).containsExactly(250, 125, 62);
    multiget.note(null);
    ask(250, server).note(null);
    assertThat(size.limit()).as("reports are not asked for any more").isZero();
  }

  @Test
  void get_after_get_whose_connection_breaks_is_given_up() throws Exception {
    Multiget multiget = ask(250, hrefs -> fail(501));
    for (int i = 0; i < 19; i++) {
      multiget.note(Failures.of(new SocketException("Connection reset")));
    }
    assertThat(multiget.givenUp()).isNull();
    multiget.note(Failures.of(new SocketException("Connection reset")));
    assertThat(multiget.givenUp()).hasMessageContaining("Connection reset");
  }

  @Test
  void an_answer_that_breaks_is_asked_for_again_without_those_that_came() throws Exception {
    List<Integer> once = new ArrayList<>(List.of(1));
    Server server =
        hrefs -> {
          if (!once.isEmpty()) {
            once.clear();
            throw new Broken(all(hrefs.subList(0, 60)));
          }
          return all(hrefs);
        };
    assertThat(left(100, server)).isEmpty();
    assertThat(asked).containsExactly(100, 40);
  }

  @Test
  void a_part_whose_answer_breaks_twice_is_asked_for_in_halves() throws Exception {
    Server server =
        hrefs -> {
          if (hrefs.size() > 25) {
            throw new Broken(List.of());
          }
          return all(hrefs);
        };
    assertThat(left(50, server)).isEmpty();
    assertThat(asked).containsExactly(50, 50, 25, 25);
  }

  /** An answer that breaks off after these. */
  private static final class Broken extends RuntimeException {
    private final transient List<DavResponse> before;

    Broken(List<DavResponse> before) {
      this.before = before;
    }
  }

  private List<String> left(int members, Server server) throws Exception {
    return ask(members, server).owed(false).stream().map(Member::href).toList();
  }

  private Multiget ask(int members, Server server) throws Exception {
    Calendar calendar = Calendar.named("https://example.org/cal/", null);
    Multiget multiget =
        new Multiget(
            IntStream.range(0, members)
                .mapToObj(i -> new Member(calendar, "/cal/" + i, "\"" + i + "\"", 1, null))
                .toList(),
            size);
    while (multiget.hasMore()) {
      List<String> hrefs = multiget.next().stream().map(Member::href).toList();
      asked.add(hrefs.size());
      try {
        take(multiget, server.answer(hrefs));
        multiget.settle();
      } catch (Broken broken) {
        take(multiget, broken.before);
        multiget.failed(Failure.incomplete("the connection broke"));
      } catch (Failure failure) {
        multiget.failed(failure);
      }
    }
    return multiget;
  }

  private static void take(Multiget multiget, List<DavResponse> responses) {
    for (DavResponse response : responses) {
      Multiget.Answer answer = multiget.answered(response);
      if (answer != null) {
        multiget.given(answer.member());
      }
    }
  }

  private static List<DavResponse> all(List<String> hrefs) {
    return without(hrefs, href -> false);
  }

  private static List<DavResponse> without(List<String> hrefs, Predicate<String> leftOut) {
    return hrefs.stream()
        .filter(leftOut.negate())
        .map(href -> Responses.of(href, "<c:calendar-data>x</c:calendar-data>"))
        .toList();
  }

  private static List<DavResponse> fail(int status) throws Failure {
    throw Failures.of(
        new HttpOperationFailedException(
            "http://example.org/", status, "no", null, Map.of(), null));
  }
}
