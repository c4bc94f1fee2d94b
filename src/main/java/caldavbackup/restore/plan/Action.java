package caldavbackup.restore.plan;

import java.util.Locale;

/** What is to become of an object. */
public enum Action {
  /** It is not there yet. */
  CREATE,
  /** It is there and differs: the snapshot wins. */
  UPDATE,
  /** It is there and says the same. */
  EQUAL,
  /** It is there and differs: it stays as it is. */
  KEEP,
  /** It is there and differs: nobody decided who wins. */
  CONFLICT,
  /** It cannot be restored. */
  REFUSED,
  /** The options leave it out. */
  LEFT_OUT,
  /** It is a part of another object of this restore, and restored with it. */
  JOINED,
  /** Another object of this restore is a newer version of it. */
  SUPERSEDED,
  /** Another object of this restore says the same. */
  REPEATED,
  /** It is on the server and not in the snapshot. */
  DELETE;

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Whether it is sent to the server. */
  public boolean isPut() {
    return this == CREATE || this == UPDATE;
  }
}
