package caldavbackup.options;

import caldavbackup.text.Failure;
import caldavbackup.text.Percent;
import caldavbackup.webdav.Hrefs;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parsed option {@code location}: where the account is.
 *
 * @param http the URL at which discovery starts; {@code https:} unless the location begins with
 *     {@code caldav+http:}
 * @param user the user name before an {@code @}, or null
 */
public record Location(URI http, String user) {

  /**
   * Parses a location.
   *
   * @param text {@code caldav://host[:port][/path]} or {@code caldavs://} for HTTPS, {@code
   *     caldav+http://} for plain HTTP, {@code caldav://https://…}, {@code https://…}, or a host
   *     name
   * @throws Failure of kind OPTION with a sentence that names the fault
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
    Authority authority = Authority.of(uri);
    if (authority == null) {
      throw Failure.option("option 'location' names no host: " + withoutPassword(text));
    }
    if (authority.port().length() > 5 || authority.portNumber() > 65535) {
      throw Failure.option("option 'location' has a port above 65535: " + authority.port());
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw Failure.option(
          "option 'location' has a part that begins with '"
              + (uri.getRawQuery() != null ? "?" : "#")
              + "', which is not allowed in a calendar's address: "
              + withoutPassword(text));
    }
    String user = null;
    if (authority.user() != null) {
      if (authority.user().contains(":")) {
        throw Failure.option(
            "option 'location' contains a password: give it as password, password_file,"
                + " password_command or password_env");
      }
      user = Percent.decode(authority.user());
    }
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new Location(URI.create(scheme + "://" + authority.host() + path), user);
  }

  /** {@code host[:port]/path}, which is part of the account's name in a snapshot. */
  public String origin() {
    return http.getRawAuthority() + http.getRawPath();
  }

  /**
   * The host in lower case. It may contain an underscore, as host names in container networks do.
   */
  public String host() {
    return Hrefs.host(http.toString());
  }

  /** Converts an internationalized host name to its ASCII form (RFC 5891). */
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
      return rest; // not a host name; the caller reports it
    }
  }

  /**
   * The authority of a URL. {@link URI} does not parse host names with an underscore, which
   * container networks use.
   *
   * @param user the encoded user name, or null
   * @param host the host with its port
   * @param port the digits of the port; empty when there is none
   */
  private record Authority(String user, String host, String port) {
    private static final Pattern FORM =
        Pattern.compile(
            "(?:([^/]*)@)?((?:[\\p{Alnum}_.~-]+|\\[[\\p{XDigit}:.]+(?:%\\w+)?])(?::(\\d*))?)");

    static Authority of(URI uri) {
      Matcher form = FORM.matcher(uri.getRawAuthority() == null ? "" : uri.getRawAuthority());
      if (!form.matches()) {
        return null;
      }
      String port = form.group(3) == null ? "" : form.group(3);
      String host = form.group(2);
      host = host.endsWith(":") ? host.substring(0, host.length() - 1) : host;
      return new Authority(form.group(1), host, port);
    }

    int portNumber() {
      return port.isEmpty() ? 0 : Integer.parseInt(port);
    }
  }

  private static Failure plainHttp(String text) {
    return Failure.option(
        "option 'location' asks for plain HTTP, which sends the password unencrypted: write"
            + " caldav+http:// if that is"
            + " intended, instead of "
            + withoutPassword(text));
  }

  /**
   * Removes the user information. A password may contain a slash or an at sign, so everything up to
   * the last at sign is removed.
   */
  private static String withoutPassword(String text) {
    return text.replaceAll("(?s)//.*@", "//…@");
  }
}
