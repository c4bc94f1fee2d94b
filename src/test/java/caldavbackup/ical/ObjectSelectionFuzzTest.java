package caldavbackup.ical;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.LocalDate;
import java.util.Set;

/**
 * Whatever an object holds, it is looked into without harm, and its lines make up the whole of it.
 */
class ObjectSelectionFuzzTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 1);

  @FuzzTest(maxDuration = "10m")
  void any_bytes_are_wanted_or_not(byte[] object) {
    new ObjectSelection(Set.of("VEVENT"), DAY, DAY.plusDays(30)).wants(object);
    new Uid().of(object);
    int end = 0;
    for (ContentLine line : ContentLine.of(object)) {
      if (line.start() != end || line.end() <= line.start()) {
        throw new AssertionError("a gap before " + line);
      }
      end = line.end();
    }
    if (end != object.length) {
      throw new AssertionError("the last line ends at " + end + " of " + object.length);
    }
  }
}
