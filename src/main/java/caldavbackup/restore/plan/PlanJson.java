package caldavbackup.restore.plan;

import caldavbackup.text.Failure;
import caldavbackup.text.Reason;
import caldavbackup.webdav.Hrefs;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The plan and the result of a restore as JSON. */
public final class PlanJson {
  private PlanJson() {}

  /**
   * Returns the calendars of the plan with all objects, in the format of the {@code plan_json}
   * file.
   */
  public static ArrayNode plan(RestorePlan plan) {
    ArrayNode calendars = JsonNodeFactory.instance.arrayNode();
    plan.calendars().forEach(calendar -> add(calendars.addObject(), calendar));
    return calendars;
  }

  /**
   * Returns the calendars of the plan with their numbers of created, updated and other objects.
   *
   * @return {@code directory}, {@code target}, {@code new}, {@code refused}, {@code leftOut} and
   *     {@code counts} of each
   */
  public static ArrayNode counts(RestorePlan plan) {
    ArrayNode calendars = JsonNodeFactory.instance.arrayNode();
    for (CalendarPlan calendar : plan.calendars()) {
      ObjectNode one = calendars.addObject();
      one.put("directory", calendar.path().substring(1));
      one.put("target", target(calendar));
      one.put("new", calendar.there() == null);
      one.put("refused", calendar.refusal());
      one.put("leftOut", calendar.isLeftOut());
      ObjectNode counts = one.putObject("counts");
      for (ObjectPlan object : calendar.objects()) {
        if (object.action() != null) { // else the restore failed before the decision
          String word = object.action().word().replace("left out", "leftOut");
          counts.put(word, counts.path(word).asInt() + 1);
        }
      }
    }
    return calendars;
  }

  private static String target(CalendarPlan calendar) {
    return calendar.target() == null ? null : Hrefs.path(calendar.target().url());
  }

  /**
   * Writes the plan to the file.
   *
   * @param file null for none
   * @throws Failure if it cannot be written
   */
  static void write(RestorePlan plan, String file, boolean isDryRun) throws Failure {
    if (file == null) {
      return;
    }
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode json = mapper.createObjectNode();
    json.put("dry_run", isDryRun);
    if (!plan.calendars().isEmpty()) {
      json.set("calendars", plan(plan));
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
    one.put("target", target(calendar));
    one.put("new", calendar.there() == null);
    one.put("refused", calendar.refusal());
    one.put("left_out", calendar.isLeftOut());
    calendar.changedProperties().forEach(one.withArray("properties")::add);
    for (ObjectPlan object : calendar.objects()) {
      one.withArray("objects")
          .addObject()
          .put("path", object.path())
          .put("uid", object.uid())
          .put("action", object.action() == null ? null : object.action().word())
          .put("href", object.there() == null ? null : object.there().href())
          .put("reason", object.reason())
          .put("superseded", object.kinship().lost())
          .put("repeats", object.kinship().repeats());
    }
  }
}
