package caldavbackup.restore.plan;

import caldavbackup.ical.Invitation;
import caldavbackup.ical.ObjectSelection;
import caldavbackup.ical.Versions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Joins the objects of a restore that share a UID: a calendar contains each UID once (RFC 4791,
 * section 4.1). A series and its overrides from any files become one object. Of several versions
 * the newest is restored, and the report names each other one with the file of the newest. A
 * version that option {@code only} names takes precedence over others.
 *
 * <p>Several objects of one UID that a server itself had are restored separately, the newest first.
 * An event and a task of one UID are both restored only if they go to different calendars.
 */
final class Siblings {
  private final RestorePlan plan;
  private final ObjectSelection selection;

  Siblings(RestorePlan plan, ObjectSelection selection) {
    this.plan = plan;
    this.selection = selection;
  }

  /** Joins objects that go into the same calendar, after all targets are known. */
  void join() throws IOException {
    Map<String, List<CalendarPlan>> byTarget = new LinkedHashMap<>();
    for (CalendarPlan calendar : plan.calendars()) {
      if (calendar.target() != null && calendar.refusal() == null && !calendar.isLeftOut()) {
        byTarget.computeIfAbsent(calendar.target().url(), u -> new ArrayList<>()).add(calendar);
      }
    }
    for (List<CalendarPlan> calendars : byTarget.values()) {
      for (List<ObjectPlan> objects : ofOneUid(calendars)) {
        settle(objects);
      }
      nameApart(calendars);
    }
  }

  /** Returns groups of objects with the same UID, and objects that contain several versions. */
  private static Collection<List<ObjectPlan>> ofOneUid(List<CalendarPlan> calendars) {
    Map<String, ObjectPlan> first = new HashMap<>();
    Map<String, List<ObjectPlan>> shared = new LinkedHashMap<>();
    for (CalendarPlan calendar : calendars) {
      for (ObjectPlan object : calendar.objects()) {
        if (object.uid() == null || object.isUnnamed()) {
          continue;
        }
        ObjectPlan before = first.putIfAbsent(object.uid(), object);
        if (before != null) {
          shared.computeIfAbsent(object.uid(), u -> new ArrayList<>(List.of(before))).add(object);
        } else if (object.kinship().mayHoldVersions()) {
          shared.put(object.uid(), new ArrayList<>(List.of(object)));
        }
      }
    }
    return shared.values();
  }

  private void settle(List<ObjectPlan> objects) throws IOException {
    CalendarPlan calendar = objects.get(0).calendar();
    boolean isOfServer =
        calendar.isOfServer() && objects.stream().allMatch(o -> o.calendar() == calendar);
    Map<String, List<ObjectPlan>> byType = new LinkedHashMap<>();
    for (ObjectPlan object : objects) {
      byType.computeIfAbsent(String.valueOf(object.type()), t -> new ArrayList<>()).add(object);
    }
    if (isOfServer) {
      order(objects);
      return;
    }
    List<ObjectPlan> wholes = new ArrayList<>();
    for (List<ObjectPlan> same : byType.values()) {
      wholes.add(join(same));
    }
    ObjectPlan winner = newest(wholes);
    for (ObjectPlan whole : wholes) {
      if (whole != winner) {
        whole.kinship().rival(winner);
      }
    }
    nameAsAlone(winner);
    winner.calendar().prefer(winner);
  }

  /**
   * Gives the winner the name that it would have without the other objects, if that name is free.
   */
  private static void nameAsAlone(ObjectPlan winner) {
    String uid = winner.uid();
    String plain = ObjectNames.of(uid);
    boolean isMadeUp =
        winner.name().equals(ObjectNames.digested(uid)) && !winner.name().equals(plain);
    if (isMadeUp && !winner.calendar().hasName(plain)) {
      winner.calendar().rename(winner, plain);
    }
  }

  private ObjectPlan newest(List<ObjectPlan> objects) throws IOException {
    ObjectPlan newest = objects.get(0);
    for (ObjectPlan object : objects.subList(1, objects.size())) {
      boolean isOfNamed = object.kinship().isOfNamed();
      boolean isNewer =
          isOfNamed == newest.kinship().isOfNamed()
              ? Versions.compare(plan.content(object), plan.content(newest)) > 0
              : !isOfNamed;
      if (isNewer) {
        newest = object;
      }
    }
    return newest;
  }

  /** Sorts the newest first: it is the one that a server accepts if it accepts only one. */
  private void order(List<ObjectPlan> objects) throws IOException {
    Versions.Result result = Versions.join(sources(objects));
    ObjectPlan first = objects.get(result == null ? 0 : result.base());
    for (ObjectPlan object : objects) {
      if (object != first) {
        object.kinship().sibling(first);
      }
    }
  }

  private List<Versions.Source> sources(List<ObjectPlan> objects) throws IOException {
    List<Versions.Source> sources = new ArrayList<>();
    for (ObjectPlan object : objects) {
      sources.add(source(object));
    }
    return sources;
  }

  private Versions.Source source(ObjectPlan object) throws IOException {
    return new Versions.Source(object.path(), plan.content(object), object.kinship().isOfNamed());
  }

