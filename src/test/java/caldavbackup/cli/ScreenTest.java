package caldavbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final String ERASE = "\r\u001b[K";
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(terminal, true, StandardCharsets.UTF_8);

  private String seen() {
    return terminal.toString(StandardCharsets.UTF_8);
  }

  @Test
  void what_is_printed_stands_above_the_line() {
    Screen screen = new Screen(stream, stream, true);
    screen.show("1/3");
    screen.err().println("KO a: b");
    screen.show("2/3");
    screen.out().println("work: 3 events");
    screen.close();
    assertThat(seen()).isEqualTo("1/3" + ERASE + "KO a: b\n2/3" + ERASE + "work: 3 events\n");
  }

  @Test
  void the_line_does_not_break_into_one_that_is_not_ended() {
    Screen screen = new Screen(stream, stream, true);
    screen.err().print("half ");
    screen.show("1/3");
    screen.err().println("a line");
    screen.show("2/3");
    screen.close();
    assertThat(seen()).isEqualTo("half a line\n2/3" + ERASE);
  }

  @Test
  void nothing_is_shown_after_the_end() {
    Screen screen = new Screen(stream, stream, true);
    screen.show("1/3");
    screen.close();
    screen.show("2/3");
    assertThat(seen()).isEqualTo("1/3" + ERASE);
  }

  @Test
  void without_a_terminal_there_is_no_line() {
    Screen screen = new Screen(stream, stream, false);
    screen.show("1/3");
    screen.err().println("KO a: b");
    screen.close();
    assertThat(seen()).isEqualTo("KO a: b\n");
  }

  @Test
  void an_error_of_the_stream_below_is_seen_above() {
    PrintStream full =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int one) throws IOException {
                throw new IOException("No space left on device");
              }
            });
    Screen screen = new Screen(full, stream, true);
    screen.out().println("work: 3 events");
    assertThat(screen.out().checkError()).isTrue();
  }

  @Test
  void the_line_and_what_stands_above_it_have_one_charset() {
    Screen screen =
        new Screen(stream, new PrintStream(terminal, true, StandardCharsets.US_ASCII), true);
    screen.show("Büro 1/3");
    screen.err().println("KO Büro");
    assertThat(seen()).isEqualTo("Büro 1/3" + ERASE + "KO Büro\n");
  }
}
