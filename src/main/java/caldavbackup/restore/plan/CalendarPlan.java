package caldavbackup.restore.plan;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarParts;
import caldavbackup.caldav.CalendarProperties;
import caldavbackup.snapshot.SnapshotNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** One calendar of a restore: its target, the existing objects there, and its own objects. */
public final class CalendarPlan {
  private final String path;
  private String folder;
  private final List<CalendarProperties.Property> properties = new ArrayList<>();
  private final List<ObjectPlan> objects = new ArrayList<>();
  private final ObjectIndex index = new ObjectIndex();
  private final Map<String, String> files = new LinkedHashMap<>();
  private Calendar identity;
  private boolean isDamaged;
  private final Completeness completeness = new Completeness();
  private RecordResult answer;
  private Calendar target;
  private Calendar there;
  private String refusal;
  private boolean isLeftOut;
  private boolean keepsProperties;
  private Export export;
  private final TargetObjects targetObjects = new TargetObjects(this, index);

  /** Creates the calendar of this directory of the snapshot; {@code /} for the root. */
  CalendarPlan(String path) {
    this(
        path,
        path.equals("/") ? null : SnapshotNames.name(path.substring(path.lastIndexOf('/') + 1)));
  }

  /** Creates a calendar with a name that differs from its directory in the snapshot. */
  CalendarPlan(String path, String folder) {
    this.path = path;
    this.folder = folder;
  }

  public String path() {
    return path;
  }

  /** Returns the name in progress reports: its directory, empty for the root. */
  public String progressName() {
    return path.substring(1);
  }

  /**
   * Returns the decoded name in the snapshot; null for the root, because a restore of a sub-tree
   * loses that name.
   */
  public String folder() {
    return export == null ? folder : export.wanted();
  }

  /** Returns the name of a calendar that is one file; null for a folder. */
  Export export() {
    return export;
  }

  /** Returns the calendar's name in its file; null for a folder. */
  public String exportName() {
    return export == null ? null : export.name();
  }

  /** Marks the calendar as one file. */
  void export(Export named) {
    export = named;
  }

  /** Returns all names of the calendar in the snapshot. */
  List<String> names() {
    return Stream.of(
            folder(),
            identity == null ? null : identity.segment(),
            identity == null ? null : identity.displayName(),
            export == null ? null : export.name(),
            displayName())
        .filter(Objects::nonNull)
        .toList();
  }

  /** Returns the display name in a file of a vdir; null if there is none. */
  public String displayName() {
    return properties().stream()
        .filter(property -> property.name().equals("displayname"))
        .map(CalendarProperties.Property::value)
        .findFirst()
        .orElse(null);
  }

  /** Returns the name for display: its own name, else that of its folder; null if unknown. */
  String title() {
    String own = identity != null ? identity.label() : displayName();
    return own != null ? own : export != null ? export.name() : folder;
  }

  /** Returns whether a record is a file of this calendar, or a file that is this calendar. */
  boolean holds(String record) {
    return files.isEmpty()
        ? record.equals(path) || record.startsWith(path + "/")
        : files.containsKey(record);
  }

  /** Adds one of the files that are this calendar. */
  void cameAs(String file, String title) {
    files.put(file, title);
  }

  /** Returns the files that are this calendar, each with its calendar name; empty for a folder. */
  Map<String, String> files() {
    return files;
  }

  /** Returns whether the calendar is complete. */
  Completeness completeness() {
    return completeness;
  }

  /** Records that its {@code .calendar.json} exists but cannot be read. */
  void damaged() {
    isDamaged = true;
  }

  /** Returns whether a backup created it, so that its objects are exact copies of a server's. */
  boolean isOfServer() {
    return identity != null || isDamaged;
  }

  /** Returns whether it is part of a calendar that a server had split by component type. */
  boolean isPart() {
    return identity != null && CalendarParts.isPartOf(folder, identity.segment());
  }

  /** Returns the content of its {@code .calendar.json}, null if there is none. */
  public Calendar identity() {
    return identity;
  }

  /**
   * Sets the content of its {@code .calendar.json}.
   *
   * @param record the record to answer once the calendar exists
   */
  void identity(Calendar saved, RecordResult record) {
    identity = saved;
    answer = record;
    answer.openedCalendar();
  }

