package caldavbackup.caldav.discover;

import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.MultistatusReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Answers of a server that a {@link Discovery} learns from. */
final class DiscoveryAnswers {
  static final String ROOT = "https://cal.example.org/";
  static final String CALENDAR = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>";
  static final String COLLECTION = "<d:resourcetype><d:collection/></d:resourcetype>";

  private DiscoveryAnswers() {}

  /** A discovery that knows the user and his home. */
  static Discovery withHome() throws Exception {
    Discovery discovery = new Discovery(ROOT);
    learn(
        discovery,
        ROOT,
        "/",
        "<d:current-user-principal><d:href>/principals/alice/</d:href></d:current-user-principal>"
            + "<c:calendar-home-set><d:href>/home/</d:href></c:calendar-home-set>");
    return discovery;
  }

  /** A question about what is at a URL. */
  static PlaceQuestion place(Discovery discovery, String url) {
    return PlaceQuestion.of(discovery, null, url);
  }

  /** The answer to such a question: one resource with these properties. */
  static void learn(Discovery discovery, String asked, String href, String properties)
      throws Exception {
    place(discovery, asked).learn(asked, responses(response(href, properties)).get(0));
  }

  /** A response of a multistatus. */
  static String response(String href, String properties) {
    return "<d:response><d:href>"
        + href
        + "</d:href><d:propstat><d:prop>"
        + properties
        + "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>";
  }

  /** A multistatus of these responses, read. */
  static List<DavResponse> responses(String responses) throws Exception {
    String xml =
        "<d:multistatus xmlns:d='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav'"
            + " xmlns:s='http://calendarserver.org/ns/' xmlns:n='http://nextcloud.com/ns'>"
            + responses
            + "</d:multistatus>";
    List<DavResponse> all = new ArrayList<>();
    try (MultistatusReader reader =
        new MultistatusReader(
            new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "test")) {
      for (DavResponse one = reader.next(); one != null; one = reader.next()) {
        all.add(one);
      }
    }
    return all;
  }
}
