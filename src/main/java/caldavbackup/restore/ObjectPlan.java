package caldavbackup.restore;

import caldavbackup.dav.Member;
import java.util.Locale;

/** One calendar object of a restore: what is to become of it, why, and what did. */
final class ObjectPlan {
  /** What is to become of an object. */
  enum Action {
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
    /** It is on the server and not in the snapshot. */
    DELETE;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether it is sent to the server. */
    boolean isPut() {
      return this == CREATE || this == UPDATE;
    }
  }

  private final String path;
  private final String name;
  private String uid;
  private final String type;
  private Spool.Slot content;
  private final Answer answer;
  private final boolean hasGuests;
  private Member there;
  private Action action;
  private String reason;
  private Member written;
  private String doubt;
  private boolean settled;
  private boolean isAltered;
  private boolean isReworded;

  /**
   * An object of the snapshot.
   *
   * @param path its record's path
   * @param name what it is to be called in its calendar
   * @param type VEVENT, VTODO or VJOURNAL, null when it cannot be told
   * @param hasGuests whether a server may tell somebody about it
   * @param answer the record to answer; null for what is not in the snapshot
   */
  ObjectPlan(
      String path,
      String name,
      String uid,
      String type,
      boolean hasGuests,
      Spool.Slot content,
      Answer answer) {
    this.path = path;
    this.name = name;
    this.uid = uid;
    this.type = type;
    this.hasGuests = hasGuests;
    this.content = content;
    this.answer = answer;
    if (answer != null) {
      answer.opened();
    }
  }

  /** Something on the server that is not in the snapshot. */
  static ObjectPlan toDelete(Member member) {
    ObjectPlan object = new ObjectPlan(member.href(), member.name(), null, null, false, null, null);
    object.there = member;
    object.decide(Action.DELETE, "is not in the snapshot");
    return object;
  }

  /** Whether it is to be restored; else it is to be deleted. */
  boolean isOfSnapshot() {
    return answer != null;
  }

  String path() {
    return path;
  }

  String name() {
    return name;
  }

  synchronized String uid() {
    return uid;
  }

  String type() {
    return type;
  }

  boolean hasGuests() {
    return hasGuests;
  }

  synchronized Spool.Slot content() {
    return content;
  }

  /** It is restored with other bytes than it came with, and why. */
  synchronized void becomes(String newUid, Spool.Slot newContent, String why) {
    uid = newUid;
    content = newContent;
    reason = why;
    isAltered = true;
  }

  /** The server did not take it, for what is there under its UID says the same. */
  synchronized void standsAs(String otherName) {
    reason = "not written: " + otherName + ", which says the same, is there under its UID";
    isAltered = true;
  }

  /**
   * Whether it is there with other bytes than it came with, and why that is so: {@link #reason()}.
   */
  synchronized boolean isAltered() {
    return isAltered && action != Action.REFUSED && isOfSnapshot();
  }

  Answer answer() {
    return answer;
  }

  /** What the target has in its place, null when nothing. */
  synchronized Member there() {
    return there;
  }

  synchronized void found(Member member) {
    there = member;
  }

  synchronized Action action() {
    return action;
  }

  synchronized String reason() {
    return reason;
  }

  /** Decides; what was decided before stays. */
  synchronized void decide(Action what, String why) {
    if (action == null) {
      action = what;
      reason = why;
    }
  }

  /** It is not written after all. */
  synchronized void refuse(String why) {
    action = Action.REFUSED;
    reason = why;
  }

  /** It stays as it is after all. */
  synchronized void keep(String why) {
    action = Action.KEEP;
    reason = why;
  }

  /** Where it was written to, null when it was not. */
  synchronized Member written() {
    return written;
  }

  /** Why it is in doubt whether what is there is ours, null when it is not. */
  synchronized String doubt() {
    return doubt;
  }

  synchronized void written(Member member, String inDoubtBecause) {
    written = member;
    doubt = inDoubtBecause;
  }

  /** The server keeps it in other words, which say the same. */
  synchronized void reworded() {
    isReworded = true;
  }

  synchronized boolean isReworded() {
    return isReworded;
  }

  synchronized boolean isSettled() {
    return settled;
  }

  /**
   * Nothing more is to come of it.
   *
   * @param why null when it went well
   * @return whether that is new
   */
  synchronized boolean settle(String why) {
    if (settled) {
      return false;
    }
    settled = true;
    if (why != null) {
      refuse(why);
    }
    if (answer != null) {
      answer.settled(why);
    }
    return true;
  }
}
