package caldavbackup.restore.plan;

import caldavbackup.options.Options;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A plan that is built of the records of a snapshot, and what is in it. */
abstract class PlanBuilding {
  static final String IDENTITY = "{\"format\":1,\"href\":\"/alice/saved/\"}";
  RestorePlan plan;
  PlanBuilder intake;

  @BeforeEach
  void begin() throws Exception {
    plan = new RestorePlan();
    intake = new PlanBuilder(plan, Options.forRestore(Map.of("location", "caldav://h")));
  }

  @AfterEach
  void end() throws Exception {
    plan.close();
  }

  static String export(String name, String uid) {
    return event("X-WR-CALNAME:" + name + "\r\n", uid);
  }

  static String event(String label, String uid) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n"
        + label
        + "BEGIN:VEVENT\r\nUID:"
        + uid
        + "\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260301T100000Z\r\nSUMMARY:Gr\u00fc\u00dfe\r\n"
        + "END:VEVENT\r\nEND:VCALENDAR\r\n";
  }

  void take(RestoreFile... items) throws Exception {
    for (RestoreFile item : items) {
      intake.take(item);
    }
  }

  /** Each calendar in words: its path, who it was, and its objects with their content. */
  List<String> calendars() {
    return plan.calendars().stream()
        .map(
            calendar ->
                Stream.concat(
                        Stream.of(
                            calendar.path()
                                + " "
                                + (calendar.identity() == null
                                    ? "none"
                                    : calendar.identity().segment())
                                + ":"),
                        calendar.objects().stream().map(this::words))
                    .reduce((a, b) -> a + " " + b)
                    .orElseThrow())
        .toList();
  }

  String words(ObjectPlan object) {
    try {
      return object.name() + "=" + new String(plan.content(object), StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  Map<String, String> refused() throws Exception {
    intake.complete();
    Map<String, String> refused = new TreeMap<>();
    for (RecordResult answer : plan.takeDue()) {
      if (answer.error() != null) {
        refused.put(answer.item().path(), answer.error());
      }
    }
    return refused;
  }

  static RestoreFile directory(String path) {
    return new RestoreFile(path, true, null, null, null);
  }

  static RestoreFile file(String path, String text) {
    return new RestoreFile(path, false, text.getBytes(StandardCharsets.UTF_8), null, null);
  }
}
