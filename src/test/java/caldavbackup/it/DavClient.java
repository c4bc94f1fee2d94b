package caldavbackup.it;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A CalDAV client of a few lines that shares nothing with ours: what it sees is the truth of the
 * tests.
 */
final class DavClient {
  private static final Pattern HREF = Pattern.compile("<(?:\\w+:)?href>([^<]*)</");
  private static final Pattern CALENDAR = Pattern.compile("<(?:\\w+:)?calendar[ />]");

  /** A server that answers nothing for so long never will. */
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String url;
  private final String authorization;

  DavClient(String url, String user, String password) {
    this.url = url;
    this.authorization =
        user == null
            ? null
            : "Basic "
                + Base64.getEncoder()
                    .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  HttpResponse<byte[]> request(
      String method, String path, String body, Map<String, String> headers) {
    return send(method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8), headers);
  }

  private HttpResponse<byte[]> send(
      String method, String path, byte[] body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(SILENCE)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    try {
      try {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      } catch (IOException e) { // a kept connection that the server closed meanwhile
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      }
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Puts an object, making its calendar when it is not there. */
  void put(String home, String calendar, String name, String ics) {
    String collection = home + segment(calendar) + "/";
    request("MKCALENDAR", collection, null, Map.of());
    String refusal = put(collection + segment(name), ics.getBytes(StandardCharsets.UTF_8));
    if (refusal != null) {
      throw new IllegalStateException(name + ": " + refusal);
    }
  }

  /**
   * Puts bytes as they are, and asks the server to mail nobody.
   *
   * @return null, or the server's refusal in its own words
   */
  String put(String path, byte[] ics) {
    HttpResponse<byte[]> answer =
        send(
            "PUT",
            path,
            ics,
            Map.of("Content-Type", "text/calendar; charset=utf-8", "Scheduling-Enabled", "F"));
    return answer.statusCode() < 300
        ? null
        : answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8);
  }

  /** Makes a calendar with properties, written as XML with the prefixes d, c and a. */
  void makeCalendar(String path, String properties) {
    String body =
        "<c:mkcalendar xmlns:d='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav' xmlns:a='http://apple.com/ns/ical/'><d:set><d:prop>"
            + properties
            + "</d:prop></d:set></c:mkcalendar>";
    HttpResponse<byte[]> answer =
        request("MKCALENDAR", path, body, Map.of("Content-Type", "application/xml"));
    if (answer.statusCode() != 201) {
      throw new IllegalStateException(path + ": " + answer.statusCode());
    }
  }

  /** When the server says the resource was last changed. */
  Instant lastModified(String path) {
    return Instant.from(
        DateTimeFormatter.RFC_1123_DATE_TIME.parse(property(path, "d:getlastmodified")));
  }

  /** The hrefs below a collection, as the server writes them, without its own. */
  List<String> hrefs(String collection) {
    String answer = propfind(collection, "1", "<d:getetag/>");
    return HREF.matcher(answer)
        .results()
        .map(m -> m.group(1).replace("&amp;", "&"))
        .filter(href -> !href.endsWith("/")) // the collection itself, encoded in any way
        .map(href -> href.startsWith("/") ? href : collection + href)
        .map(href -> href.replace("?", "%3F")) // a member has no query; Cyrus writes it so
        .toList();
  }

  /** The calendars in a home, as the server writes their hrefs. */
  List<String> calendars(String home) {
    return Stream.of(propfind(home, "1", "<d:resourcetype/>").split("<(?:\\w+:)?response[ >]"))
        .filter(response -> CALENDAR.matcher(response).find())
        .map(response -> HREF.matcher(response).results().findFirst().orElseThrow().group(1))
        .toList();
  }

  String propfind(String path, String depth, String properties) {
    String body =
        "<d:propfind xmlns:d='DAV:' xmlns:c='urn:ietf:params:xml:ns:caldav' xmlns:a='http://apple.com/ns/ical/'><d:prop>"
            + properties
            + "</d:prop></d:propfind>";
    HttpResponse<byte[]> answer =
        request("PROPFIND", path, body, Map.of("Depth", depth, "Content-Type", "application/xml"));
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /** The text of one property of a resource, escaped for XML; null when it has none. */
  String property(String path, String property) {
    Matcher text =
        Pattern.compile(
                "<(?:\\w+:)?"
                    + property.replaceAll(".*:", "")
                    + "(?:\\s[^>]*)?>(?:<!\\[CDATA\\[(.*?)]]>|([^<]*))</",
                Pattern.DOTALL)
            .matcher(propfind(path, "0", "<" + property + "/>"));
    if (!text.find()) {
      return null;
    }
    String plain = text.group(1);
    return plain == null
        ? withoutNumbers(text.group(2))
        : plain.replace("&", "&amp;").replace("<", "&lt;");
  }

  /** SOGo writes every other character as a number, those beyond U+FFFF as two. */
  private static String withoutNumbers(String xml) {
    return Pattern.compile("&#(\\d+);")
        .matcher(xml)
        .replaceAll(m -> Matcher.quoteReplacement("" + (char) Integer.parseInt(m.group(1))));
  }

  byte[] get(String href) {
    HttpResponse<byte[]> answer = request("GET", href, null, Map.of());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(href + ": " + answer.statusCode());
    }
    return answer.body();
  }

  void delete(String href) {
    request("DELETE", href, null, Map.of());
  }

  /** Decoded name and bytes of every object in a collection. */
  Map<String, String> objects(String collection) {
    Map<String, String> objects = new TreeMap<>();
    for (String href : hrefs(collection)) {
      objects.put(name(href), new String(get(href), StandardCharsets.ISO_8859_1));
    }
    return objects;
  }

  /** The decoded names of what a collection lists, whether or not it can be had. */
  List<String> names(String collection) {
    return hrefs(collection).stream().map(DavClient::name).toList();
  }

  private static String name(String href) {
    String name = href.substring(href.lastIndexOf('/') + 1);
    return java.net.URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
