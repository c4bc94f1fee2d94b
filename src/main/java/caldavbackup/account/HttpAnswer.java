package caldavbackup.account;

/**
 * What the head of an HTTP answer said, kept on the exchange apart from its headers.
 *
 * @param url the URL that was asked
 * @param status the status code
 * @param location the header Location, or null
 * @param etag the header ETag, or null
 * @param contentType the header Content-Type, or null
 */
public record HttpAnswer(String url, int status, String location, String etag, String contentType) {
  /** Whether the answer sends the request elsewhere (RFC 9110, section 15.4). */
  public boolean redirect() {
    return location != null
        && (status == 301 || status == 302 || status == 303 || status == 307 || status == 308);
  }
}
