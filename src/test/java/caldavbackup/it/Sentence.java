package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

/** What every complaint of the launcher must be: sentences for people. */
final class Sentence {
  private Sentence() {}

  /** The run failed with this exit code, and one line that holds all of these. */
  static void assertOnly(PluginProcess.Run run, int exit, String... said) {
    assertThat(run.err()).hasLineCount(1);
    assertAmong(run, exit, said);
  }

  /** The run failed with this exit code, and lines that hold all of these. */
  static void assertAmong(PluginProcess.Run run, int exit, String... said) {
    assertThat(run.exit()).as(run.err()).isEqualTo(exit);
    assertThat(run.err()).contains("caldav: ").contains(said);
    assertThat(run.err()).doesNotContain("Exception", "\tat ", "null");
  }
}
