package caldavbackup.contents;

import caldavbackup.ical.ObjectChanges;
import caldavbackup.ical.ObjectSelection;
import caldavbackup.restore.plan.CalendarChanges;
import caldavbackup.restore.plan.Difference;
import caldavbackup.restore.plan.Difference.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The differences between two folders, by meaning. Calendars correspond if their folders have the
 * same name, else if their display names are equal. Objects correspond by UID, else by file name. A
 * folder that is itself a calendar is compared with the only calendar of the other folder.
 */
public final class FolderDifferences {
  private static final ObjectChanges NONE = new ObjectChanges(List.of());
  private static final List<String> PROPERTIES =
      List.of("displayname", "description", "color", "order", "timezone");

  private final ObjectSelection selection;
  private final Consumer<Difference> taker;
  private final Set<StoredObject> damaged = new HashSet<>();
  private final Set<String> unread = new HashSet<>();

  private FolderDifferences(ObjectSelection selection, Consumer<Difference> taker) {
    this.selection = selection;
    this.taker = taker;
  }

  /**
   * Compares two folders.
   *
   * @param selection selects the objects; an object is compared if it is selected in either folder
   * @param taker receives each difference
   * @throws IOException when the temporary files cannot be read
   */
  public static void tell(
      FolderContents first,
      FolderContents second,
      ObjectSelection selection,
      Consumer<Difference> taker)
      throws IOException {
    new FolderDifferences(selection, taker).compare(first, second);
  }

  private void compare(FolderContents first, FolderContents second) throws IOException {
    for (FolderContents contents : List.of(first, second)) {
      for (Problem problem : contents.problems()) {
        taker.accept(
            Difference.unread(
                null,
                null,
                problem.path(),
                problem.sentence() + " (in " + contents.folder() + ")"));
      }
    }
    for (FolderContents contents : List.of(first, second)) {
      for (StoredCalendar calendar : contents.calendars()) {
        calendar.objects().stream()
            .filter(object -> object.isWholeFile() && contents.isDamaged(object.path()))
            .forEach(damaged::add);
      }
      contents.problems().stream()
          .map(Problem::path)
          .filter(path -> path != null && Files.isRegularFile(contents.folder().resolve(path)))
          .filter(path -> isNoObject(contents, path))
          .forEach(unread::add);
    }
    Set<StoredCalendar> left = new LinkedHashSet<>(second.calendars());
    boolean areSingle =
        first.calendars().size() == 1
            && left.size() == 1
            && (isCalendar(first.calendars()) || isCalendar(second.calendars()));
    for (StoredCalendar calendar : first.calendars()) {
      StoredCalendar other =
          areSingle ? second.calendars().get(0) : counterpart(calendar, first, left);
      left.remove(other);
      if (other == null) {
        only(Kind.CALENDAR_ONLY_FIRST, Kind.ONLY_FIRST, calendar);
      } else {
        compare(calendar, other);
      }
    }
    for (StoredCalendar calendar : left) {
      only(Kind.CALENDAR_ONLY_SECOND, Kind.ONLY_SECOND, calendar);
    }
  }

  /** Returns whether the folder is itself a calendar. */
  private static boolean isCalendar(List<StoredCalendar> calendars) {
    return calendars.get(0).path().isEmpty();
  }

  /** Returns whether no object was read from this file. */
  private static boolean isNoObject(FolderContents contents, String path) {
    return contents.calendars().stream()
        .flatMap(calendar -> calendar.objects().stream())
        .noneMatch(object -> object.path().equals(path));
  }

  private static StoredCalendar counterpart(
      StoredCalendar calendar, FolderContents first, Set<StoredCalendar> left) {
    for (StoredCalendar other : left) {
      if (other.name().equals(calendar.name())) {
        return other;
      }
    }
    for (StoredCalendar other : left) {
      boolean isNamesake = // another calendar has the name of this one's folder
          first.calendars().stream().anyMatch(one -> one.name().equals(other.name()));
      if (!isNamesake && other.label().equals(calendar.label())) {
        return other;
      }
    }
    return null;
  }

  private void only(Kind kind, Kind ofObjects, StoredCalendar calendar) throws IOException {
    taker.accept(Difference.ofCalendar(kind, calendar.name(), calendar.label(), NONE));
    for (StoredObject object : calendar.objects()) {
      only(ofObjects, calendar, object);
    }
  }

