package caldavbackup.restore.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Relates an object of the plan to other objects with the same UID, and records which parts of it
 * are not restored.
 */
public final class Kinship {
  private final List<ObjectPlan> followers = new ArrayList<>(0);
  private boolean mayHoldVersions;
  private int repeats;
  private int older;
  private ObjectPlan sibling;
  private ObjectPlan rival;
  private boolean mayGoApart;
  private String lost;
  private boolean isOfNamed;

  /**
   * Returns another object of the same calendar and UID that a server had beside it and that is
   * written first; null if there is none.
   */
  public synchronized ObjectPlan sibling() {
    return sibling;
  }

  public synchronized void sibling(ObjectPlan first) {
    sibling = first;
  }

  /**
   * Returns an object of the same UID and another type that has priority; null if there is none.
   */
  public synchronized ObjectPlan rival() {
    return rival;
  }

  public synchronized void rival(ObjectPlan first) {
    rival = first;
  }

  /**
   * Sets whether the refusal because of its rival applies only if the calendar, once created,
   * accepts both types.
   */
  public synchronized void mayGoApart(boolean may) {
    mayGoApart = may;
  }

  public synchronized boolean mayGoApart() {
    return mayGoApart;
  }

  /** Sets whether it is restored only because the user named another object of its UID. */
  synchronized void isOfNamed(boolean is) {
    isOfNamed = is;
  }

  synchronized boolean isOfNamed() {
    return isOfNamed;
  }

  /** Sets whether it has several components, some of which may be versions of each other. */
  synchronized void mayHoldVersions(boolean may) {
    mayHoldVersions = may;
  }

  synchronized boolean mayHoldVersions() {
    return mayHoldVersions;
  }

  /** Counts components in its file that have the same meaning as a restored one. */
  synchronized void addRepeats(int many) {
    repeats += many;
  }

  synchronized int repeats() {
    return repeats;
  }

  /** Counts components in its file that are older versions of others. */
  synchronized void addOlder(int many) {
    older += many;
  }

  synchronized int older() {
    return older;
  }

  /** Returns the objects that are restored as parts of this one. */
  synchronized List<ObjectPlan> followers() {
    return List.copyOf(followers);
  }

  /** Adds an object that is restored as a part of this one. */
  synchronized void follow(ObjectPlan part) {
    followers.add(part);
  }

  /**
   * Records the parts of it that a newer version in another file, or elsewhere in its own file,
   * replaces.
   */
  synchronized void lost(String what) {
    lost = what;
  }

  /** Returns these parts in words; null if there are none. */
  synchronized String lost() {
    return lost;
  }
}