  /** Returns whether there is no evidence that the folder is a calendar. */
  boolean isEmpty() {
    return identity == null && objects.isEmpty();
  }

  /** Adds a property from a separate file, for a snapshot without an identity. */
  void add(CalendarProperties.Property property) {
    properties.add(property);
  }

  public List<CalendarProperties.Property> properties() {
    return identity != null ? List.of() : properties; // the identity contains these and more
  }

  /** Corrects its name in the snapshot. */
  void folder(String name) {
    folder = name;
  }

  void add(ObjectPlan object) {
    objects.add(object);
    object.calendar(this);
    if (!object.isSetAside()) {
      index.add(object);
    }
  }

  /**
   * Makes this object the only one that is compared with the server's object of the same name and
   * UID.
   */
  void prefer(ObjectPlan object) {
    index.prefer(object);
  }

  /** Excludes this object from the comparison with the server. */
  void setAside(ObjectPlan object) {
    index.remove(object);
  }

  /** Renames the object, because another object of the target has its name. */
  void rename(ObjectPlan object, String name) {
    index.rename(object, name);
  }

  /** Returns whether one of its objects already has this name. */
  boolean hasName(String name) {
    return index.named(name) != null;
  }

  void remove(ObjectPlan object) {
    objects.remove(object);
    setAside(object);
  }

  public List<ObjectPlan> objects() {
    return objects;
  }

  /** Returns whether this is a root without objects, which is not a calendar. */
  boolean isNone() {
    return path.equals("/") && objects.isEmpty() && identity == null;
  }

  public Calendar target() {
    return target;
  }

  public void target(Calendar calendar) {
    target = calendar;
  }

  /** Returns the target as the server describes it, null if it must be created. */
  Calendar there() {
    return there;
  }

  void there(Calendar onServer) {
    there = onServer;
    target = target.withComponents(onServer.components());
    boolean hasZone = onServer.timezone() != null || onServer.details().timezoneId() != null;
    if (identity == null && hasZone) { // an export's zone is only for a calendar without one
      target = target.withTimezoneOf(onServer);
    }
  }

  /** Keeps the properties of the existing calendar. */
  void keepProperties() {
    keepsProperties = true;
  }

  /** Returns the target with its future properties. */
  public Calendar wanted() {
    return keepsProperties && there != null ? there : target;
  }

  /**
   * Returns the names of the properties to set: all of a new calendar, and those that an existing
   * one lacks.
   */
  List<String> changedProperties() {
    if (target == null || refusal != null || isLeftOut) {
      return List.of();
    }
    Calendar before = there == null ? Calendar.named(target.url(), null) : there;
    return CalendarProperties.missing(wanted(), before).stream()
        .map(CalendarProperties.Property::name)
        .toList();
  }

  /** Returns why nothing of it is restored, null if it is restored. */
  public String refusal() {
    return refusal;
  }

  /** Returns the record to answer once the calendar exists; null if there is none left. */
  RecordResult answer() {
    return answer;
  }

  /** Refuses the calendar and its objects. */
  void refuse(String why) {
    refusal = why;
    objects.forEach(object -> object.decide(Action.REFUSED, why));
  }

  /** Excludes the calendar and its objects. */
  void leaveOut(String why) {
    isLeftOut = true;
    objects.forEach(object -> object.decide(Action.LEFT_OUT, why));
  }

  /** Excludes the calendar and its objects, overriding earlier decisions. */
  void leaveOutWhole(String why) {
    refusal = null;
    leaveOut(why);
  }

  public boolean isLeftOut() {
    return isLeftOut;
  }

  /** Settles the calendar itself, which exists or cannot be created. */
  void settle(String why) {
    if (answer != null) {
      answer.settledCalendar(why);
      answer = null;
    }
  }

  /** Returns the objects of the target. */
  TargetObjects targetObjects() {
    return targetObjects;
  }

  /** Returns a part of this calendar for the types that it does not accept; without objects. */
  CalendarPlan part(Calendar into) {
    CalendarPlan part = new CalendarPlan(path, folder);
    part.identity = identity;
    part.export = export;
    part.target = into;
    return part;
  }

  /**
   * Updates the index after some of its objects were removed: others with the same names and UIDs
   * replace them.
   */
  void findAgain() {
    objects.stream().filter(object -> !object.isSetAside()).forEach(index::add);
  }
}
