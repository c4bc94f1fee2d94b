package caldavbackup.restore.plan;

import caldavbackup.caldav.Member;

/** One calendar object of a restore: what is to become of it, why, and what did. */
public final class ObjectPlan {
  /**
   * The server did not take it, and something may be there all the same.
   *
   * @param there what to say when something else is there
   * @param absent what to say when nothing is
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

  /** Something on the server that is not in the snapshot. */
  static ObjectPlan toDelete(Member member) {
    return toDelete(member, null);
  }

  /**
   * The same.
   *
   * @param seen what it says; null when it was not read
   */
  static ObjectPlan toDelete(Member member, Spool.Slot seen) {
    ObjectPlan object = new ObjectPlan(member.href(), member.name(), null, null, false, null, null);
    object.there = member;
    object.seen = seen;
    object.decide(Action.DELETE, "is not in the backup");
    return object;
  }

  /** Whether it is to be restored; else it is to be deleted. */
  boolean isOfSnapshot() {
    return answer != null;
  }

  public String path() {
    return path;
  }

  public synchronized String name() {
    return name;
  }

  /** Another object of its target is called so. */
  synchronized void rename(String another) {
    name = another;
  }

  /** The calendar of the plan that it is in. */
  synchronized CalendarPlan calendar() {
    return calendar;
  }

  synchronized void calendar(CalendarPlan owner) {
    calendar = owner;
  }

  /** What other objects of its UID are to it. */
  public Kinship kinship() {
    return kinship;
  }

  /** Its rival goes into another calendar: it is written after all. */
  public synchronized void goesApart() {
    kinship.mayGoApart(false);
    action = Action.CREATE;
    reason = null;
  }

  /** Says whether its text is one object as it should be: {@link #isPlain()}. */
  synchronized void setPlain(boolean plain) {
    isPlain = plain;
  }

  /** Whether its text is one object as it should be: there is nothing to split or to put right. */
  synchronized boolean isPlain() {
    return isPlain;
  }

  /** It is restored as a part of another object, and settled with it. */
  void joins(ObjectPlan whole, String why) {
    setAside(Action.JOINED, why);
    whole.kinship.follow(this);
  }

  /** Nothing is done with it for the sake of another object of this restore. */
  synchronized void setAside(Action what, String why) {
    action = what;
    reason = why;
  }

  /** The user named other objects: whatever was decided, nothing is done with it. */
  synchronized void leaveOut(String why) {
    isUnnamed = true;
    action = Action.LEFT_OUT;
    reason = why;
  }

  /** Whether the user named other objects. */
  synchronized boolean isUnnamed() {
    return isUnnamed;
  }

  /** Whether another object of this restore stands for it, so that nothing is compared with it. */
  synchronized boolean isSetAside() {
    return action != null && action != Action.LEFT_OUT;
  }

  /**
   * It has the components of other objects as well now.
   *
   * @param isWanted whether the options want it as it is now
   */
  synchronized void joined(Spool.Slot whole, boolean guests, boolean isWanted, String why) {
    content = whole;
    hasGuests = guests;
    action = isWanted ? null : Action.LEFT_OUT;
    reason = isWanted ? why : "the options leave it out";
    isAltered = isWanted && why != null;
  }

  public synchronized String uid() {
    return uid;
  }

  public String type() {
    return type;
  }

  /** Whether a server may tell somebody about it. */
  public synchronized boolean hasGuests() {
    return hasGuests;
  }

  public synchronized Spool.Slot content() {
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
  public synchronized void standsAs(String otherName) {
    reason = "not written: " + otherName + ", which says the same, is there under its UID";
    isAltered = true;
  }

  /**
   * Whether it is there with other bytes than it came with, and why that is so: {@link #reason()}.
   */
  synchronized boolean isAltered() {
    return isAltered && action != Action.REFUSED && action != Action.KEEP && isOfSnapshot();
  }

  /** What the object says, wherever it is; null when that is not known. */
  synchronized Spool.Slot text() {
    return isOfSnapshot() ? content : seen;
  }

  /** Where it is kept how what is there differs; null when it does not, or is not known. */
  synchronized Spool.Slot changes() {
    return changes;
  }

  synchronized void changes(Spool.Slot kept) {
    changes = kept;
  }

  RecordResult answer() {
    return answer;
  }

  /** What the target has in its place, null when nothing. */
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

  /** Decides; what was decided before stays. */
  synchronized void decide(Action what, String why) {
    if (action == null) {
      action = what;
      reason = why == null ? reason : why;
    }
  }

  /** It is not written after all. */
  public synchronized void refuse(String why) {
    action = Action.REFUSED;
    reason = why;
  }

  /** It stays as it is after all. */
  public synchronized void keep(String why) {
    action = Action.KEEP;
    reason = why;
  }

  /** Where it was written to, null when it was not. */
  public synchronized Member written() {
    return written;
  }

  /** Why it is in doubt whether what is there is ours, null when it is not. */
  public synchronized Doubt doubt() {
    return doubt;
  }

  public synchronized void written(Member member, Doubt inDoubtBecause) {
    written = member;
    doubt = inDoubtBecause;
  }

  /** The server keeps it in other words, which say the same. */
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
   * Nothing more is to come of it.
   *
   * @param why null when it went well
   * @param title what it is, for whoever reads why; null when nobody does
   * @return whether that is new
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
