package caldavbackup.caldav;

import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.HrefTarget;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.Names;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;

/**
 * One calendar object resource (RFC 4791, section 4.1) as a listing names it, without its data.
 *
 * @param calendar the calendar that contains it
 * @param href as the server wrote it, because the server expects it unchanged
 * @param etag as the server wrote it, or null
 * @param length getcontentlength in bytes; -1 when the server does not report it
 * @param lastModified getlastmodified as the server wrote it, or null
 */
public record Member(
    Calendar calendar, String href, String etag, long length, String lastModified) {
  private static final DateTimeFormatter SOGO =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH);
  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC),
          SOGO.withZone(ZoneOffset.UTC));
  private static final int MAX_LENGTH_DIGITS = 18;

  /** Larger than the clock error of most servers. */
  private static final Duration MOMENT = Duration.ofMinutes(1);

  public static Member of(Calendar calendar, DavResponse response) {
    String length = response.text(Names.GETCONTENTLENGTH);
    String etag = response.text(Names.GETETAG);
    return new Member(
        calendar,
        response.href(),
        etag == null || opaque(etag).isEmpty() ? null : etag,
        length != null && isNumber(length) ? Long.parseLong(length) : -1,
        response.text(Names.GETLASTMODIFIED));
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_LENGTH_DIGITS;
  }

  /** The hash of the href, which suffices; a calendar has many properties to hash. */
  @Override
  public int hashCode() {
    return href == null ? 0 : href.hashCode();
  }

  /**
   * The opaque value of an ETag (RFC 9110, section 8.8.3), which may be weak, escaped or unquoted.
   */
  public static String opaque(String etag) {
    String text = etag.replace("&quot;", "\"").strip();
    text = text.startsWith("W/") ? text.substring(2) : text;
    return text.replace("\"", "").strip();
  }

  /**
   * The absolute URL, at the authority of the calendar, whatever the href says. Characters for
   * query and fragment are encoded, because calendar objects have neither, and Cyrus leaves them
   * unencoded in names.
   */
  public String url() {
    String inside = HrefTarget.inside(calendar.url(), href);
    String url =
        inside != null
            ? inside
            : Hrefs.root(calendar.url()) + Hrefs.path(Hrefs.resolve(calendar.url(), href));
    return url.replace("?", "%3F").replace("#", "%23");
  }

  /**
   * A key that is unique among the objects of the server, independent of the encoding of the href.
   */
  public String key() {
    return key(url(), href);
  }

  /** The key of a URL. Returns the href itself if it is equal, to save memory in large listings. */
  public static String key(String url, String href) {
    String path = Hrefs.canonicalPath(url);
    return path.equals(href) ? href : path;
  }

  /** The last segment of the path, decoded. */
  public String name() {
    return Hrefs.segment(url());
  }

  /** The time of the last change, as the server reports it; 1970 if it does not. */
  public Instant modified() {
    if (lastModified != null) {
      Instant usual = HttpDate.parse(lastModified);
      if (usual != null) {
        return usual;
      }
      for (DateTimeFormatter format : DATES) {
        try {
          return Instant.from(format.parse(lastModified));
        } catch (DateTimeParseException e) {
          // try the next format
        }
      }
    }
    return Instant.EPOCH;
  }

  /** Returns whether the server reports anything that changes with the object. */
  public boolean hasVersion() {
    return etag != null || lastModified != null;
  }

  /**
   * Returns whether a change of the object also changes {@link #version()}. A date alone cannot
   * distinguish two changes within a second, so an object that changed shortly before the run is
   * read again by the next run.
   *
   * @param started when the run began
   */
  public boolean tellsChanges(Instant started) {
    return etag != null || (hasVersion() && modified().isBefore(started.minus(MOMENT)));
  }

  /**
   * A number that changes with ETag, date or length. The ETag alone does not suffice: on some
   * servers it restarts when an object is deleted and created again.
   */
  public long version() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  (etag + "\n" + lastModified + "\n" + length).getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
