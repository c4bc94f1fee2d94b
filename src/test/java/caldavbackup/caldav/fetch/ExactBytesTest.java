package caldavbackup.caldav.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.Seeded;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactBytesTest {
  private static final String NONE = "\"1234-5678\"";
  private static final UnaryOperator<String> FOLDED = text -> text.replaceAll("\r\n?", "\n");

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-256", "git"})
  void any_text_whose_etag_is_a_digest_comes_back_to_the_byte(String digest) {
    Seeded.times(
        500,
        random -> {
          String stored = stored(random);
          for (String etag : written(digest(digest, bytes(stored)))) {
            byte[] proved = proved(FOLDED.apply(stored), etag, -1);
            assertThat(proved).as(etag).isEqualTo(bytes(stored));
          }
        });
  }

  @Test
  void a_digest_of_other_bytes_proves_nothing() {
    Seeded.times(
        500,
        random -> {
          String stored = stored(random);
          String etag = "\"" + digest("SHA-256", bytes(stored + "x")) + "\"";
          assertThat(proved(FOLDED.apply(stored), etag, -1)).isNull();
        });
  }

  @Test
  void a_text_with_crlf_throughout_is_proved_by_its_length() {
    Seeded.times(
        500,
        random -> {
          String stored = Seeded.text(random, 40, "aé\n").replaceAll("[\r\uFFFD]", "");
          stored = "\n" + stored.replace("\uFFFE", "").replace("\uFFFF", "") + "\n";
          byte[] bytes = bytes(stored.replace("\n", "\r\n"));
          assertThat(proved(stored, NONE, bytes.length)).isEqualTo(bytes);
          assertThat(proved(stored, null, bytes.length)).isEqualTo(bytes);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb\nc\r\n", "a\r\nb\rc\n", "\r\r\n\n", "a\nb\r\r\n"})
  void mixed_line_ends_have_no_length_that_proves_them(String stored) {
    assertThat(proved(FOLDED.apply(stored), NONE, stored.length())).isNull();
  }

  @Test
  void another_length_or_none_proves_nothing() {
    assertThat(proved("a\nb\n", NONE, -1)).isNull();
    assertThat(proved("a\nb\n", NONE, 0)).isNull();
    assertThat(proved("a\nb\n", NONE, 5)).isNull();
    assertThat(proved("a\nb\n", NONE, 7)).isNull();
  }

  @Test
  void characters_that_stand_for_broken_ones_are_never_proved_by_length() {
    // three bytes that are no UTF-8 read as one replacement character, which has three bytes too
    assertThat(proved("a\uFFFD\n", NONE, 6)).isNull();
    String real = "a\uFFFD\r\n";
    assertThat(proved("a\uFFFD\n", "\"" + digest("MD5", bytes(real)) + "\"", 6))
        .isEqualTo(bytes(real));
  }

  @Test
  void returns_that_came_written_out_are_not_doubled() {
    byte[] stored = bytes("a\r\nb\r\n");
    assertThat(proved("a\r\nb\r\n", "\"" + digest("MD5", stored) + "\"", 6)).isEqualTo(stored);
  }

  @Test
  void an_etag_that_only_looks_like_a_digest_proves_nothing() {
    for (int length : new int[] {0, 31, 32, 40, 64, 128}) {
      assertThat(proved("a\n", "\"" + "0".repeat(length) + "\"", -1)).isNull();
    }
  }

  private static String stored(Random random) {
    String end = random.nextBoolean() ? "\r\n" : "\n";
    return Seeded.text(random, 60, "abé\n").replace("\r", "").replace("\n", end);
  }

  private static String[] written(String hex) {
    return new String[] {
      "\"" + hex + "\"", hex, "W/\"" + hex + "\"", "\"" + hex.toUpperCase(Locale.ROOT) + "\""
    };
  }

  private static String digest(String algorithm, byte[] bytes) {
    try {
      if (!algorithm.equals("git")) {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
      }
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(bytes("blob " + bytes.length + "\0"));
      return HexFormat.of().formatHex(sha1.digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] proved(String text, String etag, long length) {
    ExactBytes.Proof proof = ExactBytes.proved(text, etag, length);
    return proof == null ? null : proof.bytes();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