  private void only(Kind kind, StoredCalendar calendar, StoredObject object) throws IOException {
    byte[] bytes = object.bytes();
    if (!damaged.contains(object) && selection.wants(bytes)) {
      taker.accept(
          Difference.ofObject(kind, calendar.name(), calendar.label(), object.path(), bytes, NONE));
    }
  }

  private void compare(StoredCalendar first, StoredCalendar second) throws IOException {
    ObjectChanges properties =
        CalendarChanges.of(PROPERTIES, properties(first), properties(second));
    if (!properties.isEmpty()) {
      taker.accept(
          Difference.ofCalendar(Kind.CALENDAR_CHANGED, first.name(), first.label(), properties));
    }
    Map<String, List<StoredObject>> others = new HashMap<>();
    for (StoredObject object : second.objects()) {
      others.computeIfAbsent(key(object), key -> new ArrayList<>()).add(object);
    }
    Map<StoredObject, StoredObject> pairs = pairs(first, others);
    Set<StoredObject> left = new LinkedHashSet<>(second.objects());
    left.removeAll(new HashSet<>(pairs.values()));
    Set<String> unknown = unknown(first, second);
    for (StoredObject object : first.objects()) {
      StoredObject other = pairs.get(object);
      if (other != null) {
        compare(first, object, other);
      } else if (!unknown.contains(fileName(object))) {
        only(Kind.ONLY_FIRST, first, object);
      }
    }
    for (StoredObject object : left) {
      if (!unknown.contains(fileName(object))) {
        only(Kind.ONLY_SECOND, second, object);
      }
    }
  }

  private static List<String> properties(StoredCalendar calendar) {
    return Arrays.asList(
        calendar.displayName(),
        calendar.description(),
        calendar.color(),
        calendar.order(),
        calendar.timezone());
  }

  private static String key(StoredObject object) {
    return object.uid() == null ? "\n" + fileName(object) : object.uid();
  }

  private static String fileName(StoredObject object) {
    return object.path().substring(object.path().lastIndexOf('/') + 1);
  }

  /** Pairs the objects. Of several with one UID, those with equal file names are paired first. */
  private static Map<StoredObject, StoredObject> pairs(
      StoredCalendar first, Map<String, List<StoredObject>> others) {
    Map<StoredObject, StoredObject> pairs = new HashMap<>();
    for (boolean isSameName : List.of(true, false)) {
      for (StoredObject object : first.objects()) {
        List<StoredObject> left = others.getOrDefault(key(object), List.of());
        StoredObject other =
            pairs.containsKey(object)
                ? null
                : left.stream()
                    .filter(one -> !isSameName || fileName(one).equals(fileName(object)))
                    .findFirst()
                    .orElse(null);
        if (other != null) {
          pairs.put(object, other);
          left.remove(other);
        }
      }
    }
    return pairs;
  }

  /**
   * Returns the names of files whose objects are not known. An incomplete text may lack the UID.
   */
  private Set<String> unknown(StoredCalendar first, StoredCalendar second) {
    Set<String> unknown = new HashSet<>();
    for (StoredObject object : damaged) {
      if (object.calendar() == first || object.calendar() == second) {
        unknown.add(fileName(object));
      }
    }
    for (StoredCalendar calendar : List.of(first, second)) {
      String prefix = calendar.path().isEmpty() ? "" : calendar.path() + "/";
      unread.stream()
          .filter(path -> path.startsWith(prefix))
          .forEach(path -> unknown.add(path.substring(prefix.length())));
    }
    return unknown;
  }

  private void compare(StoredCalendar calendar, StoredObject first, StoredObject second)
      throws IOException {
    if (damaged.contains(first) || damaged.contains(second)) {
      return; // a problem that is already reported
    }
    byte[] one = first.bytes();
    byte[] other = second.bytes();
    if (Arrays.equals(one, other) || !(selection.wants(one) || selection.wants(other))) {
      return;
    }
    ObjectChanges changes = ObjectChanges.between(one, other);
    if (!changes.isEmpty()) {
      taker.accept(
          Difference.ofObject(
              Kind.CHANGED, calendar.name(), calendar.label(), first.path(), one, changes));
    }
  }
}
