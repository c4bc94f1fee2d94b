package caldavbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command whose output cannot be written. */
class StdoutTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        throw new IOException(reason);
      }
    };
  }

  @ParameterizedTest
  @CsvSource({"list,1", "diff,2", "view,1"})
  void a_full_disk_is_one_sentence_and_an_exit_code(String command, int code) throws Exception {
    Path backup = folder.resolve("backup");
    Files.createDirectories(backup.resolve("work"));
    Files.writeString(
        backup.resolve("work/a.ics"),
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\n"
            + "DTSTAMP:20260101T000000Z\r\nDTSTART:20260101T000000Z\r\nSUMMARY:A\r\n"
            + "END:VEVENT\r\nEND:VCALENDAR\r\n");
    String[] words =
        switch (command) {
          case "diff" -> new String[] {"diff", backup.toString(), backup.toString()};
          case "view" ->
              new String[] {"view", backup.toString(), folder.resolve("p.html").toString()};
          default -> new String[] {"list", backup.toString(), "output=json", "text=a"};
        };
    assertThat(CaldavCommand.run(words, failing("No space left on device"), err)).isEqualTo(code);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .isEqualTo("caldav: stdout cannot be written: No space left on device\n");
  }

  @Test
  void a_reader_that_wants_no_more_is_not_mentioned() {
    assertThat(CaldavCommand.run(new String[] {"completion", "bash"}, failing("Broken pipe"), err))
        .isEqualTo(1);
    assertThat(said.size()).isZero();
  }
}
