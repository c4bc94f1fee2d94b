package caldavbackup.restore.plan;

import caldavbackup.caldav.Member;

/** One calendar object of a restore: the planned action, its reason, and the result. */
public final class ObjectPlan {
  /**
   * A refusal by the server that leaves open whether the object exists.
   *
   * @param there the message if another object exists
   * @param absent the message if no object exists
   */
  public record Doubt(String there, String absent) {}

  private final String path;
  private String name;
  private String uid;
  private final String type;
  private Spool.Slot content;
  private Spool.Slot changes;
  private Spool.Slot seen;
  private final RecordResult answer;
  private final int place;
  private boolean hasGuests;
  private final Kinship kinship = new Kinship();
  private CalendarPlan calendar;
  private boolean isPlain;
  private Member there;
  private Action action;
  private String reason;
  private Member written;
  private Doubt doubt;
  private boolean settled;
  private boolean isAltered;
  private boolean isReworded;
  private boolean isUnnamed;

  /**
   * Creates the plan of an object of the snapshot.
   *
   * @param path the path of its record
   * @param name its name in its calendar
   * @param type VEVENT, VTODO or VJOURNAL, null if unknown
   * @param hasGuests whether a server may notify someone about it
   * @param answer the record to answer; null for an object that is not in the snapshot
   */
  ObjectPlan(
      String path,
      String name,
      String uid,
      String type,
      boolean hasGuests,
      Spool.Slot content,
      RecordResult answer) {
    this.path = path;
    this.name = name;
    this.uid = uid;
    this.type = type;
    this.hasGuests = hasGuests;
    this.content = content;
    this.answer = answer;
    this.place = answer == null ? 0 : answer.opened(type);
  }

  /** Creates the plan of an object that is on the server but not in the snapshot. */
  static ObjectPlan toDelete(Member member) {
    return toDelete(member, null);
  }

  /**
   * Creates the plan of an object that is on the server but not in the snapshot.
   *
   * @param seen its text; null if it was not read
   */
  static ObjectPlan toDelete(Member member, Spool.Slot seen) {
    ObjectPlan object = new ObjectPlan(member.href(), member.name(), null, null, false, null, null);
    object.there = member;
    object.seen = seen;
    object.decide(Action.DELETE, "is not in the backup");
    return object;
  }

  /** Returns whether the object is to be restored rather than deleted. */
  boolean isOfSnapshot() {
    return answer != null;
  }

  public String path() {
    return path;
  }

  public synchronized String name() {
    return name;
  }

  /** Renames the object, because another object of its target has its name. */
  synchronized void rename(String another) {
    name = another;
  }

  /** Returns its calendar in the plan. */
  synchronized CalendarPlan calendar() {
    return calendar;
  }

  synchronized void calendar(CalendarPlan owner) {
    calendar = owner;
  }

  /** Returns its relations to other objects with the same UID. */
  public Kinship kinship() {
    return kinship;
  }

  /** Allows the write after all, because its rival goes to another calendar. */
  public synchronized void goesApart() {
    kinship.mayGoApart(false);
    action = Action.CREATE;
    reason = null;
  }

  /** Sets whether its text is one well-formed object: {@link #isPlain()}. */
  synchronized void setPlain(boolean plain) {
    isPlain = plain;
  }

  /** Returns whether its text is one well-formed object that needs no splitting and no repair. */
  synchronized boolean isPlain() {
    return isPlain;
  }

  /** Makes it a part of another object, with which it is settled. */
  void joins(ObjectPlan whole, String why) {
    setAside(Action.JOINED, why);
    whole.kinship.follow(this);
  }

  /** Excludes it in favour of another object of this restore. */
  synchronized void setAside(Action what, String why) {
    action = what;
    reason = why;
  }

  /** Excludes it because the user named other objects, overriding earlier decisions. */
  synchronized void leaveOut(String why) {
    isUnnamed = true;
    action = Action.LEFT_OUT;
    reason = why;
  }

