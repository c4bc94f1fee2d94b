package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A backup of a {@link FaultServer} by the launcher, and what must lie in the folder after it. */
final class Backup {
  private Backup() {}

  /** Runs {@code caldav backup}; what is repeated is repeated soon. */
  static PluginProcess.Run run(FaultServer server, Path folder, String... options)
      throws Exception {
    List<String> words =
        Stream.concat(Stream.of("backup", server.location(), folder.toString()), Stream.of(options))
            .toList();
    return PluginProcess.run(words, Map.of("CALDAV_JAVA_OPTS", "-Dcaldav.retry.delay=10"));
  }

  /** The run had nothing to complain of, and the calendar is in the folder to the byte. */
  static void assertWhole(PluginProcess.Run run, FaultServer server, Path folder, String calendar)
      throws Exception {
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(Vdir.objects(folder.resolve(calendar))).isEqualTo(server.objects(calendar));
  }
}
