package caldavbackup.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Member;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestorePlanTest {
  private final RestorePlan plan = new RestorePlan();

  @AfterEach
  void end() throws Exception {
    plan.close();
  }

  @Test
  void a_record_that_was_not_answered_fails_the_restore() throws Exception {
    take(export(1));
    plan.objects().forEach(object -> plan.settle(object, null));
    assertThatThrownBy(plan::prove)
        .hasMessageContaining("lost track of")
        .hasMessageContaining("1 of 1 files (/export.ics)");
    plan.takeDue();
    assertThatCode(plan::prove).doesNotThrowAnyException();
  }

  @Test
  void an_object_that_is_not_settled_fails_the_restore() throws Exception {
    take(export(2));
    plan.settle(objects().get(0), null);
    plan.takeDue();
    assertThatThrownBy(plan::prove).hasMessageContaining("(/export.ics)");
  }

  @Test
  void an_object_without_a_record_has_to_be_settled_too() throws Exception {
    take(export(1));
    plan.objects().forEach(object -> plan.settle(object, null));
    plan.takeDue();
    Calendar there = Calendar.named("https://h/home/work/", null);
    Member stranger = new Member(there, "/home/work/stranger.ics", "\"1\"", 1, null);
    plan.calendars().get(0).add(ObjectPlan.toDelete(stranger));
    assertThatThrownBy(plan::prove).hasMessageContaining("stranger.ics");
  }

  @Test
  void what_failed_is_named_in_the_order_of_the_records() throws Exception {
    PlanBuilder builder =
        new PlanBuilder(plan, Options.forRestore(Map.of("location", "caldav://h")));
    for (String name : List.of("a", "b", "c")) {
      byte[] event = PlanBuilding.event("", name).getBytes(StandardCharsets.UTF_8);
      builder.take(new RestoreFile("/work/" + name + ".ics", false, event, null, null));
    }
    builder.complete();
    List<ObjectPlan> objects = objects();
    for (int each : List.of(2, 0, 1)) {
      plan.settle(objects.get(each), "fault " + objects.get(each).uid());
      plan.takeDue();
    }
    assertThatThrownBy(plan::prove)
        .hasMessageEndingWith(
            Stream.of("a", "b", "c")
                .map(
                    "work: \"Grüße\", Sun 2026-03-01 10:00 UTC (work/%1$s.ics): fault %1$s"
                        ::formatted)
                .collect(Collectors.joining("; ")));
  }

  @Test
  void a_record_that_is_answered_twice_fails_the_restore() throws Exception {
    take(export(1));
    plan.objects().forEach(object -> plan.settle(object, null));
    plan.takeDue();
    plan.complete();
    plan.takeDue();
    assertThatThrownBy(plan::prove).hasMessageContaining("1 were answered twice");
  }

  @Test
  void each_event_of_a_file_has_its_own_reason() throws Exception {
    take(export(15));
    for (int i = 0; i < 15; i++) {
      plan.settle(objects().get(i), i % 5 == 3 ? "reason " + i : null);
    }
    String all =
        "3 of 15 events were not restored: \"Termin 3\", Sun 2026-03-01 10:00 UTC: reason 3;"
            + " \"Termin 8\", Sun 2026-03-01 10:00 UTC: reason 8;"
            + " \"Termin 13\", Sun 2026-03-01 10:00 UTC: reason 13";
    assertThat(plan.takeDue()).extracting(RecordResult::error).containsExactly(all);
    assertThatThrownBy(plan::prove)
        .hasMessageStartingWith("3 of 15 events were not restored: export.ics: \"Termin 3\"")
        .hasMessageContaining("; export.ics: \"Termin 13\", Sun 2026-03-01 10:00 UTC: reason 13");
  }

  @Test
  void many_reasons_are_cut_in_the_answer_and_whole_in_the_file() throws Exception {
    take(export(100));
    objects().forEach(object -> plan.settle(object, "no"));
    assertThat(plan.takeDue().get(0).error())
        .startsWith("100 of 100 events were not restored: \"Termin 0\"")
        .contains("Termin 19")
        .doesNotContain("Termin 20")
        .endsWith("\"Termin 19\", Sun 2026-03-01 10:00 UTC and 80 more: no")
        .containsOnlyOnce(": no");
    assertThat(file(assertFailure("100 of 100 events were not restored. ")))
        .hasSize(100)
        .contains("export.ics: \"Termin 99\", Sun 2026-03-01 10:00 UTC: no");
  }

  @Test
  void more_than_a_few_failures_are_in_a_file_and_a_reason_is_said_once() throws Exception {
    take(export(7));
    objects().forEach(object -> plan.settle(object, "no"));
    plan.takeDue();
    Failure failure = assertFailure("7 of 7 events were not restored. ");
    assertThat(failure.getMessage())
        .contains("export.ics: \"Termin 0\", Sun 2026-03-01 10:00 UTC; export.ics: \"Termin 1\"")
        .containsOnlyOnce(": no");
    assertThat(file(failure)).hasSize(7).allMatch(line -> line.endsWith(": no"));
  }

  @Test
  void the_end_of_a_restore_is_one_cause_a_count_and_a_file() throws Exception {
    take(export(30));
    plan.settle(objects().get(0), null);
    Failure full = Failure.incomplete("507: quota-not-exceeded");
    assertThat(plan.end().isMetBy(full)).isTrue();
    objects().forEach(object -> plan.settle(object, plan.end().notRestored()));
    assertThat(plan.takeDue().get(0).error())
        .isEqualTo(
            "not restored, the restore ended early: 507: quota-not-exceeded"
                + " (29 of 30 events were not restored)");
    Failure failure =
        assertFailure(
            "507: quota-not-exceeded. The restore stopped: 29 of 30 events were not restored. ");
    assertThat(file(failure)).hasSize(29);
    assertThatThrownBy(plan.end()::require).isInstanceOf(Failure.class);
  }

  private Failure assertFailure(String start) {
    try {
      plan.prove();
    } catch (Failure e) {
      assertThat(e).hasMessageStartingWith(start);
      return e;
    }
    throw new AssertionError("nothing failed");
  }

  private static List<String> file(Failure failure) throws Exception {
    Path file = Path.of(failure.getMessage().replaceAll("(?s).* (\\S+\\.txt) lists them.*", "$1"));
    List<String> lines = Files.readAllLines(file);
    Files.delete(file);
    return lines;
  }

  private void take(String export) throws Exception {
    PlanBuilder intake =
        new PlanBuilder(plan, Options.forRestore(Map.of("location", "caldav://h")));
    byte[] bytes = export.getBytes(StandardCharsets.UTF_8);
    intake.take(new RestoreFile("/export.ics", false, bytes, null, null));
    intake.complete();
    plan.objects().forEach(object -> object.decide(Action.CREATE, null));
  }

  private List<ObjectPlan> objects() {
    return plan.calendars().get(0).objects();
  }

  private static String export(int events) {
    StringBuilder text = new StringBuilder("BEGIN:VCALENDAR\r\nX-WR-CALNAME:Export\r\n");
    IntStream.range(0, events)
        .forEach(
            i ->
                text.append(
                    "BEGIN:VEVENT\r\nUID:e%1$d\r\nDTSTART:20260301T100000Z\r\nSUMMARY:Termin %1$d\r\nEND:VEVENT\r\n"
                        .formatted(i)));
    return text + "END:VCALENDAR\r\n";
  }
}
