package caldavbackup.restore.plan;

import java.util.ArrayList;
import java.util.List;

/** Up to a hundred things at a time. */
public final class Batches {
  private static final int SIZE = 100;

  private Batches() {}

  /** The same things in their order, in batches. */
  public static <T> List<List<T>> of(List<T> all) {
    List<List<T>> batches = new ArrayList<>();
    for (int at = 0; at < all.size(); at += SIZE) {
      batches.add(all.subList(at, Math.min(all.size(), at + SIZE)));
    }
    return batches;
  }
}
