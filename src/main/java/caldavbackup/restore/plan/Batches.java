package caldavbackup.restore.plan;

import caldavbackup.caldav.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Up to a hundred things at a time, and not more bytes than the memory has room for. */
public final class Batches {
  private static final int SIZE = 100;
  private static final long MAX_BYTES = 4 << 20;

  private Batches() {}

  /** The same things in their order, in batches. */
  public static <T> List<List<T>> of(List<T> all) {
    return of(all, one -> 0);
  }

  /** The same members in their order, in batches that are read together. */
  public static List<List<Member>> ofMembers(List<Member> members) {
    return of(members, Member::length);
  }

  /** The objects that are written, in batches; of those with one UID the newest first. */
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
   * The same things in their order, in batches that are held in memory together.
   *
   * @param length of each in bytes; below 0 when it is not known. One that is larger than all the
   *     room comes alone
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
