package caldavbackup.restore.plan;

import java.util.Locale;

/** What a restore does with an object. */
public enum Action {
  /** It does not exist on the server: it is created. */
  CREATE,
  /** It exists and differs: the version of the snapshot replaces it. */
  UPDATE,
  /** It exists and is equal. */
  EQUAL,
  /** It exists and differs: it stays unchanged. */
  KEEP,
  /** It exists and differs: no option decides which version stays. */
  CONFLICT,
  /** It cannot be restored. */
  REFUSED,
  /** The options exclude it. */
  LEFT_OUT,
  /** It is part of another object of this restore and is restored with it. */
  JOINED,
  /** Another object of this restore is a newer version of it. */
  SUPERSEDED,
  /** Another object of this restore has the same meaning. */
  REPEATED,
  /** It is on the server but not in the snapshot. */
  DELETE;

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Returns whether the object is sent to the server. */
  public boolean isPut() {
    return this == CREATE || this == UPDATE;
  }
}
