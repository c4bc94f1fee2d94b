package caldavbackup.lying;

import caldavbackup.lying.Loopback.Request;
import java.util.List;
import java.util.Random;

/**
 * One lie on its way: the request it answers, and the dice that shape it.
 *
 * @param server gives what a lie is made of
 * @param path of the resource that was asked for, decoded
 * @param count how often the same was asked before
 */
record Telling(Liar server, Request request, Asked asked, String path, int count, Random dice) {
  /** One of the indices of a list. */
  int any(List<?> list) {
    return dice.nextInt(list.size());
  }

  /**
   * Whether it may be said that the resource is not there. An object that GET does not find and a
   * look does not find either was deleted, and so was a calendar that its home does not name; a
   * server that refuses to name properties has none.
   */
  boolean mayBeGone() {
    return asked != Asked.LOOK
        && asked != Asked.NAMES
        && !(asked == Asked.DISCOVERY && server.isCalendar(path))
        && !server.wasDropped(path);
  }

  boolean chance(int of) {
    return dice.nextInt(of) == 0;
  }

  int one(int... numbers) {
    return numbers[dice.nextInt(numbers.length)];
  }
}
