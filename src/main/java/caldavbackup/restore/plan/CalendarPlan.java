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

/** One calendar of a restore: where it goes, what is there already, and its objects. */
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

  /** The calendar of this directory of the snapshot; {@code /} for the root. */
  CalendarPlan(String path) {
    this(
        path,
        path.equals("/") ? null : SnapshotNames.name(path.substring(path.lastIndexOf('/') + 1)));
  }

  /** A calendar called otherwise than its place in the snapshot. */
  CalendarPlan(String path, String folder) {
    this.path = path;
    this.folder = folder;
  }

  public String path() {
    return path;
  }

  /** What it is called where a run tells how far it is: its directory, empty for the root. */
  public String progressName() {
    return path.substring(1);
  }

  /**
   * The name it had in the snapshot, decoded; null for the root, whose name a restore of a sub-tree
   * loses.
   */
  public String folder() {
    return export == null ? folder : export.wanted();
  }

  /** What it is called where it came as one file; null for a folder. */
  Export export() {
    return export;
  }

  /** What the file that it came as calls it; null for a folder. */
  public String exportName() {
    return export == null ? null : export.name();
  }

  /** It came as one file. */
  void export(Export named) {
    export = named;
  }

  /** All that it is called, as far as the snapshot tells. */
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

  /** What the file of a vdir calls it; null when none does. */
  public String displayName() {
    return properties().stream()
        .filter(property -> property.name().equals("displayname"))
        .map(CalendarProperties.Property::value)
        .findFirst()
        .orElse(null);
  }

  /** What a person calls it: its own name, else that of its folder; null when nothing tells it. */
  String title() {
    String own = identity != null ? identity.label() : displayName();
    return own != null ? own : export != null ? export.name() : folder;
  }

  /** Whether it is a file of this calendar, or one that it came as. */
  boolean holds(String record) {
    return files.isEmpty()
        ? record.equals(path) || record.startsWith(path + "/")
        : files.containsKey(record);
  }

  /** One of the files that it came as. */
  void cameAs(String file, String title) {
    files.put(file, title);
  }

  /** The files that it came as, each with the name that it says; none for a folder. */
  Map<String, String> files() {
    return files;
  }

  /** Whether all that it had came. */
  Completeness completeness() {
    return completeness;
  }

  /** Its {@code .calendar.json} is there and tells nothing. */
  void damaged() {
    isDamaged = true;
  }

  /** Whether a backup made it, so that its objects are as a server had them. */
  boolean isOfServer() {
    return identity != null || isDamaged;
  }

  /** Whether it is a part of a calendar that a server had split by component types. */
  boolean isPart() {
    return identity != null && CalendarParts.isPartOf(folder, identity.segment());
  }

  /** What its {@code .calendar.json} says, null without one. */
  public Calendar identity() {
    return identity;
  }

  /**
   * Notes who it was.
   *
   * @param record is answered when the calendar is there
   */
  void identity(Calendar saved, RecordResult record) {
    identity = saved;
    answer = record;
    answer.openedCalendar();
  }

  /** Whether nothing tells that it is a calendar at all. */
  boolean isEmpty() {
    return identity == null && objects.isEmpty();
  }

  /** A property from a file of its own, for a snapshot without an identity. */
  void add(CalendarProperties.Property property) {
    properties.add(property);
  }

  public List<CalendarProperties.Property> properties() {
    return identity != null ? List.of() : properties; // the identity says the same, and more
  }

  /** Its name in the snapshot turned out to be another. */
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

  /** What is on the server under this object's name and UID is compared with it, no other. */
  void prefer(ObjectPlan object) {
    index.prefer(object);
  }

  /** What is on the server is not compared with this object. */
  void setAside(ObjectPlan object) {
    index.remove(object);
  }

  /** Another object of the target is called as this one is. */
  void rename(ObjectPlan object, String name) {
    index.rename(object, name);
  }

  /** Whether one of its objects has this name already. */
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

  /** The root is a calendar only when objects lie in it. */
  boolean isNone() {
    return path.equals("/") && objects.isEmpty() && identity == null;
  }

  public Calendar target() {
    return target;
  }

  public void target(Calendar calendar) {
    target = calendar;
  }

  /** The target as the server describes it, null when it is to be made. */
  Calendar there() {
    return there;
  }

  void there(Calendar onServer) {
    there = onServer;
    target = target.withComponents(onServer.components());
    boolean hasZone = onServer.timezone() != null || onServer.details().timezoneId() != null;
    if (identity == null && hasZone) { // an export's is for a calendar that has none
      target = target.withTimezoneOf(onServer);
    }
  }

  /** The properties of the calendar that is there stay as they are. */
  void keepProperties() {
    keepsProperties = true;
  }

  /** The target as it is to be. */
  public Calendar wanted() {
    return keepsProperties && there != null ? there : target;
  }

  /** The properties that are set: all of a new calendar, and what one that is there has not. */
  List<String> changedProperties() {
    if (target == null || refusal != null || isLeftOut) {
      return List.of();
    }
    Calendar before = there == null ? Calendar.named(target.url(), null) : there;
    return CalendarProperties.missing(wanted(), before).stream()
        .map(CalendarProperties.Property::name)
        .toList();
  }

  /** Why nothing of it is restored, null when it is. */
  public String refusal() {
    return refusal;
  }

  /** The record that is answered when the calendar is there; null when none is left. */
  RecordResult answer() {
    return answer;
  }

  /** Nothing of it can be restored. */
  void refuse(String why) {
    refusal = why;
    objects.forEach(object -> object.decide(Action.REFUSED, why));
  }

  /** Nothing of it is wanted. */
  void leaveOut(String why) {
    isLeftOut = true;
    objects.forEach(object -> object.decide(Action.LEFT_OUT, why));
  }

  /** Nothing of it is wanted, whatever was decided. */
  void leaveOutWhole(String why) {
    refusal = null;
    leaveOut(why);
  }

  public boolean isLeftOut() {
    return isLeftOut;
  }

  /** The calendar as such is there, or cannot be. */
  void settle(String why) {
    if (answer != null) {
      answer.settledCalendar(why);
      answer = null;
    }
  }

  /** What the target has. */
  TargetObjects targetObjects() {
    return targetObjects;
  }

  /**
   * The part of this calendar that takes the types that it does not take itself; without objects.
   */
  CalendarPlan part(Calendar into) {
    CalendarPlan part = new CalendarPlan(path, folder);
    part.identity = identity;
    part.export = export;
    part.target = into;
    return part;
  }

  /** Some of its objects are gone: others of the same names and UIDs are found now. */
  void findAgain() {
    objects.stream().filter(object -> !object.isSetAside()).forEach(index::add);
  }
}
