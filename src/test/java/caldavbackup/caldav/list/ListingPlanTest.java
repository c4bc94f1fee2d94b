package caldavbackup.caldav.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.list.ListingPlan.Outcome;
import caldavbackup.http.Failures;
import caldavbackup.text.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked when a way to list a calendar fails, and when the answers are taken for all. */
class ListingPlanTest {
  private final List<String> asked = new ArrayList<>();

  /** What a server says to one request. */
  private interface Reply {
    void to(ListingPlan plan);
  }

  @Test
  void a_propfind_that_names_objects_is_all_there_is_to_ask() {
    ListingPlan plan = play(List.of("VEVENT"), names("a", "b"));
    assertThat(asked).containsExactly("PROPFIND");
    assertComplete(plan);
  }

  @Test
  void an_empty_propfind_is_checked_once_and_believed_when_the_other_way_is_empty_too() {
    assertComplete(play(List.of("VEVENT"), names(), names()));
    assertThat(asked).containsExactly("PROPFIND", "sync-collection");
  }

  @Test
  void an_empty_propfind_is_checked_by_a_query_where_sync_collection_is_not_known() {
    ListingPlan plan =
        play(List.of("VTODO", "VEVENT"), names(), refusal(403), names(), names(), refusal(400));
    assertThat(asked)
        .containsExactly(
            "PROPFIND",
            "sync-collection",
            "calendar-query VTODO",
            "calendar-query VEVENT",
            "calendar-query for any type");
    assertThat(plan.syncFails()).isTrue();
    assertComplete(plan);
  }

  @Test
  void a_calendar_with_objects_of_another_type_is_not_taken_for_empty() {
    ListingPlan plan =
        play(
            List.of("VEVENT", "VTODO"),
            names(),
            refusal(403),
            names(),
            names("t"),
            names(),
            names("t"),
            names("t"));
    assertThatCode(plan::prove).doesNotThrowAnyException();
    assertThat(plan.remarks()).singleElement().asString().contains("calendar-query does");
  }

  @Test
  void an_empty_propfind_that_nobody_can_check_is_believed_when_it_names_the_calendar() {
    assertComplete(play(List.of("VEVENT"), names(), refusal(403), refusal(400), refusal(400)));
  }

  @Test
  void an_answer_without_even_the_calendar_itself_is_no_empty_calendar() {
    Reply nothing = plan -> plan.answered(new Outcome(0, Set.of(), false, false, null));
    ListingPlan plan = play(List.of("VEVENT"), nothing, refusal(403), refusal(400), refusal(400));
    assertThatThrownBy(plan::prove)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("lacks the calendar itself");
  }

  @Test
  void an_empty_propfind_that_another_way_contradicts_is_said() {
    ListingPlan plan = play(List.of("VEVENT"), names(), names("a"));
    assertThatCode(plan::prove).doesNotThrowAnyException();
    assertThat(plan.remarks())
        .containsExactly("PROPFIND lists no objects, but sync-collection does: these are used");
  }

  @Test
  void an_empty_propfind_that_a_query_contradicts_makes_all_types_be_asked_for() {
    play(
        List.of("VEVENT", "VTODO"),
        names(),
        refusal(501),
        names("a"),
        names("a"),
        names("t"),
        names("a", "t"));
    assertThat(asked)
        .containsExactly(
            "PROPFIND",
            "sync-collection",
            "calendar-query VEVENT",
            "calendar-query VEVENT",
            "calendar-query VTODO",
            "calendar-query for any type");
  }

  @Test
  void a_refused_propfind_is_followed_by_sync_collection_page_by_page() {
    ListingPlan plan =
        play(List.of(), refusal(507), page("t1", "a", "b"), page("t2", "c"), names("d"));
    assertThat(asked)
        .containsExactly("PROPFIND", "sync-collection", "sync-collection t1", "sync-collection t2");
    assertComplete(plan);
  }

  @Test
  void a_server_that_gives_the_same_page_for_ever_is_not_asked_for_ever() {
    ListingPlan plan =
        play(
            List.of("VEVENT"),
            refusal(507),
            page("t1", "a"),
            page("t1", "a"),
            refusal(403),
            refusal(403));
    assertThatThrownBy(plan::prove).hasMessageContaining("no other request lists all objects");
  }

