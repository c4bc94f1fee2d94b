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

/** What the calendar on the server has, and which objects of the plan that stands for. */
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
   * Nothing is known of it yet.
   *
   * @param index the objects of the plan
   */
  TargetObjects(CalendarPlan calendar, ObjectIndex index) {
    this.calendar = calendar;
    this.index = index;
  }

  /** An object that it has. */
  void found(Member member) {
    ObjectPlan object = index.named(member.name());
    if (object == null) {
      others.put(member.name(), member);
    } else {
      object.found(member);
    }
  }

  /** What is not in the backup is to be named, too: so it is read. */
  void nameOthers() {
    namesOthers = true;
    areOthersRead = true;
  }

  /** Whether what is not in the backup is to be named. */
  boolean namesOthers() {
    return namesOthers;
  }

  /** One of its objects that is none of ours says this. */
  void saw(Member member, Spool.Slot text) {
    seen.put(member.name(), text);
  }

  /** What one of its objects says; null when it was not read. */
  Spool.Slot seen(Member member) {
    return seen.get(member.name());
  }

  /** What it has and the snapshot has not. */
  List<Member> others() {
    return List.copyOf(others.values());
  }

  /**
   * The next of its objects that must be read to know what is equal: those of the same names, and
   * all others as well when one of ours might be among them under another name. It is asked for
   * when all before were compared.
   *
   * @return empty when there is nothing more to read
   */
  List<Member> nextToCompare() {
    if (toRead.isEmpty() && !areSameNamesAsked) {
      areSameNamesAsked = true;
      toRead.addAll(Batches.of(toCompare(), this::length));
    }
    if (toRead.isEmpty() && isAnyLetAlone && !areOthersRead) { // ours may be among the others
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

  /** As long as the server says, or else as ours of that name is. */
  private long length(Member member) {
    ObjectPlan ours = index.named(member.name());
    return member.length() >= 0 || ours == null ? member.length() : ours.content().length();
  }

  /**
   * The target has an object that cannot be read: what it says is not known, nor whether it is one
   * of ours under another name. One that was deleted since it was listed is not there.
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
          "calendar {}: {} cannot be read, and may be an object of the backup under another name:"
              + " {}",
          calendar.there().label(),
          member.name(),
          failure.getMessage());
    }
  }

  /** Why the target's object of the same name could not be compared; null when it was. */
  String whyUnread(ObjectPlan object) {
    return unread.get(object);
  }

  /** The object of ours that an object of the target stands for; null when none. */
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
        return null; // the same UID twice: the one of the same name is it
      }
    }
    return object;
  }

  /** Whether what the target has under the object's name is another event. */
  private boolean isAnother(ObjectPlan object, String uid) {
    return uid != null
        && object.uid() != null
        && object.there() != null
        && object.action() == null
        && !plain(uid).equals(plain(object.uid()))
        && !uid.equals(
            RestorePlan.newUid(object.uid(), calendar.target())); // a restore gave it to ours
  }

  /** Servers write anew what is escaped, and blanks at the end. */
  private static String plain(String uid) {
    return uid.replaceAll("\\\\(.)", "$1").strip();
  }

  /** What the target has under the object's name stays; the object gets another name. */
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