  /** Joins objects of one UID and one type; returns the object that represents all. */
  private ObjectPlan join(List<ObjectPlan> all) throws IOException {
    List<ObjectPlan> whole = new ArrayList<>();
    List<ObjectPlan> broken = new ArrayList<>();
    for (ObjectPlan object : all) {
      Versions.Result alone = Versions.join(List.of(source(object)));
      (alone == null ? broken : whole).add(object);
    }
    if (whole.isEmpty()) {
      whole.add(broken.remove(0)); // the server decides
    }
    ObjectPlan base = whole.get(0);
    Versions.Result result = Versions.join(sources(whole));
    if (result != null) {
      base = whole.get(result.base());
      apply(whole, result);
    }
    for (ObjectPlan object : broken) {
      object.calendar().setAside(object);
      object.refuse("it is damaged and has the same UID as an object in " + base.path());
    }
    base.calendar().prefer(base);
    return base;
  }

  private void apply(List<ObjectPlan> objects, Versions.Result result) throws IOException {
    ObjectPlan base = objects.get(result.base());
    Set<String> joined = new LinkedHashSet<>();
    boolean guests = base.hasGuests();
    for (int i = 0; i < objects.size(); i++) {
      ObjectPlan object = objects.get(i);
      object.kinship().addRepeats(within(i, true, result));
      object.kinship().addOlder(within(i, false, result));
      if (object == base) {
        continue;
      }
      object.calendar().setAside(object);
      String lost = lost(i, objects, result);
      if (result.used().contains(i)) {
        joined.add(object.path());
        guests |= object.hasGuests();
        object.joins(base, "restored as one object with " + base.path());
        object.kinship().lost(isOnlyRepeated(i, result) ? null : lost);
      } else {
        object.setAside(isOnlyRepeated(i, result) ? Action.REPEATED : Action.SUPERSEDED, lost);
      }
    }
    String lost = lost(result.base(), objects, result);
    if (!joined.isEmpty() || lost != null) {
      boolean isWanted = selection.wants(result.bytes());
      boolean hasGuests = guests || Invitation.of(result.bytes()).hasGuests();
      String with = joined.isEmpty() ? "" : "one object with " + String.join(", ", joined);
      base.joined(plan.keep(result.bytes()), hasGuests, isWanted, joined.isEmpty() ? null : with);
      base.kinship().lost(isOnlyRepeated(result.base(), result) ? null : lost);
    }
  }

  /** Returns the number of components of an object that others in the same file replace. */
  private static int within(int source, boolean isSame, Versions.Result result) {
    return (int)
        result.losses().stream()
            .filter(loss -> loss.source() == source && loss.winner() == source)
            .filter(loss -> loss.isSame() == isSame)
            .count();
  }

  private static boolean isOnlyRepeated(int source, Versions.Result result) {
    return result.losses().stream()
        .filter(loss -> loss.source() == source)
        .allMatch(Versions.Loss::isSame);
  }

  /**
   * Describes the parts of an object that are not restored and the files that replace them; null if
   * there are none.
   */
  private static String lost(int source, List<ObjectPlan> objects, Versions.Result result) {
    Set<String> files = new LinkedHashSet<>();
    Set<String> overrides = new LinkedHashSet<>();
    boolean isSame = isOnlyRepeated(source, result);
    boolean isWhole = !result.used().contains(source);
    for (Versions.Loss loss : result.losses()) {
      if (loss.source() == source && (isSame || !loss.isSame())) {
        boolean isHere = loss.winner() == source;
        files.add(isHere ? "the same file" : objects.get(loss.winner()).path());
        overrides.add(
            loss.recurrence() == null ? "the event" : "the occurrence of " + loss.recurrence());
      }
    }
    if (files.isEmpty()) {
      return null;
    }
    String where = String.join(", ", files);
    if (isWhole && !isSame && objects.get(source).kinship().isOfNamed()) {
      return "not the version in " + where + ", which option only names";
    }
    if (isWhole) {
      return isSame ? "has the same meaning as " + where : "older than the version in " + where;
    }
    String what = overrides.stream().limit(3).collect(Collectors.joining(", "));
    return isSame
        ? "occurs again in " + where
        : "an older version of it (%s) was replaced by the version in %s".formatted(what, where);
  }

  /**
   * Makes the names of objects unique. Objects of several calendars, or with generated names, may
   * have the same name.
   */
  private static void nameApart(List<CalendarPlan> calendars) {
    Set<String> names = new LinkedHashSet<>();
    for (CalendarPlan calendar : calendars) {
      for (ObjectPlan object : List.copyOf(calendar.objects())) {
        boolean isWritten = object.action() == null;
        if (isWritten && !names.add(object.name())) {
          calendar.rename(object, freeName(object, names));
          names.add(object.name());
        }
      }
    }
  }

  private static String freeName(ObjectPlan object, Set<String> names) {
    String uid = object.uid() == null ? object.path() : object.uid();
    String name = ObjectNames.of(uid);
    for (int n = 2; names.contains(name); n++) {
      name = ObjectNames.of(uid + "/" + object.type() + "/" + n);
    }
    return name;
  }
}
