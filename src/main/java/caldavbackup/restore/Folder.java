package caldavbackup.restore;

import caldavbackup.account.Failure;
import caldavbackup.dav.Calendar;
import caldavbackup.snapshot.SnapshotNames;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A directory of the snapshot on its way to become a calendar again. */
final class Folder {
  private final String path;
  private final List<Item> held = new ArrayList<>();
  private final CompletableFuture<Calendar> target = new CompletableFuture<>();
  private Calendar identity;
  private boolean settled;
  private long heldBytes;

  Folder(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }

  /**
   * The name it had in the snapshot, decoded; null for the root, whose name a restore of a sub-tree
   * loses.
   */
  String name() {
    return path.equals("/") ? null : SnapshotNames.name(path.substring(path.lastIndexOf('/') + 1));
  }

  /** What its {@code .calendar.json} says, null without one. */
  Calendar identity() {
    return identity;
  }

  /** Whether it is decided which calendar it becomes. */
  boolean isSettled() {
    return settled;
  }

  void settle(Calendar saved) {
    identity = saved;
    settled = true;
  }

  void hold(Item item) {
    held.add(item);
    heldBytes += item.bytes().length;
  }

  long heldBytes() {
    return heldBytes;
  }

  boolean hasHeld() {
    return !held.isEmpty();
  }

  List<Item> releaseHeld() {
    List<Item> items = new ArrayList<>(held);
    held.clear();
    heldBytes = 0;
    return items;
  }

  /** The calendar is there, objects may be written. */
  void ready(Calendar calendar) {
    target.complete(calendar);
  }

  void failed(Failure failure) {
    target.completeExceptionally(failure);
  }

  /** Waits for the calendar to be there. */
  Calendar awaitTarget() throws Failure {
    return await(target);
  }

  /** Waits for a calendar that another step makes. */
  static Calendar await(CompletableFuture<Calendar> target) throws Failure {
    try {
      return target.get();
    } catch (ExecutionException e) {
      Failure failure = (Failure) e.getCause();
      throw new Failure(
          failure.kind(), "its calendar could not be made: " + failure.getMessage(), failure);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Failure.Kind.CANCELLED, "interrupted while waiting for the calendar");
    }
  }
}
