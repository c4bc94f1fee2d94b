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
 * One calendar object resource (RFC 4791, section 4.1) as a listing names it; its data is not read
 * yet.
 *
 * @param calendar the calendar it is in
 * @param href as the server wrote it: it wants it back like that
 * @param etag as the server wrote it, or null
 * @param length getcontentlength in bytes, -1 when the server does not say
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

  /** More than the clocks of most servers go wrong. */
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

  /** The href tells members apart well enough; a calendar has many properties to hash. */
  @Override
  public int hashCode() {
    return href == null ? 0 : href.hashCode();
  }

  /** What stands inside an ETag (RFC 9110, section 8.8.3), whether weak, escaped or unquoted. */
  public static String opaque(String etag) {
    String text = etag.replace("&quot;", "\"").strip();
    text = text.startsWith("W/") ? text.substring(2) : text;
    return text.replace("\"", "").strip();
  }

  /**
   * The absolute URL, at the authority that the calendar was asked at, whatever the href says. A
   * calendar object has neither query nor fragment: Cyrus leaves these marks unencoded in names.
   */
  public String url() {
    String inside = HrefTarget.inside(calendar.url(), href);
    String url =
        inside != null
            ? inside
            : Hrefs.root(calendar.url()) + Hrefs.path(Hrefs.resolve(calendar.url(), href));
    return url.replace("?", "%3F").replace("#", "%23");
  }

  /** What tells it from all other objects of its server, however its href is written. */
  public String key() {
    return key(url(), href);
  }

  /** The same of a URL; the href itself where it says just that, for a listing keeps many. */
  public static String key(String url, String href) {
    String path = Hrefs.canonicalPath(url);
    return path.equals(href) ? href : path;
  }

  /** The last segment of its path, decoded. */
  public String name() {
    return Hrefs.segment(url());
  }

  /** When it was last changed as far as the server says, else 1970. */
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
          // the next form
        }
      }
    }
    return Instant.EPOCH;
  }

  /** Whether the server says anything by which a change could be seen. */
  public boolean hasVersion() {
    return etag != null || lastModified != null;
  }

  /**
   * Whether {@link #version()} is another one in the next run when the object changes meanwhile. A
   * date alone does not tell two changes within its second apart: an object that was changed a
   * moment ago is read again by the next run.
   *
   * @param started when the run began
   */
  public boolean tellsChanges(Instant started) {
    return etag != null || (hasVersion() && modified().isBefore(started.minus(MOMENT)));
  }

  /**
   * A number that changes when ETag, date or length do: some servers' ETag alone says nothing (it
   * starts again when an object is deleted and made anew).
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
