package caldavbackup.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void what_is_said_of_a_word_goes_on_below_itself() {
    assertThat(Columns.wrapped("  key=WORD ", "one two three four", 20))
        .containsExactly("  key=WORD  one two", "            three", "            four");
    assertThat(Columns.wrapped("key", "overlong-for-this", 5))
        .last()
        .isEqualTo("    overlong-for-this");
    assertThat(Columns.wrapped("key", "", 80)).containsExactly("key ");
  }

  @Test
  void what_is_too_long_ends_in_an_ellipsis_and_never_in_half_a_character() {
    assertThat(Shortened.to(5, "12345")).isEqualTo("12345");
    assertThat(Shortened.to(5, "123456")).isEqualTo("1234…");
    assertThat(Shortened.to(5, "123🎁🎁")).isEqualTo("123…");
  }

  @Test
  void why_a_file_cannot_be_used_is_said_without_its_name() {
    assertThat(Reason.of(new NoSuchFileException("/x"))).isEqualTo("no such file or folder");
    assertThat(Reason.of(new AccessDeniedException("/x"))).isEqualTo("permission denied");
    assertThat(Reason.of(new FileSystemException("/x", null, "No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(Reason.of(new IOException("other"))).isEqualTo("other");
    assertThat(Reason.of(new IOException())).isEqualTo("IOException");
  }

  @Test
  void what_is_not_well_encoded_stays_as_it_is() {
    assertThat(Percent.decode("a%20b%C3%BC")).isEqualTo("a bü");
    assertThat(Percent.decode("a%2gb%")).isEqualTo("a%2gb%");
    assertThat(Percent.decode("%FF")).isEqualTo("%FF");
  }
}
