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
 * Settles which objects of one restore are one: a calendar holds each UID once (RFC 4791, section
 * 4.1). A series and its overrides become one object, whichever files they lie in; of several
 * versions the newer is restored, and each other one is named with the file that has the newer. A
 * version that option {@code only} names wins over one that it does not name.
 *
 * <p>What a server itself had as several objects of one UID goes back as it was, the newest first.
 * An event and a task of one UID are both restored only where they go to different calendars.
 */
final class Siblings {
  private final RestorePlan plan;
  private final ObjectSelection selection;

  Siblings(RestorePlan plan, ObjectSelection selection) {
    this.plan = plan;
    this.selection = selection;
  }

  /** Joins what goes into the same calendar; where each calendar goes is known by now. */
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

  /** The objects that share a UID with another; and those that hold versions within themselves. */
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

  /** The name that it would have without those that lost to it, when no other has that now. */
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

  /** The newest first: where a server takes only one of them, it is that one. */
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

  /** Joins objects of one UID and one type; returns the one that stands for all. */
  private ObjectPlan join(List<ObjectPlan> all) throws IOException {
    List<ObjectPlan> whole = new ArrayList<>();
    List<ObjectPlan> broken = new ArrayList<>();
    for (ObjectPlan object : all) {
      Versions.Result alone = Versions.join(List.of(source(object)));
      (alone == null ? broken : whole).add(object);
    }
    if (whole.isEmpty()) {
      whole.add(broken.remove(0)); // the server may judge
    }
    ObjectPlan base = whole.get(0);
    Versions.Result result = Versions.join(sources(whole));
    if (result != null) {
      base = whole.get(result.base());
      apply(whole, result);
    }
    for (ObjectPlan object : broken) {
      object.calendar().setAside(object);
      object.refuse("it is broken, and has the UID of what is in " + base.path());
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

  /** How many components of an object are not in the result for the sake of others of its file. */
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

  /** What of an object is not restored, for the sake of which other files; null when all is. */
  private static String lost(int source, List<ObjectPlan> objects, Versions.Result result) {
    Set<String> files = new LinkedHashSet<>();
    Set<String> overrides = new LinkedHashSet<>();
    boolean isSame = isOnlyRepeated(source, result);
    boolean isWhole = !result.used().contains(source);
    for (Versions.Loss loss : result.losses()) {
      if (loss.source() == source && (isSame || !loss.isSame())) {
        boolean isHere = loss.winner() == source;
        files.add(isHere ? "the same file" : objects.get(loss.winner()).path());
        overrides.add(loss.recurrence() == null ? "the event" : "that of " + loss.recurrence());
      }
    }
    if (files.isEmpty()) {
      return null;
    }
    String where = String.join(", ", files);
    if (isWhole && !isSame && objects.get(source).kinship().isOfNamed()) {
      return "another version than that in " + where + ", which option only names";
    }
    if (isWhole) {
      return isSame ? "says the same as " + where : "an older version than that in " + where;
    }
    String what = overrides.stream().limit(3).collect(Collectors.joining(", "));
    return isSame
        ? "stands there again in " + where
        : "an older version of it (%s) was left out for that in %s".formatted(what, where);
  }

  /** Objects of several calendars, or with made-up names, may be called alike. */
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
