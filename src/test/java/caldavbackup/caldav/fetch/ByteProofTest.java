package caldavbackup.caldav.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.caldav.profile.ByteProof;
import caldavbackup.caldav.profile.ByteProof.Kind;
import caldavbackup.caldav.profile.ByteProof.LineEnds;
import caldavbackup.caldav.profile.ByteProof.Word;
import caldavbackup.caldav.profile.ServerProfile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bytes are believed to be those that GET gives. */
class ByteProofTest {
  private static final String LF = "BEGIN:VCALENDAR\nSUMMARY:ü\nEND:VCALENDAR\n";
  private static final String CRLF = LF.replace("\n", "\r\n");

  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"", "W/\"%s\"", "%s", "&quot;%s&quot;", " \"%s\" "})
  void a_digest_proves_the_bytes_however_the_etag_is_written(String form) throws Exception {
    ExactBytes.Proof proof = ExactBytes.proved(LF, form.formatted(md5(CRLF)), -1);
    assertThat(proof.bytes()).isEqualTo(bytes(CRLF));
    assertThat(proof.kind()).isEqualTo(new Kind(LineEnds.RESTORED, Word.DIGEST));
  }

  @Test
  void a_digest_of_the_text_with_lf_proves_the_text_with_lf() throws Exception {
    ExactBytes.Proof proof = ExactBytes.proved(LF, md5(LF), -1);
    assertThat(proof.bytes()).isEqualTo(bytes(LF));
    assertThat(proof.kind()).isEqualTo(new Kind(LineEnds.LF, Word.DIGEST));
  }

  @Test
  void a_text_that_came_with_its_returns_is_taken_as_it_came() throws Exception {
    ExactBytes.Proof proof = ExactBytes.proved(CRLF, md5(CRLF), -1);
    assertThat(proof.bytes()).isEqualTo(bytes(CRLF));
    assertThat(proof.kind()).isEqualTo(new Kind(LineEnds.KEPT, Word.DIGEST));
  }

  @Test
  void a_length_proves_only_that_every_line_ended_with_crlf() {
    assertThat(ExactBytes.proved(LF, "\"7\"", bytes(CRLF).length).kind())
        .isEqualTo(new Kind(LineEnds.RESTORED, Word.LENGTH));
    assertThat(ExactBytes.proved(LF, "\"7\"", bytes(LF).length)).as("LF or CR").isNull();
    assertThat(ExactBytes.proved(LF, "\"7\"", bytes(CRLF).length - 1)).as("mixed").isNull();
    assertThat(ExactBytes.proved(LF.replace('ü', '\uFFFD'), "\"7\"", bytes(CRLF).length + 1))
        .as("a byte that was no UTF-8")
        .isNull();
  }

  @Test
  void nothing_proves_a_text_of_unknown_length_whose_etag_is_a_counter() {
    assertThat(ExactBytes.proved(LF, "\"gcs00000001\"", -1)).isNull();
    assertThat(ExactBytes.proved(LF, null, -1)).isNull();
  }

  @Test
  void a_kind_of_proof_is_believed_once_get_gave_the_same() {
    ByteProof worth = new ServerProfile().byteProof();
    Kind kind = new Kind(LineEnds.RESTORED, Word.DIGEST);
    assertThat(worth.isUnknown(kind)).isTrue();
    assertThat(worth.holds(kind)).isFalse();
    worth.judge(kind, bytes(CRLF), bytes(CRLF));
    assertThat(worth.holds(kind)).isTrue();
    assertThat(worth.isUnknown(new Kind(LineEnds.LF, Word.DIGEST))).isTrue();
  }

  @Test
  void one_object_that_changed_meanwhile_does_not_make_the_server_a_liar_but_two_do() {
    ByteProof worth = new ServerProfile().byteProof();
    Kind kind = new Kind(LineEnds.LF, Word.DIGEST);
    worth.judge(kind, bytes(LF), bytes(CRLF));
    assertThat(worth.isUnknown(kind)).isTrue();
    worth.judge(kind, bytes(LF), bytes(CRLF));
    assertThat(worth.isUnknown(kind)).isFalse();
    assertThat(worth.holds(kind)).isFalse();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String md5(String text) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes(text)));
  }
}
