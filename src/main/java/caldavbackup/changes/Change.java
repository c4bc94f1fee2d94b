package caldavbackup.changes;

import java.util.Locale;

/** What became of an object since the sink was sent it last. */
enum Change {
  /** The sink was not sent it yet. */
  CREATED,
  /** The sink may have it, and its bytes are others now. */
  UPDATED,
  /** The sink may have it, and it is not on the server any more. */
  DELETED;

  /** Its name in messages. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
