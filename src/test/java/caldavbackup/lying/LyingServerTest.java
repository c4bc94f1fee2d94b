package caldavbackup.lying;

import caldavbackup.it.LocalBackup;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a server answers: exit 0 means that the folder equals the truth.
 *
 * <p>Each seed is a {@link Trial}. {@code -Dcaldav.seeds=N} tries N seeds of each kind, {@code
 * -Dcaldav.first=S} from another one on, {@code -Dcaldav.seed=S} plays one again.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LyingServerTest {
  private static LocalBackup service;
  @TempDir Path place;

  @BeforeAll
  static void start() {
    service = new LocalBackup();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  static LongStream hostileSeeds() {
    return seeds(220);
  }

  static LongStream mildSeeds() {
    return seeds(100);
  }

  private static LongStream seeds(int usual) {
    Long again = Long.getLong("caldav.seed");
    long first = Long.getLong("caldav.first", 1000);
    return again != null
        ? LongStream.of(again)
        : LongStream.range(first, first + Integer.getInteger("caldav.seeds", usual));
  }

  @ParameterizedTest
  @MethodSource("hostileSeeds")
  void nothing_is_lost_in_silence(long seed) throws Exception {
    check(seed, false);
  }

  @ParameterizedTest
  @MethodSource("mildSeeds")
  void what_changes_no_meaning_is_survived(long seed) throws Exception {
    check(seed, true);
  }

  private void check(long seed, boolean isMild) throws Exception {
    try {
      new Trial(seed, isMild, service, place).run();
    } catch (Exception | AssertionError e) {
      AssertionError again =
          new AssertionError(
              "play it again with -Dtest=LyingServerTest -Dcaldav.seed=" + seed + "\n" + e);
      again.setStackTrace(e.getStackTrace());
      throw again;
    }
  }
}
