package caldavbackup.changes;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** How many objects became what, of a calendar or of a run. */
final class Counts {
  /** Named by listings. */
  int listed;

  /** Delivered, and not before; without a store of states, all that were delivered. */
  int created;

  /** Delivered once more with other bytes. */
  int updated;

  /** Told to be gone. */
  int deleted;

  /** Not delivered, because the sink has them. */
  int unchanged;

  /** Left out by options. */
  int notWanted;

  /** Deleted on the server between listing and reading. */
  int gone;

  /** Not read, or not taken by the sink. */
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

  /** Counts what a sink took. */
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
