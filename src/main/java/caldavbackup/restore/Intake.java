package caldavbackup.restore;

import caldavbackup.account.Failure;
import caldavbackup.account.Options;
import caldavbackup.dav.CalendarProperties;
import caldavbackup.ical.CalendarLabel;
import caldavbackup.ical.Comparison;
import caldavbackup.ical.ComponentType;
import caldavbackup.ical.Invitation;
import caldavbackup.ical.ObjectSelection;
import caldavbackup.ical.ObjectSplitter;
import caldavbackup.ical.SplitObject;
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
import java.util.Set;

/** Takes the records of a snapshot, in whatever order they come, into a plan. */
final class Intake {
  private static final Set<String> VDIR_FILES =
      Set.of("color", "description", "displayname", "order");

  private final RestorePlan plan;
  private final ObjectSelection selection;
  private final Map<String, CalendarPlan> byPath = new HashMap<>();
  private final Map<String, CalendarPlan> exported = new HashMap<>();

  Intake(RestorePlan plan, Options options) {
    this.plan = plan;
    this.selection = new ObjectSelection(options.components(), options.since(), options.until());
  }

  /** Takes one record of the snapshot, whatever it is. */
  void take(Item item) throws IOException {
    Answer answer = plan.answer(item);
    String directory = item.directory() ? item.path() : item.parent();
    boolean isObject = item.name().toLowerCase(Locale.ROOT).endsWith(".ics");
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
    if (!selection.wants(bytes)) {
      object.decide(ObjectPlan.Action.LEFT_OUT, "the options leave it out");
    }
    calendar.add(object);
  }

  private void split(ObjectPlan file, CalendarPlan folder) throws IOException {
    byte[] bytes = plan.content(file);
    ObjectSplitter.Result result = ObjectSplitter.split(bytes);
    List<SplitObject> objects = result.objects();
    boolean isCalendar = folder.path().equals("/") && result.isCalendar();
    boolean isSame = objects.size() == 1 && Arrays.equals(objects.get(0).bytes(), bytes);
    if (isSame && !isCalendar) {
      return; // one object as it should be, or nothing that can be split: the server may judge
    }
    folder.remove(file);
    CalendarPlan calendar = isCalendar ? exported(file, result.calendar()) : folder;
    for (SplitObject object : objects) {
      byte[] part = object.bytes();
      if (!hasAlready(calendar, object.uid(), part)) {
        String name = objects.size() == 1 ? file.name() : ObjectNames.of(object.uid());
        add(calendar, file.path(), name, part, file.answer());
      }
    }
    if (!result.problems().isEmpty()) {
      file.answer().failed("not restored: " + String.join("; ", result.problems()));
    }
    plan.settle(file, null);
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

  /** Google's exports hold the same calendar twice, a copy in {@code Name(1).ics}. */
  private boolean hasAlready(CalendarPlan calendar, String uid, byte[] bytes) throws IOException {
    ObjectPlan same = uid == null ? null : calendar.byUid(uid);
    return same != null
        && Comparison.of(plan.content(same), bytes).verdict() != Comparison.Verdict.DIFFERENT;
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
