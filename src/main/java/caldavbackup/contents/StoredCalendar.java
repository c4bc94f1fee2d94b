package caldavbackup.contents;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One calendar of a folder. */
public final class StoredCalendar {
  private final String path;
  private final String name;
  private final Description description;
  private final List<StoredObject> objects = new ArrayList<>();

  /**
   * The properties of the calendar; each may be null.
   *
   * @param displayName the display name
   * @param color the color as the server or a vdir writes it, for example #FF0000FF
   * @param text the description
   * @param timezone the TZID of its time zone
   * @param order its place among the calendars
   */
  record Description(
      String displayName, String color, String text, String timezone, String order) {}

  StoredCalendar(String path, String name, Description description) {
    this.path = path;
    this.name = name;
    this.description = description;
  }

  void add(StoredObject object) {
    objects.add(object);
  }

  /**
   * Returns its folder or file, relative to the folder that was read; empty for that folder itself.
   */
  public String path() {
    return path;
  }

  /** Returns the name of its folder or export. Option {@code calendars} uses this name. */
  public String name() {
    return name;
  }

  /**
   * What option {@code calendars} of a restore calls just this one.
   *
   * @return null when its name holds a comma, which no glob can
   */
  public String selector() {
    return name.contains(",") ? null : name;
  }

  /** Null when nothing says one. */
  public String displayName() {
    return description.displayName();
  }

  /** Returns the name for people: the display name, else the name of its folder. */
  public String label() {
    String shown = description.displayName();
    return shown == null || shown.isBlank() ? name : shown;
  }

  /**
   * Returns the color as the server or a vdir writes it, for example #FF0000 or #FF0000FF; null if
   * there is none.
   */
  public String color() {
    return description.color();
  }

  /** Returns the description; null if there is none. */
  public String description() {
    return description.text();
  }

  /** Returns the TZID of its time zone; null if there is none. */
  public String timezone() {
    return description.timezone();
  }

  /** Its place among the calendars, as the server writes it; null without one. */
  public String order() {
    return description.order();
  }

  /** Its objects, in the order of the folder. */
  public List<StoredObject> objects() {
    return Collections.unmodifiableList(objects);
  }
}
