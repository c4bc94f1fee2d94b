package caldavbackup.changes;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** The number of objects by result, for a calendar or a run. */
final class Counts {
  /** Found in listings. */
  int listed;

  /** Delivered for the first time; without a state store, all delivered objects. */
  int created;

  /** Delivered again with other bytes. */
  int updated;

  /** Reported as deleted. */
  int deleted;

  /** Not delivered, because the sink has them. */
  int unchanged;

  /** Excluded by options. */
  int notWanted;

  /** Deleted on the server between listing and reading. */
  int gone;

  /** Not read, or not accepted by the sink. */
  int failed;

  void add(Counts other) {
    listed += other.listed;
    created += other.created;
    updated += other.updated;
    deleted += other.deleted;
    unchanged += other.unchanged;
    notWanted += other.notWanted;
    gone += other.gone;
    failed += other.failed;
  }

  /** Counts an object that a sink accepted. */
  void count(Change change) {
    switch (change) {
      case CREATED -> created++;
      case UPDATED -> updated++;
      case DELETED -> deleted++;
    }
  }

  void write(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("counts");
    json.writeNumberField("listed", listed);
    json.writeNumberField("created", created);
    json.writeNumberField("updated", updated);
    json.writeNumberField("deleted", deleted);
    json.writeNumberField("unchanged", unchanged);
    json.writeNumberField("notWanted", notWanted);
    json.writeNumberField("gone", gone);
    json.writeNumberField("failed", failed);
    json.writeEndObject();
  }
}
