package caldavbackup.restore.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Finds objects of a calendar of the plan by name and UID, to match them with existing objects. */
final class ObjectIndex {
  private final Map<String, ObjectPlan> byName = new HashMap<>();
  private final Map<String, ObjectPlan> byUid = new HashMap<>();

  /** Returns the object with this name; null if there is none. */
  ObjectPlan named(String name) {
    return byName.get(name);
  }

  /** Returns the object with this UID; null if there is none. */
  ObjectPlan ofUid(String uid) {
    return byUid.get(uid);
  }

  /** Adds an object; an earlier one with the same name or UID has priority. */
  void add(ObjectPlan object) {
    byName.putIfAbsent(object.name(), object);
    if (object.uid() != null) {
      byUid.putIfAbsent(object.uid(), object);
    }
  }

  /** Gives this object priority for its name and UID. */
  void prefer(ObjectPlan object) {
    ObjectPlan named = byName.get(object.name());
    if (named == null
        || Objects.equals(named.uid(), object.uid())) { // else one of the two is renamed
      byName.put(object.name(), object);
    }
    if (object.uid() != null) {
      byUid.put(object.uid(), object);
    }
  }

  /** Removes this object. */
  void remove(ObjectPlan object) {
    byName.remove(object.name(), object);
    byUid.remove(object.uid(), object);
  }

  /** Renames an object. */
  void rename(ObjectPlan object, String name) {
    byName.remove(object.name(), object);
    object.rename(name);
    byName.putIfAbsent(name, object);
  }
}
