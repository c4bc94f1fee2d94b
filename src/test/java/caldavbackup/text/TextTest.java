package caldavbackup.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void columns_stand_below_each_other_as_a_terminal_shows_them() {
    List<List<String>> rows =
        List.of(
            List.of("work", "1"),
            List.of("\u4ed5\u4e8b\u30ab\u30ec", "1"), // four wide letters
            List.of("Bu\u0308ro", "1"), // a combining mark
            List.of("\u1112\u1161\u11ab", "1"), // one syllable of three letters
            List.of("\ud83c\udf81", "1"), // a picture
            List.of("a\tb\u202ec", "1"),
            List.of("%E4%BB%95%E4%BA%8B%E3%82%AB%E3%83%AC%E3%83%B3%E3%83%80%E3%83%BC", "1"));
    int end = rows.get(6).get(0).length() + 2;
    assertThat(Columns.lines(List.of("NAME", "N"), rows))
        .allSatisfy(line -> assertThat(line).doesNotContain("\t", "\u202e"))
        .extracting(line -> DisplayWidth.of(line) - 1)
        .containsOnly(end);
    assertThat(DisplayWidth.of("\u4ed5\u4e8bu\u0308\u00fc\uff21\u200d")).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({
    "pasword,password",
    "psasword,password",
    "PASSWORD,password",
    "dry-run,dry_run",
    "dryrun,dry_run",
    "pass,password",
    "calender,calendar",
    "calendars,calendars",
    "colour,",
    "x,",
    "'',"
  })
  void the_name_that_is_meant_is_the_nearest(String word, String meant) {
    assertThat(
            Nearest.of(
                word, List.of("password", "password_file", "dry_run", "calendar", "calendars")))
        .isEqualTo(meant);
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
