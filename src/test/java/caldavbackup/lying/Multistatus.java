package caldavbackup.lying;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A multistatus (RFC 4918, section 13) as a server is about to write it. */
public final class Multistatus {
  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
  private static final String ROOT =
      "<d:multistatus xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\""
          + " xmlns:a=\"http://apple.com/ns/ical/\""
          + " xmlns:s=\"http://calendarserver.org/ns/\">\n";

  /**
   * Properties with one status.
   *
   * @param properties their elements
   */
  public record Propstat(String status, List<String> properties) {}

  /**
   * What is said of one resource.
   *
   * @param status of the whole, null when there are propstats
   */
  public record Response(String href, String status, List<Propstat> propstats) {
    public static Response of(String href, int status) {
      return new Response(href, Multistatus.status(status), List.of());
    }

    Response at(String other) {
      return new Response(other, status, propstats);
    }

    private String xml() {
      StringBuilder xml = new StringBuilder("<d:response><d:href>").append(escape(href));
      xml.append("</d:href>");
      if (status != null) {
        xml.append("<d:status>").append(status).append("</d:status>");
      }
      for (Propstat propstat : propstats) {
        xml.append("<d:propstat><d:prop>");
        propstat.properties().forEach(xml::append);
        xml.append("</d:prop><d:status>").append(propstat.status());
        xml.append("</d:status></d:propstat>");
      }
      return xml.append("</d:response>\n").toString();
    }
  }

  private final List<Response> responses;
  private final String syncToken;

  public Multistatus(List<Response> responses, String syncToken) {
    this.responses = responses;
    this.syncToken = syncToken;
  }

  public List<Response> responses() {
    return responses;
  }

  /** The same with other responses. */
  Multistatus with(List<Response> others) {
    return new Multistatus(new ArrayList<>(others), syncToken);
  }

  /** The whole document. */
  String xml() {
    return HEAD + root();
  }

  /** The document without its declaration. */
  String root() {
    StringBuilder xml = new StringBuilder(ROOT);
    responses.forEach(response -> xml.append(response.xml()));
    if (syncToken != null) {
      xml.append("<d:sync-token>").append(syncToken).append("</d:sync-token>");
    }
    return xml.append("</d:multistatus>").toString();
  }

  byte[] bytes() {
    return xml().getBytes(StandardCharsets.UTF_8);
  }

  static String status(int code) {
    return "HTTP/1.1 " + code + " Said so";
  }

  /** Text as it stands in an element; what XML cannot hold is replaced, as servers do. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> {
                  boolean fits = c >= 0x20 && c < 0xD800 || c >= 0xE000 && c < 0xFFFE;
                  boolean isBlank = c == '\t' || c == '\n' || c == '\r';
                  out.appendCodePoint(fits || isBlank || c > 0xFFFF ? c : 0xFFFD);
                }
              }
            });
    return out.toString();
  }
}