  @Test
  void a_first_page_that_is_too_large_is_asked_for_smaller() {
    play(List.of(), refusal(405), refusal(507), names("a"));
    assertThat(asked).containsExactly("PROPFIND", "sync-collection", "sync-collection, 500");
  }

  @Test
  void a_propfind_that_says_it_is_cut_short_is_no_listing() {
    ListingPlan plan =
        play(
            List.of("VEVENT"),
            page(null, "a"),
            refusal(403),
            refusal(403),
            refusal(403),
            refusal(403));
    assertThatThrownBy(plan::prove)
        .hasMessage("the server lists only a part of it; no other request lists all objects");
  }

  @Test
  void queries_that_agree_need_no_remark() {
    assertComplete(
        play(
            List.of("VEVENT", "VTODO"),
            refusal(405),
            refusal(501),
            names("a"),
            names("t"),
            names("a", "t")));
  }

  @Test
  void queries_that_disagree_are_said() {
    ListingPlan plan =
        play(
            List.of("VEVENT", "VTODO"),
            refusal(405),
            refusal(501),
            names("a"),
            names("t"),
            names());
    assertThatCode(plan::prove).doesNotThrowAnyException();
    assertThat(plan.remarks())
        .singleElement()
        .asString()
        .contains("lists 2 objects by type and 0 without");
  }

  @Test
  void a_query_that_nothing_confirms_is_said() {
    ListingPlan plan =
        play(List.of("VEVENT"), refusal(405), refusal(501), names("a"), refusal(403));
    assertThatCode(plan::prove).doesNotThrowAnyException();
    assertThat(plan.remarks()).singleElement().asString().contains("no other request confirms");
  }

  @Test
  void an_empty_query_that_nothing_confirms_is_no_empty_calendar() {
    ListingPlan plan = play(List.of("VEVENT"), refusal(405), refusal(501), names(), refusal(403));
    assertThatThrownBy(plan::prove).hasMessageContaining("(405 no)");
  }

  @Test
  void a_type_that_is_only_guessed_may_be_refused() {
    assertComplete(
        play(
            List.of(),
            refusal(405),
            refusal(501),
            names("a"),
            refusal(403),
            refusal(403),
            names("a")));
  }

  @Test
  void wrong_credentials_and_a_calendar_that_is_gone_are_no_reason_to_ask_otherwise() {
    ListingPlan plan = new ListingPlan(List.of(), false);
    plan.next();
    assertThat(plan.isRefusal(status(404))).isFalse();
    assertThat(plan.isRefusal(new Failure(Failure.Kind.SIGN_IN, "no"))).isFalse();
    assertThat(plan.isRefusal(Failure.incomplete("the connection broke"))).isFalse();
    assertThat(plan.isRefusal(status(403))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 413, 507, 0})
  void an_empty_propfind_is_not_believed_when_what_should_confirm_it_fails(int status) {
    assertNotEmpty(
        play(List.of("VEVENT", "VTODO"), names(), refusal(403), names(), fails(status), names()));
    assertNotEmpty(play(List.of("VEVENT"), names(), fails(status), fails(status), fails(status)));
    assertNotEmpty(play(List.of("VEVENT"), names(), refusal(403), names(), fails(status)));
    assertNotEmpty(play(List.of("VEVENT"), names(), fails(status), refusal(403), refusal(403)));
  }

  @Test
  void a_failed_sync_collection_is_no_doubt_when_every_query_is_empty() {
    assertComplete(play(List.of("VEVENT"), names(), refusal(500), names(), names()));
  }

  @Test
  void a_query_that_may_hide_objects_by_a_limit_does_not_confirm_an_empty_calendar() {
    Reply limit =
        plan ->
            plan.refused(
                Failures.of(
                    new HttpOperationFailedException(
                        "http://example.org/",
                        403,
                        "no",
                        null,
                        Map.of(),
                        "<error xmlns='DAV:'><number-of-matches-within-limits/></error>")));
    assertNotEmpty(play(List.of("VEVENT"), names(), refusal(403), limit, limit));
    assertNotEmpty(play(List.of("VEVENT"), names(), refusal(403), page(null), names()));
  }

