package caldavbackup.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.text.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a multistatus, and what is refused. */
class MultistatusReaderTest {
  private static final String ENVELOPE = "<d:multistatus xmlns:d='DAV:'>%s</d:multistatus>";
  private static final String NAMED =
      "<d:response><d:href>/a/</d:href><d:propstat><d:prop><d:displayname>%s</d:displayname></d:prop>"
          + "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>";

  @ParameterizedTest
  @CsvSource({
    "plain,plain",
    "a &amp; b &lt;c&gt;,a & b <c>",
    "<![CDATA[a & <b> ]]>x,a & <b> x",
    "&#228;&#xfc;,äü",
    "&#55356;&#57225;,\uD83C\uDF89",
    "&#xD83C;&#xDF89; yes,\uD83C\uDF89 yes",
    "one<!-- two -->three,onethree",
    "]]&gt;,]]>"
  })
  void text_is_read_however_it_is_written(String xml, String text) throws IOException {
    assertThat(read(ENVELOPE.formatted(NAMED.formatted(xml))).get(0).text(Names.DISPLAYNAME))
        .isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no XML", "<html/>", "<d:multistatus"})
  void an_answer_that_is_no_multistatus_is_closed(String answer) {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream in =
        new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    assertThatThrownBy(() -> new MultistatusReader(in, "PROPFIND /")).isInstanceOf(Failure.class);
    assertThat(closed).isTrue();
  }

  @Test
  void characters_that_xml_forbids_are_passed_over() throws IOException {
    assertThat(
            read(ENVELOPE.formatted(NAMED.formatted("a\u0001\u0000b")))
                .get(0)
                .text(Names.DISPLAYNAME))
        .isEqualTo("ab");
  }

  @Test
  void a_character_in_two_references_is_read_wherever_a_buffer_ends() throws IOException {
    String text = "&#55356;&#57225;&amp;".repeat(5_000);
    for (int shift = 0; shift < 16; shift++) {
      assertThat(
              read(ENVELOPE.formatted(NAMED.formatted("x".repeat(shift) + text)))
                  .get(0)
                  .text(Names.DISPLAYNAME))
          .isEqualTo("x".repeat(shift) + "\uD83C\uDF89&".repeat(5_000));
    }
  }

  @Test
  void namespaces_count_and_prefixes_do_not() throws IOException {
    String xml =
        "<multistatus xmlns='DAV:'><response><href>/a/</href><propstat><prop><x:displayname xmlns:x='DAV:'>yes</x:displayname>"
            + "<displayname xmlns='urn:other'>no</displayname></prop></propstat></response></multistatus>";
    assertThat(read(xml).get(0).text(Names.DISPLAYNAME)).isEqualTo("yes");
  }

  @Test
  void properties_that_were_not_found_are_none() throws IOException {
    String xml =
        ENVELOPE.formatted(
            "<d:response><d:href>/a/</d:href><d:propstat><d:prop><d:displayname>x</d:displayname></d:prop>"
                + "<d:status>HTTP/1.1 404 Not Found</d:status></d:propstat></d:response>");
    DavResponse response = read(xml).get(0);
    assertThat(response.text(Names.DISPLAYNAME)).isNull();
    assertThat(response.refused()).containsEntry(Names.DISPLAYNAME, 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<d:multistatus xmlns:d='DAV:'>",
        "<d:multistatus xmlns:d='DAV:'><d:response><d:href>/a/</d:href></d:response>",
        "<d:multistatus xmlns:d='DAV:'><d:response><d:href>/a/</d:href>",
        "<d:multistatus xmlns:d='DAV:'></d:multi",
        "",
        "<html><body>hello</body></html>",
        "{\"error\": true}",
        "<multistatus/>"
      })
  void what_is_not_whole_is_refused_in_one_sentence(String xml) {
    assertThatThrownBy(() -> read(xml))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("the answer to PROPFIND /")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a [<!ENTITY b 'bomb'>]><d:multistatus xmlns:d='DAV:'><d:response><d:href>&b;</d:href></d:response></d:multistatus>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><d:multistatus xmlns:d='DAV:'><d:response><d:href>&b;</d:href></d:response></d:multistatus>"
      })
  void entities_of_the_servers_own_are_not_read(String xml) {
    assertThatThrownBy(() -> read(xml)).isInstanceOf(Failure.class);
  }

  @Test
  void references_to_characters_that_xml_forbids_are_left_out() throws IOException {
    String name = "a&#x1A;&#26;&#x0;&#0;&#x00b;&#31;&#xFFFE;b&#9;&#x1F600;&#160;&#x10;c";
    String xml =
        "<d:response><d:href>/a/</d:href><d:propstat><d:prop><d:displayname>%s</d:displayname>"
            + "</d:prop></d:propstat></d:response>";
    assertThat(read(ENVELOPE.formatted(xml.formatted(name))).get(0).text(Names.DISPLAYNAME))
        .isEqualTo("ab\t\uD83D\uDE00\u00A0c");
  }

  @Test
  void a_response_without_end_is_refused() {
    String deep = "<a>".repeat(10_000);
    String wide = "<d:response>" + "<d:a/>".repeat(100_000) + "</d:response>";
    assertThatThrownBy(() -> read("<d:multistatus xmlns:d='DAV:'><d:response>" + deep))
        .isInstanceOf(Failure.class);
    assertThatThrownBy(() -> read(ENVELOPE.formatted(wide)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("a response is too large");
  }

  private static List<DavResponse> read(String xml) throws IOException {
    return MultistatusReader.all(
        new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "PROPFIND /");
  }

  @org.junit.jupiter.params.ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(
      strings = {"ISO-8859-1", "windows-1252", "UTF-16", "UTF-16LE", "UTF-8"})
  void the_encoding_that_the_answer_declares_is_heeded(String encoding) throws Exception {
    String xml =
        "<?xml version='1.0' encoding='"
            + encoding
            + "'?><d:multistatus xmlns:d='DAV:'><d:response><d:href>/b%C3%BC/</d:href><d:propstat>"
            + "<d:prop><d:displayname>Büro</d:displayname><x:y z:a='1'/></d:prop>"
            + "<d:status>200</d:status></d:propstat></d:response></d:multistatus>";
    DavResponse response =
        MultistatusReader.all(new java.io.ByteArrayInputStream(xml.getBytes(encoding)), "a test")
            .get(0);
    assertThat(response.text(Names.DISPLAYNAME)).isEqualTo("Büro");
  }

  @Test
  void the_charset_of_the_type_counts_where_the_answer_declares_none() throws Exception {
    String xml =
        "<d:multistatus xmlns:d='DAV:'><d:response><d:href>/ü/</d:href></d:response>"
            + "</d:multistatus>";
    assertThat(
            MultistatusReader.all(
                    new java.io.ByteArrayInputStream(xml.getBytes("ISO-8859-1")),
                    "a test",
                    "text/xml; charset=\"iso-8859-1\"")
                .get(0)
                .href())
        .isEqualTo("/ü/");
  }
}
