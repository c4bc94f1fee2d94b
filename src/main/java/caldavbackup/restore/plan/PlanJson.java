package caldavbackup.restore.plan;

import caldavbackup.text.Failure;
import caldavbackup.text.Reason;
import caldavbackup.webdav.Hrefs;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The plan of a restore for scripts: the file of option {@code plan_json}. */
final class PlanJson {
  private PlanJson() {}

  /**
   * Writes the plan into the file.
   *
   * @param file null for none
   * @throws Failure when it cannot be written
   */
  static void write(RestorePlan plan, String file, boolean isDryRun) throws Failure {
    if (file == null) {
      return;
    }
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode json = mapper.createObjectNode();
    json.put("dry_run", isDryRun);
    for (CalendarPlan calendar : plan.calendars()) {
      add(json.withArray("calendars").addObject(), calendar);
    }
    try (OutputStream out = Files.newOutputStream(Path.of(file))) {
      mapper.writeValue(out, json);
    } catch (IOException e) {
      throw Failure.option(
          "option 'plan_json': " + file + " cannot be written (" + Reason.of(e) + ")");
    }
  }

  private static void add(ObjectNode one, CalendarPlan calendar) {
    one.put("path", calendar.path());
    one.put("target", calendar.target() == null ? null : Hrefs.path(calendar.target().url()));
    one.put("new", calendar.there() == null);
    one.put("refused", calendar.refusal());
    one.put("left_out", calendar.isLeftOut());
    calendar.changedProperties().forEach(one.withArray("properties")::add);
    for (ObjectPlan object : calendar.objects()) {
      one.withArray("objects")
          .addObject()
          .put("path", object.path())
          .put("uid", object.uid())
          .put("action", object.action().word())
          .put("href", object.there() == null ? null : object.there().href())
          .put("reason", object.reason())
          .put("superseded", object.kinship().lost())
          .put("repeats", object.kinship().repeats());
    }
  }
}
