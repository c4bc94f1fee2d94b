package caldavbackup.restore.plan;

import java.util.ArrayList;
import java.util.List;

/** What other objects of the same UID are to an object of the plan, and what of it is left out. */
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
   * Another object of the same calendar and UID that a server had beside it, and that is written
   * first; null when there is none.
   */
  public synchronized ObjectPlan sibling() {
    return sibling;
  }

  public synchronized void sibling(ObjectPlan first) {
    sibling = first;
  }

  /** An object of the same UID and another type that goes first; null when there is none. */
  public synchronized ObjectPlan rival() {
    return rival;
  }

  public synchronized void rival(ObjectPlan first) {
    rival = first;
  }

  /**
   * Whether it is refused for its rival, and that holds only when the calendar, once it is made,
   * takes both types.
   */
  public synchronized void mayGoApart(boolean may) {
    mayGoApart = may;
  }

  public synchronized boolean mayGoApart() {
    return mayGoApart;
  }

  /** It is restored only because the user named another object of its UID. */
  synchronized void isOfNamed(boolean is) {
    isOfNamed = is;
  }

  synchronized boolean isOfNamed() {
    return isOfNamed;
  }

  /** It has several components, some of which may be versions of each other. */
  synchronized void mayHoldVersions(boolean may) {
    mayHoldVersions = may;
  }

  synchronized boolean mayHoldVersions() {
    return mayHoldVersions;
  }

  /** So many more components of it stand in its file, and say the same as one that is restored. */
  synchronized void addRepeats(int many) {
    repeats += many;
  }

  synchronized int repeats() {
    return repeats;
  }

  /** So many components of it are older versions of others in the same file. */
  synchronized void addOlder(int many) {
    older += many;
  }

  synchronized int older() {
    return older;
  }

  /** The objects that are restored as parts of this one. */
  synchronized List<ObjectPlan> followers() {
    return List.copyOf(followers);
  }

  /** One more object is restored as a part of this one. */
  synchronized void follow(ObjectPlan part) {
    followers.add(part);
  }

  /** What of it is left out for a newer version in another file, or in another place of its own. */
  synchronized void lost(String what) {
    lost = what;
  }

  /** Null when nothing is. */
  synchronized String lost() {
    return lost;
  }
}
