package caldavbackup.account;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where an account lives: the option {@code location}, read.
 *
 * @param http the URL that discovery starts from, {@code https:} unless the location said {@code
 *     caldav+http:}
 * @param user the user that stood before an {@code @}, or null
 */
public record Location(URI http, String user) {

  /**
   * Reads a location.
   *
   * @param text {@code caldav://host[:port][/path]} or {@code caldavs://} for HTTPS, {@code
   *     caldav+http://} for plain HTTP, {@code caldav://https://…}, {@code https://…}, or a bare
   *     host
   * @throws Failure of kind OPTION with a sentence that names what is wrong
   */
  public static Location parse(String text) throws Failure {
    if (text == null || text.isBlank()) {
      throw Failure.option(
          "option 'location' is missing: give caldav://HOST/, for example caldav://cal.example.org/");
    }
    String rest = text.strip();
    String scheme = "https";
    int colon = rest.indexOf("://");
    if (colon > 0) {
      String given = rest.substring(0, colon).toLowerCase(java.util.Locale.ROOT);
      rest = rest.substring(colon + 3);
      switch (given) {
        case "caldav", "caldavs", "https" -> scheme = "https";
        case "caldav+http" -> scheme = "http";
        case "http" -> throw plainHttp(text);
        default ->
            throw Failure.option(
                "option 'location' has the unknown scheme '"
                    + given
                    + "': use caldav://, or caldav+http:// for plain HTTP");
      }
      if (rest.regionMatches(true, 0, "https://", 0, 8)) {
        rest = rest.substring("https://".length());
        scheme = "https";
      } else if (rest.regionMatches(true, 0, "http://", 0, 7)) {
        if (!given.equals("caldav+http")) {
          throw plainHttp(text);
        }
        rest = rest.substring("http://".length());
      }
    }
    URI uri;
    try {
      uri = new URI(new URI(scheme + "://" + withAsciiHost(rest)).toASCIIString());
    } catch (URISyntaxException e) {
      throw Failure.option(
          "option 'location' is not a URL: " + withoutPassword(text) + " (" + e.getReason() + ")");
    }
    if (uri.getHost() == null) {
      throw Failure.option("option 'location' names no host: " + withoutPassword(text));
    }
    if (uri.getPort() > 65535) {
      throw Failure.option("option 'location' has a port beyond 65535: " + uri.getPort());
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw Failure.option(
          "option 'location' has a part that begins with '"
              + (uri.getRawQuery() != null ? "?" : "#")
              + "', which no calendar has: "
              + withoutPassword(text));
    }
    String user = null;
    if (uri.getUserInfo() != null) {
      if (uri.getUserInfo().contains(":")) {
        throw Failure.option(
            "option 'location' holds a password: give it as password, password_file, password_command or password_env");
      }
      user = uri.getUserInfo();
    }
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new Location(URI.create(scheme + "://" + authority(uri) + path), user);
  }

  /** {@code host[:port]/path}: part of what names the account in a snapshot. */
  public String origin() {
    return authority(http) + http.getRawPath();
  }

  /** A name with letters beyond ASCII as the DNS has it (RFC 5891). */
  private static String withAsciiHost(String rest) {
    int end = rest.split("[/?#]", 2)[0].length();
    int start = rest.lastIndexOf('@', end) + 1;
    String host = rest.substring(start, end);
    if (host.chars().allMatch(c -> c < 0x80)) {
      return rest;
    }
    try {
      return rest.substring(0, start) + IDN.toASCII(host) + rest.substring(end);
    } catch (IllegalArgumentException e) {
      return rest; // no name of a host: said so by whoever reads it
    }
  }

  private static String authority(URI uri) {
    return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  private static Failure plainHttp(String text) {
    return Failure.option(
        "option 'location' asks for plain HTTP, which shows the password to the network: write caldav+http:// if that is"
            + " what you want, instead of "
            + withoutPassword(text));
  }

  /** A password may hold a slash or an at sign: whatever stands before the last one is left out. */
  private static String withoutPassword(String text) {
    return text.replaceAll("(?s)//.*@", "//…@");
  }
}
