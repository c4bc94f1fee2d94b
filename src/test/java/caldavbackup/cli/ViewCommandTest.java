package caldavbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code caldav view} prints, and its exit codes. */
class ViewCommandTest {
  private static final String EVENT =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

  @TempDir Path place;
  private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void prepare() throws IOException {
    folder = Files.createDirectories(place.resolve("backup/work")).getParent();
    event("20260304T100000Z");
  }

  private void event(String start) throws IOException {
    Files.writeString(folder.resolve("work/1.ics"), EVENT.formatted(start));
  }

  private int run(Object... words) {
    String[] args = new String[words.length + 1];
    args[0] = "view";
    for (int i = 0; i < words.length; i++) {
      args[i + 1] = words[i].toString();
    }
    return CaldavCommand.run(
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void it_says_where_the_page_is_and_what_to_do() {
    Path page = place.resolve("p.html");

    assertThat(run(folder, page)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            page
                + ": 1 calendar, 1 event\n"
                + "Open it in a browser. It needs no network. Only you can read the file.\n");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(page).isRegularFile();
  }

  @Test
  void an_event_that_it_cannot_show_is_named() throws IOException {
    event("whenever");

    assertThat(run(folder, place.resolve("p.html"))).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("WARN work/1.ics: ")
        .hasLineCount(1);
  }

  @Test
  void what_cannot_be_read_is_named_and_fails() throws IOException {
    for (int i = 100; i < 125; i++) {
      Files.createSymbolicLink(folder.resolve("work/\u001b" + i + ".ics"), Path.of("nowhere"));
    }

    assertThat(run(folder, place.resolve("p.html"))).isOne();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("KO work/ 100.ics: not read: a broken link\n")
        .endsWith(
            "KO 5 more, all of them at the top of the page\n"
                + "caldav: something in the folder is missing or cannot be read\n")
        .hasLineCount(22);
  }

  @Test
  void a_wrong_command_line_is_told_in_one_sentence() {
    assertThat(run(folder, place.resolve("p.html"), "calendars=work")).isEqualTo(2);
    assertThat(run(folder, folder.resolve("p.html"))).isEqualTo(2);
    assertThat(run(place.resolve("none"), place.resolve("p.html"))).isOne();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            "caldav: caldav view takes FOLDER and PAGE.html, not 'calendars'\n"
                + "caldav: the page must not be inside the backup, because a restore would read it: give"
                + " another PAGE.html than "
                + folder.resolve("p.html")
                + "\ncaldav: there is no folder "
                + place.resolve("none")
                + "\n");
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("FOLDER is missing");
  }
}
