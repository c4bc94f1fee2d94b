package caldavbackup.changes;

import java.util.Locale;

/** The change of an object since its last delivery to the sink. */
enum Change {
  /** The sink has not received it yet. */
  CREATED,
  /** The sink may have it with other bytes. */
  UPDATED,
  /** The sink may have it, but it was deleted on the server. */
  DELETED;

  /** The name in messages. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
