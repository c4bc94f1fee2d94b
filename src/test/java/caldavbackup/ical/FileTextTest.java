package caldavbackup.ical;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.Seeded;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTextTest {
  private static final String TEXT = "BEGIN:VCALENDAR\r\nX-WR-CALNAME:Büro – „Süd“ 5 €\r\n";

  @Test
  void valid_utf_8_is_the_same_array_and_nothing_is_said() {
    for (String text : new String[] {TEXT, "", TEXT + "\0\u001A", "\n\n", "日本"}) {
      byte[] file = text.getBytes(StandardCharsets.UTF_8);
      assertThat(FileText.of(file).bytes()).isSameAs(file);
      assertThat(FileText.of(file).notes()).isEmpty();
    }
  }

  @Test
  void a_byte_order_mark_is_no_text() {
    for (String mark : new String[] {"\uFEFF", "\uFEFF\uFEFF"}) {
      FileText text = FileText.of((mark + TEXT).getBytes(StandardCharsets.UTF_8));
      assertThat(text.string()).isEqualTo(TEXT);
      assertThat(text.notes()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void utf_16_is_known_by_its_mark_and_by_its_first_letter(String encoding) {
    for (String mark : new String[] {"\uFEFF", ""}) {
      FileText text = FileText.of((mark + TEXT + "日本😀").getBytes(Charset.forName(encoding)));
      assertThat(text.string()).isEqualTo(TEXT + "日本😀");
      assertThat(text.bytes()).isEqualTo((TEXT + "日本😀").getBytes(StandardCharsets.UTF_8));
      assertThat(text.notes()).containsExactly("is UTF-16");
    }
  }

  @Test
  void utf_16_that_is_cut_within_a_character_is_said_to_be_incomplete() {
    byte[] file = (TEXT + "€").getBytes(StandardCharsets.UTF_16);
    FileText text = FileText.of(java.util.Arrays.copyOf(file, file.length - 1));
    assertThat(text.string()).startsWith(TEXT);
    assertThat(text.notes())
        .containsExactly("is UTF-16, but not all of its characters can be read");
  }

  @Test
  void whatever_is_not_utf_8_is_windows_1252() {
    FileText text = FileText.of(TEXT.getBytes(Charset.forName("windows-1252")));
    assertThat(text.string()).isEqualTo(TEXT);
    assertThat(text.notes()).containsExactly("is not UTF-8: read as windows-1252");
  }

  @Test
  void every_byte_is_a_character_of_its_own() {
    byte[] file = new byte[256];
    for (int i = 0; i < file.length; i++) {
      file[i] = (byte) (i == '\r' ? ' ' : i);
    }
    String text = FileText.of(file).string();
    assertThat(text.chars().distinct().count()).isEqualTo(255);
    assertThat(text).doesNotContain("\uFFFD").contains("\u0081", "\u008D", "\u008F", "\u0090", "ÿ");
  }

  @Test
  void a_stray_byte_does_not_garble_a_file_that_is_utf_8_else() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(TEXT.getBytes(StandardCharsets.UTF_8));
    file.write(0xFC);
    file.write(0xC3);
    file.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    FileText text = FileText.of(file.toByteArray());
    assertThat(text.string()).isEqualTo(TEXT + "üÃ\r\n");
    assertThat(text.notes()).containsExactly("is UTF-8 except for 2 bytes, read as windows-1252");
  }

  @Test
  void an_accident_in_a_file_of_windows_1252_does_not_make_it_utf_8() {
    String accident = "Fr\u00fchst\u00fcck im \u00bbMEN\u00dc\u00bb\r\n";
    FileText text = FileText.of(accident.getBytes(Charset.forName("windows-1252")));
    assertThat(text.string()).isEqualTo(accident);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n ", "\n\t", "\r "})
  void a_fold_within_a_character_is_moved_behind_it(String fold) throws Exception {
    byte[] character = "€".getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("SUMMARY:".getBytes(StandardCharsets.UTF_8));
    file.write(character, 0, 2);
    file.writeBytes(fold.getBytes(StandardCharsets.UTF_8));
    file.write(character, 2, 1);
    file.writeBytes("uro\r\n".getBytes(StandardCharsets.UTF_8));
    FileText text = FileText.of(file.toByteArray());
    assertThat(text.string())
        .isEqualTo("SUMMARY:€" + fold.replaceAll("\r(?!\n)", "\r\n") + "uro\r\n");
    assertThat(text.notes()).isEmpty();
  }

  @Test
  void lines_that_end_in_cr_alone_end_in_crlf_whatever_the_others_do() {
    String mixed = "BEGIN:VCALENDAR\rX:1\r\nY:2\nZ:3\r\r\nA:a\rb c\r\rB:fol\r ded\r";
    assertThat(FileText.of(mixed.getBytes(StandardCharsets.UTF_8)).string())
        .isEqualTo("BEGIN:VCALENDAR\r\nX:1\r\nY:2\nZ:3\r\r\nA:a\rb c\r\nB:fol\r\n ded\r\n");
  }

  @Test
  void what_was_read_once_stays_as_it_is() {
    Seeded.times(
        5_000,
        random -> {
          byte[] file = new byte[random.nextInt(40)];
          random.nextBytes(file);
          for (int i = 0; i < file.length; i++) {
            file[i] =
                random.nextBoolean() ? (byte) "\r\n :;AÃ\u00bc".charAt(random.nextInt(8)) : file[i];
          }
          byte[] once = FileText.of(file).bytes();
          assertThat(FileText.of(once).bytes()).isEqualTo(once);
          assertThat(new String(once, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
              .isEqualTo(once);
        });
  }
}
