package caldavbackup.restore;

import caldavbackup.account.Failure;
import caldavbackup.account.Options;
import caldavbackup.dav.CalendarProperties;
import caldavbackup.ical.CalendarLabel;
import caldavbackup.ical.ComponentType;
import caldavbackup.ical.Invitation;
import caldavbackup.ical.ObjectSelection;
import caldavbackup.ical.ObjectSplitter;
import caldavbackup.ical.SplitObject;
import caldavbackup.ical.TypeSplitter;
import caldavbackup.ical.Uid;
import caldavbackup.snapshot.CalendarFiles;
import caldavbackup.snapshot.SnapshotNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Takes the records of a snapshot, in whatever order they come, into a plan. */
final class Intake {
  private static final Set<String> VDIR_FILES =
      Set.of("color", "description", "displayname", "order");

  private final RestorePlan plan;
  private final ObjectSelection selection;
  private final Map<String, CalendarPlan> byPath = new HashMap<>();
  private final Map<String, CalendarPlan> exported = new HashMap<>();
  private final Beside beside = new Beside();
  private final AppleBundle bundle = new AppleBundle();

  Intake(RestorePlan plan, Options options) {
    this.plan = plan;
    this.selection = new ObjectSelection(options.components(), options.since(), options.until());
  }

  /** Which objects are wanted. */
  ObjectSelection selection() {
    return selection;
  }

  /** Takes one record of the snapshot, whatever it is. */
  void take(Item item) throws IOException {
    Answer answer = plan.answer(item);
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
    if (directory.startsWith("/.") || (isHidden && !isObject)) {
      return; // no calendar, no object of one (vdir): somebody's notes beside them
    }
    if (directory.lastIndexOf('/') > 0) {
      answer.failed("a calendar holds no folders");
    } else if (item.directory()) {
      calendar(directory);
    } else if (item.error() != null) {
      answer.failed(item.error());
      calendar(directory).broken();
    } else if (item.name().equals(CalendarFiles.IDENTITY)) {
      identity(item, answer);
    } else if (VDIR_FILES.contains(item.name())) {
      calendar(directory).add(property(item));
    } else if (isObject) {
      object(item, answer);
    } else if (!directory.equals("/")) {
      answer.failed("not a calendar object: its name does not end in .ics");
    } else {
      answer.failed(Beside.refusal(item));
    }
  }

  private void takeOfBundle(Item item, Answer answer) throws IOException {
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
      String name = segment(title);
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

  private void identity(Item item, Answer answer) {
    try {
      calendar(item.parent())
          .identity(
              CalendarFiles.parse(item.bytes()), CalendarFiles.isFiltered(item.bytes()), answer);
    } catch (Failure e) {
      answer.failed(e.getMessage());
    }
  }

  private static CalendarProperties.Property property(Item item) {
    return CalendarProperties.of(
        item.name(), new String(item.bytes(), StandardCharsets.UTF_8).strip());
  }

  private void object(Item item, Answer answer) throws IOException {
    String name = SnapshotNames.name(item.name());
    add(calendar(item.parent()), item.path(), name, item.bytes(), answer);
  }

  private void add(CalendarPlan calendar, String path, String name, byte[] bytes, Answer answer)
      throws IOException {
    ObjectPlan object =
        new ObjectPlan(
            path,
            name,
            new Uid().of(bytes),
            ComponentType.of(bytes),
            Invitation.of(bytes).hasGuests(),
            plan.keep(bytes),
            answer);
    object.mayHoldVersions(ComponentType.count(bytes) > 1);
    if (!selection.wants(bytes)) {
      object.decide(ObjectPlan.Action.LEFT_OUT, "the options leave it out");
    }
    calendar.add(object);
  }

  private void split(ObjectPlan file, CalendarPlan folder) throws IOException {
    byte[] bytes = plan.content(file);
    if (Beside.isBlank(bytes)) {
      plan.dissolve(file);
      file.answer().failed("the file is empty, there is nothing in it to restore");
      return;
    }
    ObjectSplitter.Result result = ObjectSplitter.split(bytes);
    List<SplitObject> objects = result.objects();
    boolean isCalendar = folder.path().equals("/") && result.isCalendar();
    boolean isSame = objects.size() == 1 && Arrays.equals(objects.get(0).bytes(), bytes);
    if (isSame && !isCalendar && TypeSplitter.split(bytes).size() == 1) {
      return; // one object as it should be, or nothing that can be split: the server may judge
    }
    plan.dissolve(file);
    CalendarPlan calendar = isCalendar ? exported(file, result.calendar()) : folder;
    for (SplitObject object : objects) {
      String name = objects.size() == 1 ? file.name() : ObjectNames.of(object.uid());
      for (byte[] part : TypeSplitter.split(object.bytes())) {
        add(calendar, file.path(), name, part, file.answer());
      }
    }
    if (!result.problems().isEmpty()) {
      file.answer().failed("not restored: " + String.join("; ", result.problems()));
    }
  }

  /** A last path segment that every server takes; some refuse all but a few characters. */
  private static String segment(String name) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9@._]+", "-")
            .replaceAll("^[-.]+|[-.]+$", "");
    return plain.isEmpty() ? "calendar-" + Integer.toHexString(name.hashCode()) : plain;
  }

  /** A file that is a whole calendar, called as it says or else as the file. */
  private CalendarPlan exported(ObjectPlan file, CalendarLabel label) {
    String stem = file.name().replaceAll("(?i)\\.ics$", "");
    String name = label.name() == null ? stem : label.name();
    CalendarPlan known = exported.get(name);
    if (known != null) {
      return known;
    }
    CalendarPlan calendar = new CalendarPlan(file.path(), segment(name));
    calendar.add(CalendarProperties.of("displayname", name));
    exported.put(name, calendar);
    if (label.description() != null) {
      calendar.add(CalendarProperties.of("description", label.description()));
    }
    if (label.color() != null) {
      calendar.add(CalendarProperties.of("color", label.color()));
    }
    return plan.add(calendar);
  }

  /**
   * All that was to be taken came: what is an export rather than a calendar's own object is split.
   */
  void complete() throws IOException {
    bundle.complete();
    Stream.of(beside.note(), bundle.note()).filter(Objects::nonNull).forEach(plan::note);
    if (plan.calendars().stream().allMatch(CalendarPlan::isEmpty)) {
      plan.veto("there is nothing to restore, no .ics file and no .calendar.json");
    }
    for (CalendarPlan calendar : plan.calendars()) {
      if (calendar.identity() == null) { // else it comes from a server as it is
        for (ObjectPlan object : List.copyOf(calendar.objects())) {
          split(object, calendar);
        }
      }
    }
    plan.complete();
  }
}
