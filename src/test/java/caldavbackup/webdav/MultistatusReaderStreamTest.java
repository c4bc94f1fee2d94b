package caldavbackup.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.text.Failure;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** How {@link MultistatusReader} treats the stream that it reads from. */
class MultistatusReaderStreamTest {
  private static final String RESPONSE =
      "<x:response><x:href>/a/%d.ics</x:href><x:propstat><x:prop><x:getetag>&quot;ü&quot;</x:getetag>"
          + "<e:calendar-data><![CDATA[a]]&gt;]]>&#13;\n<!-- c --></e:calendar-data></x:prop>"
          + "<x:status>HTTP/1.1 200 OK</x:status></x:propstat></x:response>\n";
  private static final String OPEN =
      "<?xml version='1.0' encoding='utf-8'?>\n<x:multistatus xmlns:x='DAV:' xmlns:e='"
          + Names.CALDAV
          + "'>";
  private static final String CLOSE = "</x:multistatus>";

  @Test
  void an_answer_cut_off_anywhere_is_an_error_and_never_a_shorter_answer() throws IOException {
    byte[] whole = bytes(OPEN + RESPONSE.formatted(1) + RESPONSE.formatted(2) + CLOSE);
    assertThat(count(new ByteArrayInputStream(whole))).isEqualTo(2);
    for (int n = 0; n < whole.length; n++) {
      InputStream cut = new ByteArrayInputStream(Arrays.copyOf(whole, n));
      assertThatThrownBy(() -> count(cut))
          .as("cut after " + n + " bytes")
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.INCOMPLETE));
    }
  }

  @Test
  void a_response_is_handed_out_before_those_behind_it_are_read() throws IOException {
    StringBuilder xml = new StringBuilder(OPEN);
    for (int i = 0; i < 5_000; i++) {
      xml.append(RESPONSE.formatted(i));
    }
    Watched in = new Watched(new ByteArrayInputStream(bytes(xml + CLOSE)));
    try (MultistatusReader reader = new MultistatusReader(in, "test")) {
      for (int i = 0; i < 5_000; i++) {
        assertThat(reader.next().href()).isEqualTo("/a/" + i + ".ics");
        assertThat(in.read).isLessThan((i + 1) * 400L + (64 << 10));
      }
      assertThat(reader.next()).isNull();
      assertThat(reader.next()).isNull();
    }
    assertThat(in.closed).isTrue();
  }

  @Test
  void the_stream_is_read_to_its_end_so_that_the_connection_serves_again() throws IOException {
    byte[] xml = bytes(OPEN + RESPONSE.formatted(1) + CLOSE + "\n".repeat(100_000));
    Watched in = new Watched(new ByteArrayInputStream(xml));
    assertThat(count(in)).isEqualTo(1);
    assertThat(in.read).isEqualTo(xml.length);
  }

  @Test
  void an_error_of_the_connection_is_that_error() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new java.net.SocketException("reset");
          }
        };
    InputStream in =
        new SequenceInputStream(new ByteArrayInputStream(bytes(OPEN + RESPONSE)), broken);
    assertThatThrownBy(() -> count(in))
        .isInstanceOf(java.net.SocketException.class)
        .hasMessage("reset");
  }

  @Test
  void a_character_is_whole_wherever_the_network_cut_its_bytes() throws IOException {
    InputStream slow =
        new FilterInputStream(
            new ByteArrayInputStream(bytes(OPEN + RESPONSE.formatted(1) + CLOSE))) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return super.read(buffer, offset, Math.min(length, 1));
          }
        };
    try (MultistatusReader reader = new MultistatusReader(slow, "test")) {
      DavResponse response = reader.next();
      assertThat(response.text(Names.GETETAG)).isEqualTo("\"ü\"");
      assertThat(response.properties().get(Names.CALENDAR_DATA).text()).isEqualTo("a]]&gt;\r\n");
    }
  }

  @Test
  void a_byte_that_is_no_utf8_marks_its_place_and_spares_the_rest() throws IOException {
    byte[] xml =
        bytes(OPEN + RESPONSE.formatted(1).replace("ü", "?") + RESPONSE.formatted(2) + CLOSE);
    for (int i = 0; i < xml.length; i++) {
      if (xml[i] == '?' && i > OPEN.length()) {
        xml[i] = (byte) 0xFC;
      }
    }
    try (MultistatusReader reader = new MultistatusReader(new ByteArrayInputStream(xml), "test")) {
      assertThat(reader.next().text(Names.GETETAG)).isEqualTo("\"\uFFFD\"");
      assertThat(reader.next().text(Names.GETETAG)).isEqualTo("\"ü\"");
    }
  }

  @Test
  void more_entities_than_a_bomb_would_need_are_just_text() throws IOException {
    String text = "&amp;".repeat(200_000);
    String xml =
        OPEN
            + "<x:response><x:href>/a</x:href><x:propstat><x:prop><x:displayname>"
            + text
            + "</x:displayname></x:prop></x:propstat></x:response>"
            + CLOSE;
    try (MultistatusReader reader =
        new MultistatusReader(new ByteArrayInputStream(bytes(xml)), "test")) {
      assertThat(reader.next().text(Names.DISPLAYNAME)).isEqualTo("&".repeat(200_000));
    }
  }

  @Test
  void entities_that_grow_are_refused() {
    StringBuilder dtd = new StringBuilder("<!DOCTYPE b [<!ENTITY a0 'ha'>");
    for (int i = 1; i < 12; i++) {
      dtd.append("<!ENTITY a%d '%s'>".formatted(i, ("&a" + (i - 1) + ";").repeat(10)));
    }
    String xml =
        dtd + "]>" + OPEN.substring(OPEN.indexOf("<x:")) + "<x:response>&a11;</x:response>";
    assertThatThrownBy(() -> count(new ByteArrayInputStream(bytes(xml + CLOSE))))
        .isInstanceOf(Failure.class);
  }

  @Test
  void a_text_too_long_to_hold_says_so_and_the_next_response_is_read() throws IOException {
    String xml =
        OPEN
            + RESPONSE.formatted(1).replace("<![CDATA[a", "<![CDATA[" + "x".repeat(2 << 20))
            + RESPONSE.formatted(2)
            + CLOSE;
    try (MultistatusReader reader =
        new MultistatusReader(new ByteArrayInputStream(bytes(xml)), "test")) {
      assertThat(reader.next().properties().get(Names.CALENDAR_DATA).isCut()).isTrue();
      assertThat(reader.next().properties().get(Names.CALENDAR_DATA).isCut()).isFalse();
    }
  }

  private static int count(InputStream in) throws IOException {
    int n = 0;
    try (MultistatusReader reader = new MultistatusReader(in, "test")) {
      while (reader.next() != null) {
        n++;
      }
    }
    return n;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final class Watched extends FilterInputStream {
    private long read;
    private boolean closed;

    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      read += Math.max(0, n);
      return n;
    }

    @Override
    public void close() throws IOException {
      closed = true;
      super.close();
    }
  }
}
