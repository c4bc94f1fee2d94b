package caldavbackup.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;

/**
 * The head of an HTTP answer, kept on the exchange separate from its headers.
 *
 * @param url the URL of the request
 * @param status the status code
 * @param location the header Location, or null
 * @param etag the header ETag, or null
 * @param contentType the header Content-Type, or null
 * @param server the header Server, or null
 * @param software the application behind the web server, as its own header names it, or null
 * @param dav the header DAV (RFC 4918, section 10.1), joined if it has several lines, or null
 */
public record HttpAnswer(
    String url,
    int status,
    String location,
    String etag,
    String contentType,
    String server,
    String software,
    String dav) {

  /** Reads the head of an answer to a request for this URL. */
  static HttpAnswer of(String url, HttpResponse response) {
    String sabre = value(response, "X-Sabre-Version");
    String davical = value(response, "X-DAViCal-Version");
    List<String> dav = new ArrayList<>();
    for (Header line : response.getHeaders("DAV")) {
      dav.add(line.getValue());
    }
    return new HttpAnswer(
        url,
        response.getCode(),
        value(response, "Location"),
        value(response, "ETag"),
        value(response, "Content-Type"),
        value(response, "Server"),
        sabre == null ? davical : "sabre/dav " + sabre,
        dav.isEmpty() ? null : String.join(", ", dav));
  }

  private static String value(HttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  /** Returns whether the Content-Type is that of an HTML page. */
  public boolean isWebPage() {
    return contentType != null && contentType.toLowerCase(Locale.ROOT).contains("html");
  }

  /** Returns whether the answer redirects the request (RFC 9110, section 15.4). */
  public boolean redirect() {
    return location != null
        && (status == 301 || status == 302 || status == 303 || status == 307 || status == 308);
  }
}
