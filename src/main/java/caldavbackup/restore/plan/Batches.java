package caldavbackup.restore.plan;

import caldavbackup.caldav.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Splits lists into batches of at most a hundred elements, limited by the available memory. */
public final class Batches {
  private static final int SIZE = 100;
  private static final long MAX_BYTES = 4 << 20;

  private Batches() {}

  /** Returns the elements in their order, in batches. */
  public static <T> List<List<T>> of(List<T> all) {
    return of(all, one -> 0);
  }

  /** Returns the members in their order, in batches that are read together. */
  public static List<List<Member>> ofMembers(List<Member> members) {
    return of(members, Member::length);
  }

  /**
   * Returns the objects to write, in batches; of objects with the same UID, the newest comes first.
   */
  public static List<List<ObjectPlan>> ofWritten(List<ObjectPlan> objects) {
    Map<Boolean, List<ObjectPlan>> byRank =
        objects.stream()
            .filter(object -> object.action().isPut())
            .collect(Collectors.partitioningBy(object -> object.kinship().sibling() == null));
    List<List<ObjectPlan>> batches = new ArrayList<>(of(byRank.get(true)));
    batches.addAll(of(byRank.get(false)));
    return batches;
  }

  /**
   * Returns the elements in their order, in batches that are in memory at the same time.
   *
   * @param length returns the size of an element in bytes; below 0 if unknown. An element that
   *     exceeds the total is a batch of its own
   */
  public static <T> List<List<T>> of(List<T> all, ToLongFunction<T> length) {
    List<List<T>> batches = new ArrayList<>();
    int start = 0;
    long bytes = 0;
    for (int at = 0; at < all.size(); at++) {
      long more = Math.max(0, length.applyAsLong(all.get(at)));
      boolean isFull = at - start == SIZE || bytes + more > MAX_BYTES;
      if (isFull && at > start) {
        batches.add(all.subList(start, at));
        start = at;
        bytes = 0;
      }
      bytes += more;
    }
    if (start < all.size()) {
      batches.add(all.subList(start, all.size()));
    }
    return batches;
  }
}
