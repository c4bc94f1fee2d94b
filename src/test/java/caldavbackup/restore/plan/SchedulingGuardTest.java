package caldavbackup.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.profile.SchedulingTarget;
import caldavbackup.caldav.profile.SchedulingTraits;
import caldavbackup.caldav.profile.SchedulingTraits.Quiet;
import caldavbackup.ical.GuestLines;
import caldavbackup.ical.Invitation;
import caldavbackup.ical.Meetings;
import caldavbackup.options.Options.Scheduling;
import caldavbackup.restore.plan.SchedulingGuard.Decision;
import caldavbackup.restore.plan.SchedulingGuard.Kind;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulingGuardTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);
  private static final Set<String> ALICE = Set.of("mailto:alice@x");

  private static final Map<String, SchedulingTraits> TRAITS =
      Map.of(
          "none", new SchedulingTraits("none", false, Quiet.NOT_AT_ALL, true, false, false),
          "header", new SchedulingTraits("header", true, Quiet.BY_HEADER, true, false, false),
          "sogo", new SchedulingTraits("SOGo", true, Quiet.BY_WRITING_TWICE, false, false, true),
          "loud", new SchedulingTraits("Loud", true, Quiet.NOT_AT_ALL, true, false, false),
          "agent", new SchedulingTraits("Agent", true, Quiet.NOT_AT_ALL, true, true, false),
          "future", new SchedulingTraits("Future", true, Quiet.NOT_AT_ALL, false, false, false));

  private static final Map<String, byte[]> OBJECTS =
      Map.ofEntries(
          Map.entry("plain", Meetings.event("SUMMARY:x")),
          Map.entry("mine", Meetings.event("ORGANIZER:mailto:alice@x|ATTENDEE:mailto:bob@x")),
          Map.entry("my-past", Meetings.past("ORGANIZER:mailto:alice@x|ATTENDEE:mailto:bob@x")),
          Map.entry(
              "my-client",
              Meetings.event(
                  "ORGANIZER:mailto:alice@x|ATTENDEE;SCHEDULE-AGENT=CLIENT:mailto:bob@x")),
          Map.entry("alone", Meetings.event("ORGANIZER:mailto:alice@x|ATTENDEE:mailto:alice@x")),
          Map.entry("others", Meetings.event("ORGANIZER:mailto:bob@x|ATTENDEE:mailto:carol@x")),
          Map.entry("open", Meetings.event("ORGANIZER:mailto:bob@x|ATTENDEE:mailto:alice@x")),
          Map.entry(
              "accepted",
              Meetings.event("ORGANIZER:mailto:bob@x|ATTENDEE;PARTSTAT=ACCEPTED:mailto:alice@x")),
          Map.entry(
              "without-organizer", Meetings.event("ATTENDEE;PARTSTAT=ACCEPTED:mailto:alice@x")),
          Map.entry(
              "declined",
              Meetings.event("ORGANIZER:mailto:bob@x|ATTENDEE;PARTSTAT=DECLINED:mailto:alice@x")));

  @ParameterizedTest(name = "{0}: {1} over {2}")
  @CsvSource({
    // server, object, what is there, what is done; with scheduling=strip
    "loud, plain, -, GO_AHEAD, GO_AHEAD",
    "loud, mine, -, REFUSED, STRIPPED",
    "loud, my-past, -, REFUSED, STRIPPED",
    "loud, my-client, -, REFUSED, STRIPPED",
    "loud, alone, -, GO_AHEAD, GO_AHEAD",
    "loud, others, -, GO_AHEAD, GO_AHEAD",
    "loud, open, -, GO_AHEAD, GO_AHEAD",
    "loud, accepted, -, REFUSED, STRIPPED",
    "loud, plain, mine, REFUSED, REFUSED", // bob would be told that it is cancelled
    "loud, mine, mine, REFUSED, REFUSED",
    "loud, mine, plain, REFUSED, STRIPPED",
    "loud, open, accepted, REFUSED, REFUSED",
    "loud, plain, plain, GO_AHEAD, GO_AHEAD",
    "agent, my-client, -, GO_AHEAD, GO_AHEAD",
    "agent, mine, -, REFUSED, STRIPPED",
    "future, my-past, -, GO_AHEAD, GO_AHEAD",
    "future, mine, -, REFUSED, STRIPPED",
    "future, my-past, mine, REFUSED, REFUSED",
    "future, mine, my-past, REFUSED, REFUSED",
    "future, plain, my-past, GO_AHEAD, GO_AHEAD",
    "none, mine, mine, GO_AHEAD, GO_AHEAD",
    "header, mine, mine, GO_AHEAD, GO_AHEAD",
    "header, plain, mine, GO_AHEAD, GO_AHEAD",
    "sogo, plain, -, GO_AHEAD, GO_AHEAD",
    "sogo, mine, -, QUIET_FIRST, QUIET_FIRST",
    "sogo, my-past, -, GO_AHEAD, GO_AHEAD",
    "sogo, plain, mine, QUIET_FIRST, QUIET_FIRST",
    "sogo, others, -, GO_AHEAD, GO_AHEAD",
    "sogo, open, -, QUIET_FIRST, QUIET_FIRST",
    "sogo, accepted, -, QUIET_FIRST, QUIET_FIRST",
    "sogo, accepted, accepted, GO_AHEAD, GO_AHEAD",
    "sogo, open, open, GO_AHEAD, GO_AHEAD",
    "sogo, accepted, declined, REFUSED, REFUSED", // that answer is mailed whatever is written
    "sogo, declined, without-organizer, REFUSED, STRIPPED",
    "sogo, accepted, plain, GO_AHEAD, GO_AHEAD",
    "sogo, plain, accepted, GO_AHEAD, GO_AHEAD",
    "sogo, mine, accepted, QUIET_FIRST, QUIET_FIRST"
  })
  void an_object_is_written_only_as_quietly_as_the_server_allows(
      String server, String object, String existing, Kind refuse, Kind strip) {
    byte[] bytes = OBJECTS.get(object);
    byte[] there = OBJECTS.get(existing);
    Decision decision = guard(server, Scheduling.REFUSE).write(bytes, there);
    assertThat(decision.kind()).isEqualTo(refuse);
    assertConsistent(decision, bytes);
    Decision stripped = guard(server, Scheduling.STRIP).write(bytes, there);
    assertThat(stripped.kind()).isEqualTo(strip);
    assertConsistent(stripped, bytes);
  }

  private static void assertConsistent(Decision decision, byte[] object) {
    switch (decision.kind()) {
      case GO_AHEAD -> {
        assertThat(decision.bytes()).isEqualTo(object);
        assertThat(decision.first()).isNull();
        assertThat(decision.text()).isNull();
      }
      case QUIET_FIRST -> {
        assertThat(decision.bytes()).isEqualTo(object);
        String first = new String(decision.first());
        boolean quiet = first.contains("X-SOGO-SEND-APPOINTMENT-NOTIFICATIONS");
        assertThat(quiet || !first.contains("ATTENDEE")).isTrue();
        assertThat(decision.text() != null).isEqualTo(quiet);
      }
      case STRIPPED -> {
        assertThat(Invitation.of(decision.bytes()).hasGuests()).isFalse();
        assertThat(new String(decision.bytes())).contains(GuestLines.KEPT + "ATTENDEE");
        assertThat(decision.text()).contains("without its guests");
      }
      default -> {
        assertThat(decision.bytes()).isNull();
        assertThat(decision.text()).startsWith("not written: ").contains("notify=true");
      }
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "loud, plain, GO_AHEAD",
    "loud, mine, REFUSED",
    "loud, my-past, REFUSED",
    "loud, others, GO_AHEAD",
    "loud, open, REFUSED", // a guest who deletes it declines (RFC 6638, section 3.2.2.3)
    "loud, accepted, REFUSED",
    "agent, my-client, GO_AHEAD",
    "future, my-past, GO_AHEAD",
    "header, mine, GO_AHEAD",
    "none, mine, GO_AHEAD",
    "sogo, mine, QUIET_FIRST",
    "sogo, my-past, GO_AHEAD",
    "sogo, accepted, REFUSED"
  })
  void an_object_is_deleted_only_as_quietly_as_the_server_allows(
      String server, String existing, Kind kind) {
    Decision decision = guard(server, Scheduling.STRIP).delete(OBJECTS.get(existing));
    assertThat(decision.kind()).isEqualTo(kind);
    assertThat(decision.bytes()).isNull();
    assertThat(decision.first() != null).isEqualTo(kind == Kind.QUIET_FIRST);
    assertThat(decision.text() != null).isEqualTo(kind == Kind.REFUSED);
  }

  @Test
  void whoever_lets_the_server_notify_is_not_held_up() {
    SchedulingGuard guard =
        new SchedulingGuard(target("loud", List.of(ALICE)), true, Scheduling.STRIP, TODAY);
    assertThat(guard.dependsOnExisting()).isFalse();
    assertThat(guard.write(OBJECTS.get("mine"), OBJECTS.get("mine")).kind())
        .isEqualTo(Kind.GO_AHEAD);
    assertThat(guard.delete(OBJECTS.get("mine")).kind()).isEqualTo(Kind.GO_AHEAD);
  }

  @Test
  void a_refusal_names_the_server_the_reason_and_the_way_out() {
    SchedulingGuard guard = guard("loud", Scheduling.REFUSE);
    assertThat(guard.write(OBJECTS.get("mine"), null).text())
        .isEqualTo(
            "not written: Loud would send mail to its guests: notify=true allows that,"
                + " scheduling=strip writes it without its organizer and guests");
    assertThat(guard.write(OBJECTS.get("accepted"), null).text())
        .startsWith("not written: Loud would send an answer to its organizer: notify=true");
    assertThat(guard.write(OBJECTS.get("plain"), OBJECTS.get("mine")).text())
        .isEqualTo(
            "not written: Loud would send mail to the guests of the existing object: notify=true allows that");
    assertThat(guard.delete(OBJECTS.get("mine")).text())
        .isEqualTo("not deleted: Loud would send mail to its guests: notify=true allows that");
  }

  @Test
  void a_user_whom_the_server_does_not_name_may_be_the_organizer_of_anything() {
    for (String server : List.of("loud", "sogo")) {
      SchedulingGuard guard =
          new SchedulingGuard(target(server, List.of()), false, Scheduling.REFUSE, TODAY);
      assertThat(guard.write(OBJECTS.get("others"), null).kind()).isEqualTo(Kind.REFUSED);
      assertThat(guard.write(OBJECTS.get("others"), null).text())
          .contains("does not identify the user");
      assertThat(guard.write(OBJECTS.get("plain"), null).kind()).isEqualTo(Kind.GO_AHEAD);
    }
  }

  @Test
  void the_owner_of_a_shared_calendar_counts_beside_the_user_and_not_as_him() {
    SchedulingGuard guard =
        new SchedulingGuard(
            target("loud", List.of(ALICE, Set.of("mailto:bob@x"))),
            false,
            Scheduling.REFUSE,
            TODAY);
    assertThat(guard.write(OBJECTS.get("others"), null).kind()).isEqualTo(Kind.REFUSED);
    assertThat(guard.write(OBJECTS.get("mine"), null).kind()).isEqualTo(Kind.REFUSED);
  }

  private static SchedulingGuard guard(String server, Scheduling policy) {
    return new SchedulingGuard(target(server, List.of(ALICE)), false, policy, TODAY);
  }

  private static SchedulingTarget target(String server, List<Set<String>> people) {
    return new SchedulingTarget(TRAITS.get(server), people);
  }
}
