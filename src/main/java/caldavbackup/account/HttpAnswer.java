package caldavbackup.account;

/**
 * What the head of an HTTP answer said, kept on the exchange apart from its headers.
 *
 * @param url the URL that was asked
 * @param status the status code
 * @param location the header Location, or null
 * @param etag the header ETag, or null
 * @param contentType the header Content-Type, or null
 * @param server the header Server, or null
 * @param dav the header DAV (RFC 4918, section 10.1), or null
 */
public record HttpAnswer(
    String url,
    int status,
    String location,
    String etag,
    String contentType,
    String server,
    String dav) {
  /** Whether the answer sends the request elsewhere (RFC 9110, section 15.4). */
  public boolean redirect() {
    return location != null
        && (status == 301 || status == 302 || status == 303 || status == 307 || status == 308);
  }
}
