package caldavbackup.restore.plan;

import caldavbackup.caldav.CalendarProperties;
import caldavbackup.ical.FileText;
import caldavbackup.ical.ObjectScan;
import caldavbackup.ical.ObjectSelection;
import caldavbackup.ical.ObjectSplitter;
import caldavbackup.ical.SplitObject;
import caldavbackup.ical.TypeSplitter;
import caldavbackup.options.Options;
import caldavbackup.snapshot.CalendarFiles;
import caldavbackup.snapshot.SnapshotNames;
import caldavbackup.text.Failure;
import caldavbackup.text.Shown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds the records of a snapshot, in any order, to a plan. */
final class PlanBuilder {
  /** What a restore does with a calendar whose identity is damaged; follows the reason. */
  static final String AS_FOLDER =
      ": its calendar is restored under the name of the folder and each file unchanged,"
          + " without the data that only this file has (time zone, component types and the like)";

  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  private final RestorePlan plan;
  private final ObjectSelection selection;
  private final Map<String, CalendarPlan> byPath = new HashMap<>();
  private final Beside beside = new Beside();
  private final AppleBundle bundle = new AppleBundle();
  private final List<String> names = new ArrayList<>();
  private final Exports exports;
  private final boolean isIntoOne;

  PlanBuilder(RestorePlan plan, Options options) {
    this(
        plan,
        new ObjectSelection(options.components(), options.since(), options.until()),
        options.calendar() != null);
  }

  /**
   * Creates a builder for this plan.
   *
   * @param isIntoOne whether all records go into one calendar
   */
  PlanBuilder(RestorePlan plan, ObjectSelection selection, boolean isIntoOne) {
    this.plan = plan;
    this.exports = new Exports(plan);
    this.isIntoOne = isIntoOne;
    this.selection = selection;
  }

  /** Returns the selection of objects. */
  ObjectSelection selection() {
    return selection;
  }

  /** Adds one record of the snapshot. */
  void take(RestoreFile item) throws IOException {
    RecordResult answer = plan.answer(item);
    String directory = item.directory() ? item.path() : item.parent();
    boolean isObject = item.name().toLowerCase(Locale.ROOT).endsWith(".ics");
    if (beside.leavesOut(item)) {
      return;
    }
    if (AppleBundle.isPart(item)) {
      takeOfBundle(item, answer);
      return;
    }
    boolean isHidden = item.name().startsWith(".") && !item.name().equals(CalendarFiles.IDENTITY);
    if (directory.startsWith("/.") && isObject) {
      beside.hidden();
    }
    if (directory.startsWith("/.") || (isHidden && !isObject)) {
      return; // neither a calendar nor an object (vdir): other files beside them
    }
    if (directory.lastIndexOf('/') > 0) {
      answer.failed("a calendar contains no folders");
    } else if (item.directory()) {
      calendar(directory);
    } else if (item.error() != null) {
      answer.failed(item.error());
      calendar(directory).completeness().broken();
    } else if (item.name().equals(CalendarFiles.IDENTITY)) {
      identity(item, answer);
    } else if (CalendarFiles.VDIR_FILES.contains(item.name())) {
      property(item, calendar(directory));
    } else if (isObject) {
      object(item, answer);
    } else if (!directory.equals("/")) {
      answer.failed("not a calendar object: its name does not end in .ics");
    } else {
      answer.failed(Beside.refusal(item));
    }
  }

  private void takeOfBundle(RestoreFile item, RecordResult answer) throws IOException {
    String calendar = AppleBundle.calendarOf(item);
    if (!item.directory() && item.error() != null) {
      answer.failed(item.error());
    } else if (calendar != null) {
      bundle.tookObject();
      add(calendar(calendar), item.path(), item.name(), item.bytes(), answer);
    } else if (AppleBundle.describedBy(item) != null) {
      describe(calendar(AppleBundle.describedBy(item)), item.bytes());
    } else {
      bundle.passOver(item, answer);
    }
  }

  private void describe(CalendarPlan calendar, byte[] plist) {
    String title = AppleBundle.said(plist, "Title");
    if (title != null) {
      String name = new Export(title, true, true).segment();
      boolean isTaken = plan.calendars().stream().anyMatch(one -> name.equals(one.folder()));
      calendar.folder(
          isTaken ? name + "-" + Integer.toHexString(calendar.path().hashCode()) : name);
      calendar.add(CalendarProperties.of("displayname", title));
    }
    String color = AppleBundle.said(plist, "Color");
    if (color != null) {
      calendar.add(CalendarProperties.of("color", color));
    }
  }

  private CalendarPlan calendar(String path) {
    return byPath.computeIfAbsent(path, p -> plan.add(new CalendarPlan(p)));
  }

  private void identity(RestoreFile item, RecordResult answer) {
    CalendarPlan calendar = calendar(item.parent());
    byte[] bytes = item.bytes();
    try {
      calendar.identity(CalendarFiles.parse(bytes), answer);
      calendar.completeness().says(CalendarFiles.count(bytes), CalendarFiles.isFiltered(bytes));
    } catch (Failure e) {
      calendar.damaged();
      answer.failed(e.getMessage() + AS_FOLDER);
    }
  }

  private void property(RestoreFile item, CalendarPlan calendar) {
    FileText text = FileText.of(item.bytes());
    warn(item.path(), text.notes());
    String value = text.string().strip();
    calendar.add(CalendarProperties.of(item.name(), value));
    if (item.name().equals("displayname")) {
      names.add(value);
    }
  }

