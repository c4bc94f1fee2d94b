package caldavbackup.restore.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The objects of a calendar of the plan by their names and UIDs: what is there is looked for here.
 */
final class ObjectIndex {
  private final Map<String, ObjectPlan> byName = new HashMap<>();
  private final Map<String, ObjectPlan> byUid = new HashMap<>();

  /** The object of this name; null when there is none. */
  ObjectPlan named(String name) {
    return byName.get(name);
  }

  /** The object of this UID; null when there is none. */
  ObjectPlan ofUid(String uid) {
    return byUid.get(uid);
  }

  /** One more; what came before it under the same name or UID stays. */
  void add(ObjectPlan object) {
    byName.putIfAbsent(object.name(), object);
    if (object.uid() != null) {
      byUid.putIfAbsent(object.uid(), object);
    }
  }

  /** This object is found under its name and UID, no other. */
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

  /** This object is not found any more. */
  void remove(ObjectPlan object) {
    byName.remove(object.name(), object);
    byUid.remove(object.uid(), object);
  }

  /** Gives an object another name. */
  void rename(ObjectPlan object, String name) {
    byName.remove(object.name(), object);
    object.rename(name);
    byName.putIfAbsent(name, object);
  }
}
