package caldavbackup.webdav;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a server says, for tests without one. */
public final class Responses {
  private Responses() {}

  /** All responses in a multistatus of these. */
  public static List<DavResponse> all(String responses) {
    String xml =
        "<d:multistatus xmlns:d='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'"
            + " xmlns:s='http://calendarserver.org/ns/'>"
            + responses
            + "</d:multistatus>";
    try {
      return MultistatusReader.all(
          new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "a test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One response with these properties. */
  public static DavResponse of(String href, String properties) {
    return all("<d:response><d:href>"
            + href
            + "</d:href><d:propstat><d:prop>"
            + properties
            + "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>")
        .get(0);
  }
}
