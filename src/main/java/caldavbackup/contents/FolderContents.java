package caldavbackup.contents;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarProperties;
import caldavbackup.folder.FolderException;
import caldavbackup.folder.FolderRecords;
import caldavbackup.ical.ContentLine;
import caldavbackup.options.Selection;
import caldavbackup.restore.plan.CalendarPlan;
import caldavbackup.restore.plan.DiffSteps;
import caldavbackup.restore.plan.ObjectPlan;
import caldavbackup.restore.plan.Restorable;
import caldavbackup.text.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The calendars and objects in a folder, as a restore reads them. The folder can be a backup, a
 * vdir, the folder of one calendar, exports with many events in a file, or the output of {@code
 * plakar restore -to}.
 *
 * <p>The bytes of the objects are in a temporary file until this is closed. What cannot be read is
 * a {@link Problem}.
 */
public final class FolderContents implements Closeable {
  private final Path folder;
  private final Restorable restorable;
  private final List<StoredCalendar> calendars = new ArrayList<>();
  private final List<String> unwanted = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> notes = new ArrayList<>();
  private final Map<String, String> damaged = new LinkedHashMap<>();
  private final Set<String> damagedPaths = new HashSet<>();

  private FolderContents(Path folder, Restorable restorable) {
    this.folder = folder;
    this.restorable = restorable;
  }

  /** Reads all of a folder, as {@link #of(Path, Selection)}. */
  public static FolderContents of(Path folder) throws FolderException {
    return of(folder, new Selection(null, null));
  }

  /**
   * Reads a folder.
   *
   * @param selection selects the calendars
   * @throws FolderException when the folder does not exist, has no calendar, or none is selected
   */
  public static FolderContents of(Path folder, Selection selection) throws FolderException {
    FolderContents contents = ofAny(folder, selection);
    if (contents.calendars.isEmpty()) {
      try {
        contents.close();
      } catch (IOException e) {
        // the temporary file disappears with the process
      }
      throw new FolderException(
          "options 'calendars' and 'exclude_calendars' select no calendar of "
              + String.join(", ", contents.unwanted));
    }
    return contents;
  }

  /** Reads a folder as {@link #of(Path, Selection)}, but allows that no calendar is selected. */
  public static FolderContents ofAny(Path folder, Selection selection) throws FolderException {
    try {
      FolderContents contents =
          new FolderContents(folder, Restorable.of(FolderRecords.of(folder.toAbsolutePath())));
      try {
        contents.read(selection);
        return contents;
      } catch (FolderException | RuntimeException e) {
        contents.close();
        throw e;
      }
    } catch (IOException e) {
      throw new FolderException(folder + " cannot be read: " + Reason.of(e));
    } catch (OutOfMemoryError e) { // for example a whole home directory
      throw new FolderException(
          folder
              + " contains more than fits into memory: give the folder of the calendars, or set"
              + " CALDAV_JAVA_OPTS=-Xmx1g");
    }
  }

  private void read(Selection selection) throws FolderException {
    List<CalendarPlan> found = restorable.calendars();
    if (found.stream().allMatch(plan -> plan.identity() == null && plan.objects().isEmpty())) {
      throw new FolderException(
          folder
              + " contains no calendar: it has no .ics file and no .calendar.json"
              + firstProblem());
    }
    Map<String, Boolean> isWanted = new HashMap<>();
    Map<String, StoredCalendar> firstOf = new HashMap<>();
    Set<String> shared = new HashSet<>();
    for (CalendarPlan plan : found) {
      damaged.clear();
      StoredCalendar calendar = calendar(plan);
      boolean wanted =
          plan.folder() == null && plan.identity() == null
              || selection.wants(calendar.name(), calendar.displayName());
      isWanted.put(calendar.path(), wanted);
      for (StoredObject object : calendar.objects()) {
        if (object.uid() != null
            && firstOf.putIfAbsent(object.uid(), calendar) != null
            && firstOf.get(object.uid()) != calendar) {
          shared.add(object.uid());
        }
      }
      if (wanted) {
        damaged.forEach((path, sentence) -> problems.add(new Problem(path, sentence)));
        damagedPaths.addAll(damaged.keySet());
        calendars.add(calendar);
      } else {
        unwanted.add(calendar.name());
      }
    }
    for (StoredCalendar calendar : calendars) {
      calendar.objects().forEach(one -> one.isUidElsewhere(shared.contains(one.uid())));
    }
    restorable.problems().forEach(one -> add(problems, one, isWanted));
    restorable.notes().forEach(one -> add(notes, one, isWanted));
  }

