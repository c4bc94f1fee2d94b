package caldavbackup.restore.plan;

import caldavbackup.caldav.Member;
import caldavbackup.text.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The objects of the calendar on the server, matched with the objects of the plan. */
final class TargetObjects {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  private final CalendarPlan calendar;
  private final ObjectIndex index;
  private final Map<String, Member> others = new LinkedHashMap<>();
  private final Deque<List<Member>> toRead = new ArrayDeque<>();
  private final Map<ObjectPlan, String> unread = new HashMap<>();
  private final Map<String, Spool.Slot> seen = new HashMap<>();
  private boolean areSameNamesAsked;
  private boolean areOthersRead;
  private boolean isAnyLetAlone;
  private boolean namesOthers;

  /**
   * Creates an empty state.
   *
   * @param index the objects of the plan
   */
  TargetObjects(CalendarPlan calendar, ObjectIndex index) {
    this.calendar = calendar;
    this.index = index;
  }

  /** Adds an object of the calendar. */
  void found(Member member) {
    ObjectPlan object = index.named(member.name());
    if (object == null) {
      others.put(member.name(), member);
    } else {
      object.found(member);
    }
  }

  /** Requests that objects outside of the backup are read, so that they can be named. */
  void nameOthers() {
    namesOthers = true;
    areOthersRead = true;
  }

  /** Returns whether objects outside of the backup are named. */
  boolean namesOthers() {
    return namesOthers;
  }

  /** Records the text of an object that matches none of the plan. */
  void saw(Member member, Spool.Slot text) {
    seen.put(member.name(), text);
  }

  /** Returns the text of an object of the calendar; null if it was not read. */
  Spool.Slot seen(Member member) {
    return seen.get(member.name());
  }

  /** Returns the objects that are in the calendar but not in the snapshot. */
  List<Member> others() {
    return List.copyOf(others.values());
  }

  /**
   * Returns the next objects of the calendar to read for the comparison: those with the same names,
   * and all others if one of them may match under another name. Call it after all previous ones
   * were compared.
   *
   * @return an empty list if there is nothing more to read
   */
  List<Member> nextToCompare() {
    if (toRead.isEmpty() && !areSameNamesAsked) {
      areSameNamesAsked = true;
      toRead.addAll(Batches.of(toCompare(), this::length));
    }
    if (toRead.isEmpty() && isAnyLetAlone && !areOthersRead) { // a match may be among the others
      areOthersRead = true;
      toRead.addAll(Batches.ofMembers(others()));
    }
    return toRead.isEmpty() ? List.of() : toRead.poll();
  }

  private List<Member> toCompare() {
    List<Member> members = new ArrayList<>();
    for (ObjectPlan object : calendar.objects()) {
      if (object.action() == null) {
        if (object.there() == null) {
          areOthersRead = true;
        } else {
          members.add(object.there());
        }
      }
    }
    if (areOthersRead) {
      members.addAll(others.values());
    }
    return members;
  }

  /**
   * Returns the size that the server reports, or else the size of the planned object with the same
   * name.
   */
  private long length(Member member) {
    ObjectPlan ours = index.named(member.name());
    return member.length() >= 0 || ours == null ? member.length() : ours.content().length();
  }

  /**
   * Records an object of the calendar that cannot be read. Its text is unknown, and it may match an
   * object of the plan under another name. An object that was deleted after it was listed does not
   * exist.
   */
  void unread(Member member, Failure failure) {
    ObjectPlan object = index.named(member.name());
    if (failure.kind() == Failure.Kind.GONE) {
      others.remove(member.name());
      if (object != null) {
        object.found(null);
      }
    } else if (object != null) {
      unread.put(object, failure.getMessage());
    } else {
      LOG.warn(
          "calendar {}: {} cannot be read, but may be an object of the backup under another name:"
              + " {}",
          calendar.there().label(),
          member.name(),
          failure.getMessage());
    }
  }

  /**
   * Returns why the existing object of the same name could not be compared; null if it was
   * compared.
   */
  String whyUnread(ObjectPlan object) {
    return unread.get(object);
  }

  /** Returns the object of the plan that matches an existing object; null if none does. */
  ObjectPlan counterpart(String name, String uid) {
    ObjectPlan object = index.named(name);
    if (object != null && isAnother(object, uid)) {
      letAlone(object);
      object = null;
    }
    if (object == null && uid != null) {
      object = index.ofUid(uid);
      if (object != null && object.there() == null) {
        object.found(others.remove(name));
      } else if (object != null) {
        return null; // the UID occurs twice: the object with the same name matches
      }
    }
    return object;
  }

  /** Returns whether the existing object with the object's name is another event. */
  private boolean isAnother(ObjectPlan object, String uid) {
    return uid != null
        && object.uid() != null
        && object.there() != null
        && object.action() == null
        && !plain(uid).equals(plain(object.uid()))
        && !uid.equals(
            RestorePlan.newUid(object.uid(), calendar.target())); // a previous restore assigned it
  }

  /** Normalizes a UID: servers change escapes and trailing blanks. */
  private static String plain(String uid) {
    return uid.replaceAll("\\\\(.)", "$1").strip();
  }

  /** Keeps the existing object with the object's name; the object gets another name. */
  private void letAlone(ObjectPlan object) {
    isAnyLetAlone = true;
    Member stranger = object.there();
    others.put(stranger.name(), stranger);
    object.found(null);
    String name = ObjectNames.of(object.uid());
    for (int n = 2; index.named(name) != null || others.containsKey(name); n++) {
      name = ObjectNames.of(object.uid() + "/" + n);
    }
    index.rename(object, name);
  }
}
