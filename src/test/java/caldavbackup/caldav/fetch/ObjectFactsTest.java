package caldavbackup.caldav.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.http.WholeBody;
import caldavbackup.ical.WholeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectFactsTest {
  private static final int BLOCK = 8192;

  @ParameterizedTest
  @ValueSource(ints = {BLOCK - 2, BLOCK - 1, BLOCK, 3 * BLOCK - 1, 100_000})
  void an_etag_may_be_the_digest_of_the_text_with_lf_wherever_a_line_ends(int before)
      throws Exception {
    String text = "x".repeat(before) + "\r\ny\r\r\nz\r";
    String etag = md5("x".repeat(before) + "\ny\r\nz\r");
    ObjectFacts facts = facts(text);
    assertThat(facts.lfLength()).isEqualTo(text.length() - 2);
    assertThat(facts.isDigest(etag)).isTrue();
    assertThat(facts.isDigest(md5(text))).isTrue();
    assertThat(facts.isDigest(md5(text.replace("\r", "")))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, BLOCK - 20, BLOCK - 8, BLOCK - 1, BLOCK})
  void a_text_is_whole_wherever_it_is_cut_into_blocks(int before) throws IOException {
    String start = "BEGIN:VCALENDAR\r\nX:";
    String text = start + "y".repeat(before) + "\r\n z\r\nbegin:vevent\r\nEnd:VEvent\r\n";
    assertThat(facts(text + "END:VCALENDAR\r\n").kind()).isEqualTo(WholeText.Kind.WHOLE);
    assertThat(facts(text + " END:VCALENDAR\r\n").kind()).isEqualTo(WholeText.Kind.BROKEN_OFF);
    assertThat(facts(text + "END:VEVENT\r\nEND:VCALENDAR").kind()).isEqualTo(WholeText.Kind.ODD);
  }

  @Test
  void texts_differ_by_every_character_that_xml_carries() throws IOException {
    String[] texts = {"a", "b", "ab", "a\u00e4", "a\u80e4", "\u6161", "aa", "\u8061a", ""};
    for (String one : texts) {
      assertThat(facts(one + "\r\n").textFingerprint())
          .isEqualTo(ObjectFacts.textFingerprint(one + "\n"));
      for (String other : texts) {
        assertThat(
                ObjectFacts.same(
                    ObjectFacts.textFingerprint(one), ObjectFacts.textFingerprint(other)))
            .isEqualTo(one.equals(other));
      }
    }
  }

  private static ObjectFacts facts(String text) throws IOException {
    return ObjectFacts.of(WholeBody.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String md5(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
  }
}