  private void object(RestoreFile item, RecordResult answer) throws IOException {
    String name = SnapshotNames.name(item.name());
    add(calendar(item.parent()), item.path(), name, item.bytes(), answer);
  }

  private ObjectPlan add(
      CalendarPlan calendar, String path, String name, byte[] bytes, RecordResult answer)
      throws IOException {
    ObjectScan scan = ObjectScan.of(bytes, selection);
    ObjectPlan object =
        new ObjectPlan(
            path, name, scan.uid(), scan.type(), scan.hasGuests(), plan.keep(bytes), answer);
    object.kinship().mayHoldVersions(scan.components() > 1);
    object.setPlain(scan.isPlain());
    if (!scan.isWanted()) {
      object.decide(Action.LEFT_OUT, "excluded by the options");
    }
    calendar.add(object);
    return object;
  }

  private void split(ObjectPlan file, CalendarPlan folder, Root root) throws IOException {
    if (file.isPlain() && root != Root.EXPORTS) {
      return; // one well-formed object
    }
    byte[] bytes = plan.content(file);
    if (Beside.isBlank(bytes)) {
      plan.dissolve(file);
      file.answer().failed("the file is empty, there is nothing in it to restore");
      return;
    }
    ObjectSplitter.Result result = ObjectSplitter.split(bytes);
    warn(file.path(), result.notes());
    List<SplitObject> objects = result.objects();
    boolean isNothing = root != Root.NONE && result.isNothing();
    boolean isExport = !isNothing && root.takes(result);
    boolean isSame = objects.size() == 1 && Arrays.equals(objects.get(0).bytes(), bytes);
    if (isSame && !isExport && !isNothing && TypeSplitter.split(bytes).size() == 1) {
      return; // one well-formed object, or unsplittable text: the server decides
    }
    plan.dissolve(file);
    CalendarPlan calendar = isExport ? exports.of(file, result) : folder;
    for (SplitObject object : isNothing ? List.<SplitObject>of() : objects) {
      boolean isOfFile = object.uid() == null || (objects.size() == 1 && !isExport);
      byte[] whole = object.bytes();
      for (byte[] part : object.mayHoldTypes() ? TypeSplitter.split(whole) : List.of(whole)) {
        String name = isOfFile ? file.name() : nameOf(object.uid(), calendar);
        ObjectPlan added = add(calendar, file.path(), name, part, file.answer());
        added.kinship().addRepeats(object.repeats(added.type()));
      }
    }
    if (!result.problems().isEmpty()) {
      file.answer().failed("not restored: " + String.join("; ", result.problems()));
    }
  }

  /** The role of the files directly in the restored folder. */
  private enum Root {
    /** The folder is not the root, or the root is a calendar. */
    NONE,
    /** Files with a calendar name are calendars, others are objects. */
    MIXED,
    /** Each file is a calendar. */
    EXPORTS;

    boolean takes(ObjectSplitter.Result result) {
      return this == EXPORTS || (this == MIXED && result.isCalendar());
    }
  }

  private Root root(CalendarPlan folder) {
    boolean isCalendar = !folder.path().equals("/") || !folder.properties().isEmpty();
    return isCalendar
        ? Root.NONE
        : !isIntoOne && Exports.areSingles(singles(folder)) ? Root.EXPORTS : Root.MIXED;
  }

  private List<ObjectPlan> singles(CalendarPlan folder) throws UncheckedIOException {
    return folder.objects().stream()
        .filter(
            file -> {
              try {
                return file.isPlain() || !ObjectSplitter.split(plan.content(file)).isCalendar();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  private static String nameOf(String uid, CalendarPlan calendar) {
    String name = ObjectNames.of(uid);
    return calendar.hasName(name) ? ObjectNames.digested(uid) : name;
  }

  private static void warn(String path, List<String> notes) {
    if (!notes.isEmpty()) {
      LOG.warn("{} {}", Shown.path(path), String.join("; ", notes));
    }
  }

  /** Sorts the objects, so that the result does not depend on the order of the records. */
  private static List<ObjectPlan> inOrder(List<ObjectPlan> objects) {
    return objects.stream().sorted(Comparator.comparing(ObjectPlan::path)).toList();
  }

  /** Ends the intake: exported calendars are split into objects. */
  void complete() throws IOException {
    bundle.complete();
    Stream.of(beside.note(), beside.hiddenNote(), bundle.note())
        .filter(Objects::nonNull)
        .forEach(plan::note);
    if (plan.calendars().stream().allMatch(CalendarPlan::isEmpty)) {
      plan.veto("there is nothing to restore, no .ics file and no .calendar.json");
    }
    for (CalendarPlan calendar : plan.calendars()) {
      calendar.completeness().completed(calendar.objects().size());
      if (!calendar.isOfServer()) { // else it is restored unchanged
        Root root = root(calendar);
        for (ObjectPlan object : inOrder(calendar.objects())) {
          split(object, calendar, root);
        }
      } else if (calendar.identity() != null) {
        names.add(calendar.identity().segment());
        names.add(calendar.identity().label());
      }
    }
    byPath.values().stream().map(CalendarPlan::folder).filter(Objects::nonNull).forEach(names::add);
    exports.tellApart(names);
    plan.complete();
  }
}