  /** Returns whether the user named other objects. */
  synchronized boolean isUnnamed() {
    return isUnnamed;
  }

  /** Returns whether another object of this restore replaces it, so that it is not compared. */
  synchronized boolean isSetAside() {
    return action != null && action != Action.LEFT_OUT;
  }

  /**
   * Adds the components of other objects to it.
   *
   * @param isWanted whether the options select the joined object
   */
  synchronized void joined(Spool.Slot whole, boolean guests, boolean isWanted, String why) {
    content = whole;
    hasGuests = guests;
    action = isWanted ? null : Action.LEFT_OUT;
    reason = isWanted ? why : "excluded by the options";
    isAltered = isWanted && why != null;
  }

  public synchronized String uid() {
    return uid;
  }

  public String type() {
    return type;
  }

  /** Returns whether a server may notify someone about it. */
  public synchronized boolean hasGuests() {
    return hasGuests;
  }

  public synchronized Spool.Slot content() {
    return content;
  }

  /** Replaces its bytes, for the given reason. */
  synchronized void becomes(String newUid, Spool.Slot newContent, String why) {
    uid = newUid;
    content = newContent;
    reason = why;
    isAltered = true;
  }

  /** Records that the server refused it because an equal object with its UID exists. */
  public synchronized void standsAs(String otherName) {
    reason = "not written: " + otherName + " has the same UID and the same meaning";
    isAltered = true;
  }

  /** Returns whether its text on the server differs from the record; {@link #reason()} says why. */
  synchronized boolean isAltered() {
    return isAltered && action != Action.REFUSED && action != Action.KEEP && isOfSnapshot();
  }

  /** Returns the text of the object, wherever it is; null if unknown. */
  synchronized Spool.Slot text() {
    return isOfSnapshot() ? content : seen;
  }

  /**
   * Returns the stored changes of the existing object; null if there are none or they are unknown.
   */
  synchronized Spool.Slot changes() {
    return changes;
  }

  synchronized void changes(Spool.Slot kept) {
    changes = kept;
  }

  RecordResult answer() {
    return answer;
  }

  /** Returns the existing object of the target, null if there is none. */
  public synchronized Member there() {
    return there;
  }

  synchronized void found(Member member) {
    there = member;
  }

  public synchronized Action action() {
    return action;
  }

  public synchronized String reason() {
    return reason;
  }

  /** Sets the action, unless there already is one. */
  synchronized void decide(Action what, String why) {
    if (action == null) {
      action = what;
      reason = why == null ? reason : why;
    }
  }

  /** Refuses it after all. */
  public synchronized void refuse(String why) {
    action = Action.REFUSED;
    reason = why;
  }

  /** Keeps the existing object after all. */
  public synchronized void keep(String why) {
    action = Action.KEEP;
    reason = why;
  }

  /** Returns the place to which it was written, null if it was not written. */
  public synchronized Member written() {
    return written;
  }

  /** Returns why the origin of the existing object is in doubt, null if it is not. */
  public synchronized Doubt doubt() {
    return doubt;
  }

  public synchronized void written(Member member, Doubt inDoubtBecause) {
    written = member;
    doubt = inDoubtBecause;
  }

  /** Records that the server rewrote it with the same content. */
  public synchronized void reworded() {
    isReworded = true;
  }

  synchronized boolean isReworded() {
    return isReworded;
  }

  public synchronized boolean isSettled() {
    return settled;
  }

  /**
   * Settles the object: no further result follows.
   *
   * @param why null on success
   * @param title the name of the object in the message; null if there is no message
   * @return whether it was not settled before
   */
  synchronized boolean settle(String why, ObjectTitle title) {
    if (settled) {
      return false;
    }
    settled = true;
    if (why != null) {
      refuse(why);
    }
    if (answer != null) {
      answer.settled(place, why, title);
    }
    return true;
  }
}
