package caldavbackup.careless;

import caldavbackup.careless.LoopbackHttp.Answer;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What {@link MoodyServer} writes: multistatus answers, hrefs and ETags. */
final class MoodyAnswers {
  private MoodyAnswers() {}

  static Answer multistatus(String responses) {
    return Answer.xml(
        207,
        "<d:multistatus xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\""
            + " xmlns:a=\"http://apple.com/ns/ical/\" xmlns:s=\"http://calendarserver.org/ns/\">"
            + responses
            + "</d:multistatus>");
  }

  static String response(String href, String properties) {
    return "<d:response><d:href>"
        + escape(href)
        + "</d:href><d:propstat><d:prop>"
        + properties
        + "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>";
  }

  static String object(String path, MoodyCalendar calendar, String name, boolean withData) {
    byte[] object = calendar.objects.get(name);
    String href = path + encode(name);
    if (object == null) {
      return "<d:response><d:href>"
          + escape(href)
          + "</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>";
    }
    String data = escape(new String(object, StandardCharsets.UTF_8)).replace("\r", "&#13;");
    return response(
        href,
        "<d:resourcetype/><d:getetag>"
            + etag(object)
            + "</d:getetag><d:getcontentlength>"
            + object.length
            + "</d:getcontentlength>"
            + (withData ? "<c:calendar-data>" + data + "</c:calendar-data>" : ""));
  }

  static String etag(byte[] object) {
    return "\"" + Integer.toHexString(Arrays.hashCode(object)) + "-" + object.length + "\"";
  }

  static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  static String name(String path) {
    return URLDecoder.decode(
        path.substring(path.lastIndexOf('/') + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String unescape(String xml) {
    return xml.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
