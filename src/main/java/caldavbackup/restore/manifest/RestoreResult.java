package caldavbackup.restore.manifest;

import caldavbackup.options.Options;
import caldavbackup.restore.plan.PlanJson;
import caldavbackup.restore.plan.RecordResult;
import caldavbackup.restore.plan.RestorePlan;
import caldavbackup.text.Failure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The result of a restore from manifests, as JSON: {@code schema/restore-result.schema.json}. */
final class RestoreResult {
  private static final int FORMAT = 1;

  private final List<Manifest> manifests;
  private final List<RecordResult> failures = new ArrayList<>();

  RestoreResult(List<Manifest> manifests) {
    this.manifests = manifests;
  }

  /** Adds the answer to a record. */
  synchronized void take(RecordResult answer) {
    if (answer.error() != null) {
      failures.add(answer);
    }
  }

  /** Returns whether every object in the manifests was restored and the manifests are complete. */
  private boolean isComplete(Options options, Failure failure) {
    return failure == null
        && failures.isEmpty()
        && !options.restore().dryRun()
        && manifests.stream().allMatch(Manifest::isComplete);
  }

  /** Returns whether everything was written or equal, and the options excluded nothing. */
  private static boolean isAllRestored(JsonNode counts, ArrayNode calendars) {
    boolean isPart = counts.has("keep") || counts.has("leftOut");
    for (JsonNode calendar : calendars) {
      isPart |= calendar.path("leftOut").asBoolean();
    }
    return !isPart;
  }

  /**
   * Creates the result.
   *
   * @param options the options of the account
   * @param plan null if the restore failed before there was a plan
   * @param failure the failure of the restore, null if it succeeded
   */
  synchronized ObjectNode json(Options options, RestorePlan plan, Failure failure) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", FORMAT);
    json.put("origin", options.origin());
    json.put("dryRun", options.restore().dryRun());
    json.put("complete", false); // keeps its position; the counts determine the value
    ArrayNode calendars = plan == null ? json.arrayNode() : PlanJson.counts(plan);
    ObjectNode counts = json.putObject("counts");
    for (JsonNode calendar : calendars) {
      addFailed((ObjectNode) calendar);
      calendar
          .path("counts")
          .properties()
          .forEach(
              one ->
                  counts.put(
                      one.getKey(), counts.path(one.getKey()).asInt() + one.getValue().asInt()));
    }
    counts.put("failed", failures.size());
    json.put("complete", isComplete(options, failure) && isAllRestored(counts, calendars));
    json.set("calendars", calendars);
    ArrayNode failed = json.putArray("failures");
    failures.forEach(one -> failed.addObject().put("path", path(one)).put("reason", one.error()));
    addOfManifests(json.putArray("leftOut"), json.putArray("warnings"));
    if (failure == null) {
      json.putNull("failure");
    } else {
      json.putObject("failure")
          .put("kind", failure.kind().name().toLowerCase(Locale.ROOT))
          .put("sentence", failure.getMessage())
          .put("status", failure.status());
    }
    if (plan != null && options.restore().dryRun()) {
      json.set("plan", PlanJson.plan(plan));
    }
    return json;
  }

  private void addFailed(ObjectNode calendar) {
    String within = calendar.path("directory").asText() + "/";
    long failed = failures.stream().filter(one -> path(one).startsWith(within)).count();
    ((ObjectNode) calendar.path("counts")).put("failed", failed);
  }

  private static String path(RecordResult one) {
    return one.item().path().substring(1);
  }

  private void addOfManifests(ArrayNode leftOut, ArrayNode warnings) {
    for (Manifest manifest : manifests) {
      for (Manifest.LeftOut one : manifest.leftOut()) {
        leftOut
            .addObject()
            .put("path", one.path())
            .put("href", one.href())
            .put("reason", one.reason());
      }
      if (manifest.isGone()) {
        warnings.add(
            "calendar %s: it was gone when its manifest was written, nothing of it is restored"
                .formatted(manifest.directory()));
      } else if (!manifest.isComplete()) {
        warnings.add(
            "calendar %s: its manifest is not complete, the calendar had more objects than it lists"
                .formatted(manifest.directory()));
      }
    }
  }
}