  private String firstProblem() {
    return restorable.problems().stream()
        .findFirst()
        .map(one -> " (" + new Problem(relative(one.path()), one.sentence()).line() + ")")
        .orElse("");
  }

  private static void add(
      List<Problem> list, Restorable.Remark remark, Map<String, Boolean> isWanted) {
    String path = remark.path() == null ? null : relative(remark.path());
    if (path != null) {
      String top = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
      if (!isWanted.getOrDefault(path, isWanted.getOrDefault(top, true))) {
        return;
      }
    }
    list.add(new Problem(path, remark.sentence()));
  }

  /** Returns why the text of an object is not whole; null if it is. */
  private String damage(ObjectPlan object) throws FolderException {
    try {
      return DiffSteps.damage(restorable.content(object));
    } catch (IOException e) {
      throw new FolderException(folder + " cannot be read: " + Reason.of(e));
    }
  }

  private StoredCalendar calendar(CalendarPlan plan) throws FolderException {
    Calendar saved = plan.identity();
    StoredCalendar calendar =
        new StoredCalendar(relative(plan.path()), name(plan, saved), description(plan, saved));
    for (ObjectPlan object : restorable.objects(plan)) {
      String damage = restorable.isPlain(object) ? null : damage(object);
      if (damage != null) {
        damaged.put(relative(object.path()), damage);
      }
      calendar.add(
          new StoredObject(
              calendar,
              relative(object.path()),
              object.uid(),
              object.type(),
              restorable.isWholeFile(object),
              () -> restorable.content(object)));
    }
    return calendar;
  }

  private String name(CalendarPlan plan, Calendar saved) {
    if (saved != null) {
      return saved.segment();
    }
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return plan.folder() != null ? plan.folder() : last == null ? "/" : last.toString();
  }

  private static StoredCalendar.Description description(CalendarPlan plan, Calendar saved) {
    Map<String, String> said = new HashMap<>();
    for (CalendarProperties.Property property : plan.properties()) {
      said.put(property.name(), property.value());
    }
    if (saved == null) {
      String name = plan.displayName() == null ? plan.exportName() : plan.displayName();
      return new StoredCalendar.Description(
          name,
          said.get("color"),
          said.get("description"),
          tzid(said.get("timezone")),
          said.get("order"));
    }
    String zone = tzid(saved.timezone());
    return new StoredCalendar.Description(
        saved.displayName(),
        saved.color(),
        saved.description(),
        zone == null ? saved.details().timezoneId() : zone,
        saved.order());
  }

  private static String tzid(String timezone) {
    if (timezone == null) {
      return null;
    }
    for (ContentLine line : ContentLine.of(timezone.getBytes(StandardCharsets.UTF_8))) {
      if (line.name().equals("TZID")) {
        return line.value().strip();
      }
    }
    return null;
  }

  private static String relative(String path) {
    return path.startsWith("/") ? path.substring(1) : path;
  }

  /** Returns whether the text of the file at this path is not whole, so that it is a problem. */
  boolean isDamaged(String path) {
    return damagedPaths.contains(path);
  }

  /** Returns the folder. */
  public Path folder() {
    return folder;
  }

  /** Returns the selected calendars, in the order of the folder. */
  public List<StoredCalendar> calendars() {
    return Collections.unmodifiableList(calendars);
  }

  /**
   * Returns the time zone of most events.
   *
   * @param fallback for a folder without time zones
   */
  public ZoneId usualZone(ZoneId fallback) {
    return UsualZone.of(this, fallback);
  }

  /** Returns what cannot be read or restored, or is missing from the backup. */
  public List<Problem> problems() {
    return Collections.unmodifiableList(problems);
  }

  /** Returns what is left out but is not an error, such as older versions of an object. */
  public List<Problem> notes() {
    return Collections.unmodifiableList(notes);
  }

  /** Removes the temporary file. */
  @Override
  public void close() throws IOException {
    restorable.close();
  }
}
