package caldavbackup.restore;

import caldavbackup.account.Failure;
import caldavbackup.dav.Calendar;
import caldavbackup.snapshot.CalendarFiles;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;

/**
 * Turns the stream of records into steps: a calendar is made before its objects, and from its own
 * identity.
 *
 * <p>Records come sorted by name, and a few names sort before {@code .calendar.json}. Objects of
 * such names wait, within bounds, until it is known whether there is one.
 */
final class Steps implements Iterator<Step> {
  private static final Set<String> VDIR_FILES =
      Set.of("color", "description", "displayname", "order");
  private static final long MOST_HELD_BYTES = 16L << 20;

  private final Iterator<Item> items;
  private final Map<String, Folder> folders = new HashMap<>();
  private final Queue<Step> ready = new ArrayDeque<>();
  private Folder current;

  Steps(Iterator<Item> items) {
    this.items = items;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && items.hasNext()) {
      take(items.next());
    }
    if (ready.isEmpty()) {
      leave();
    }
    return !ready.isEmpty();
  }

  @Override
  public Step next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void take(Item item) {
    if (isHidden(item)) {
      ready.add(new Step(Step.Kind.NOTHING, item, null, null));
      return;
    }
    if ((item.directory() ? item.path() : item.parent()).lastIndexOf('/') > 0) {
      ready.add(refused(item, "a calendar holds no folders"));
      return;
    }
    if (item.directory()) {
      ready.add(new Step(Step.Kind.NOTHING, item, null, null));
      if (!item.path().equals("/")) {
        enter(item.path());
      }
      return;
    }
    Folder folder = enter(item.parent());
    if (item.error() != null) {
      ready.add(refused(item, item.error()));
    } else if (item.name().equals(CalendarFiles.IDENTITY)) {
      identity(folder, item);
    } else if (VDIR_FILES.contains(item.name())) {
      property(folder, item);
    } else if (item.name().toLowerCase(java.util.Locale.ROOT).endsWith(".ics")) {
      object(folder, item);
    } else if (item.name().startsWith(".") || folder.path().equals("/")) {
      ready.add(new Step(Step.Kind.NOTHING, item, null, null));
    } else {
      ready.add(refused(item, "not a calendar object: its name does not end in .ics"));
    }
  }

  private Folder enter(String path) {
    if (current == null || !current.path().equals(path)) {
      leave();
      current = folders.computeIfAbsent(path, Folder::new);
    }
    return current;
  }

  /**
   * A folder without objects becomes an empty calendar; the root does not: it is only where the
   * folders lie.
   */
  private void leave() {
    if (current != null && (!current.path().equals("/") || current.hasHeld())) {
      settle(current, null, null);
    }
    current = null;
  }

  private void identity(Folder folder, Item item) {
    try {
      Calendar saved = CalendarFiles.parse(item.bytes());
      if (folder.isSettled()) {
        ready.add(
            refused(item, "came too late: the calendar was already made under its folder's name"));
      } else {
        settle(folder, saved, item);
      }
    } catch (Failure e) {
      ready.add(refused(item, e.getMessage()));
    }
  }

  private void property(Folder folder, Item item) {
    settle(folder, null, null);
    boolean known = folder.identity() != null; // it says the same, and more
    ready.add(new Step(known ? Step.Kind.NOTHING : Step.Kind.PROPERTY, item, folder, null));
  }

  private void object(Folder folder, Item item) {
    boolean identityMayCome = item.name().compareTo(CalendarFiles.IDENTITY) < 0;
    if (!folder.isSettled()
        && identityMayCome
        && folder.heldBytes() + item.bytes().length <= MOST_HELD_BYTES) {
      folder.hold(item);
      return;
    }
    settle(folder, null, null);
    ready.add(new Step(Step.Kind.OBJECT, item, folder, null));
  }

  private void settle(Folder folder, Calendar saved, Item record) {
    if (!folder.isSettled()) {
      folder.settle(saved);
      ready.add(new Step(Step.Kind.CALENDAR, record, folder, null));
    }
    folder.releaseHeld().forEach(item -> ready.add(new Step(Step.Kind.OBJECT, item, folder, null)));
  }

  /** Folders that begin with a dot are no calendars (vdir): somebody's notes beside them. */
  private static boolean isHidden(Item item) {
    return (item.directory() ? item.path() : item.parent()).startsWith("/.");
  }

  private static Step refused(Item item, String why) {
    return new Step(Step.Kind.REFUSED, item, null, why);
  }
}