  @Test
  void refusals_confirm_nothing_when_propfind_did_not_name_the_calendar() {
    Reply nothing = plan -> plan.answered(new Outcome(0, Set.of(), false, false, null));
    ListingPlan plan =
        play(
            List.of("VEVENT", "VTODO"), nothing, refusal(403), names(), refusal(500), refusal(500));
    assertThatThrownBy(plan::prove).hasMessageContaining("lacks the calendar itself");
  }

  @Test
  void an_empty_calendar_whose_server_says_not_found_to_its_reports_is_empty() {
    assertComplete(play(List.of("VEVENT"), names(), refusal(404), refusal(404), refusal(404)));
  }

  @Test
  void only_a_server_that_does_not_know_sync_collection_is_not_asked_for_it_again() {
    assertThat(play(List.of("VEVENT"), names(), refusal(500), names(), names()).syncFails())
        .isFalse();
    assertThat(play(List.of("VEVENT"), names(), refusal(404), names(), names()).syncFails())
        .isFalse();
  }

  @Test
  void objects_that_sync_collection_named_before_it_failed_are_not_forgotten() {
    ListingPlan plan =
        play(List.of("VEVENT"), names(), page("t1", "a", "b"), refusal(500), names(), names());
    assertThatThrownBy(plan::prove).isInstanceOf(Failure.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 507, 0})
  void a_guessed_type_whose_query_fails_is_not_forgiven(int status) {
    ListingPlan plan =
        play(
            List.of(),
            refusal(507),
            refusal(501),
            names("a"),
            fails(status),
            refusal(403),
            fails(status));
    assertThatThrownBy(plan::prove).hasMessageContaining("no other request lists all objects");
  }

  @Test
  void queries_must_name_what_a_propfind_that_was_cut_short_named() {
    ListingPlan plan =
        play(List.of("VEVENT"), page(null, "a", "t"), refusal(501), names("a"), names("a"));
    assertThatThrownBy(plan::prove)
        .hasMessage(
            "the server lists only a part of it; no other request lists all objects: calendar-query omits 1 object of another answer");
  }

  @Test
  void the_end_of_a_run_is_no_refusal() {
    ListingPlan plan = new ListingPlan(List.of("VEVENT"), true);
    plan.next();
    names().to(plan);
    plan.next();
    assertThat(plan.isRefusal(new Failure(Failure.Kind.CANCELLED, "stopped"))).isFalse();
    assertThat(plan.isRefusal(status(500))).isTrue();
  }

  private ListingPlan play(List<String> components, Reply... replies) {
    ListingPlan plan = new ListingPlan(components, false);
    for (Reply reply : replies) {
      ListingPlan.Ask ask = plan.next();
      asked.add(
          ask.way()
              + (ask.argument().isEmpty() ? "" : " " + ask.argument())
              + (ask.most() > 0 ? ", " + ask.most() : ""));
      reply.to(plan);
    }
    assertThat(plan.hasMore()).as("asked " + asked + ", and more is to be asked").isFalse();
    return plan;
  }

  private static void assertComplete(ListingPlan plan) {
    assertThatCode(plan::prove).doesNotThrowAnyException();
    assertThat(plan.remarks()).isEmpty();
  }

  private static Reply names(String... names) {
    return plan -> plan.answered(new Outcome(names.length, Set.of(names), true, false, null));
  }

  private static Reply page(String token, String... names) {
    return plan -> plan.answered(new Outcome(names.length, Set.of(names), true, true, token));
  }

  private static void assertNotEmpty(ListingPlan plan) {
    assertThatThrownBy(plan::prove)
        .isInstanceOf(Failure.class)
        .hasMessageContaining(
            "PROPFIND lists no objects, and no other request confirms that the calendar is empty");
  }

  /** A status, or 0 for an answer that is broken. */
  private static Reply fails(int status) {
    return status > 0
        ? refusal(status)
        : plan -> plan.refused(Failure.incomplete("the connection broke"));
  }

  private static Reply refusal(int status) {
    return plan -> plan.refused(status(status));
  }

  private static Failure status(int status) {
    return Failures.of(
        new HttpOperationFailedException(
            "http://example.org/", status, "no", null, Map.of(), null));
  }
}
