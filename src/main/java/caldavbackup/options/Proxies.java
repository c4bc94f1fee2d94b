package caldavbackup.options;

import caldavbackup.text.Failure;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The proxies of an account: the option {@code proxy}, otherwise the environment variables that
 * curl reads.
 */
public final class Proxies {
  /** The default port of a proxy, as in curl. */
  private static final int PORT = 1080;

  /**
   * A proxy.
   *
   * @param scheme {@code http}, {@code socks5}, or {@code socks5h} if the proxy resolves host names
   * @param username null for a proxy without sign-in
   */
  public record Proxy(String scheme, String host, int port, String username, Secret password) {
    public boolean isSocks() {
      return scheme.startsWith("socks");
    }

    @Override
    public String toString() {
      return scheme + "://" + host + ":" + port;
    }
  }

  private final Proxy https;
  private final Proxy http;
  private final String except;

  private Proxies(Proxy https, Proxy http, String except) {
    this.https = https;
    this.http = http;
    this.except = except;
  }

  /** Reads the options, otherwise the environment. */
  static Proxies read(Map<Option, String> given, Map<String, String> environment) throws Failure {
    String option = given.get(Option.PROXY);
    String username = given.get(Option.PROXY_USERNAME);
    String password = given.get(Option.PROXY_PASSWORD);
    if (option == null && (username != null || password != null)) {
      throw Failure.option(
          "option 'proxy' is missing: "
              + (username != null ? "proxy_username" : "proxy_password")
              + " is given");
    }
    if ((username == null) != (password == null)) {
      throw Failure.option(
          "option '"
              + (username == null ? "proxy_username" : "proxy_password")
              + "' is missing: proxy_username and proxy_password go together");
    }
    if (option != null) {
      Proxy one =
          option.equals("none") ? null : parse("option 'proxy'", option, false, username, password);
      return new Proxies(one, one, "");
    }
    Proxy all = fromEnvironment(environment, "ALL_PROXY");
    Proxy https = fromEnvironment(environment, "HTTPS_PROXY");
    // a web server passes a client's header "Proxy:" to its programs as HTTP_PROXY
    boolean inWebServer = environment.containsKey("REQUEST_METHOD");
    Proxy http =
        inWebServer && !environment.containsKey("http_proxy")
            ? null
            : fromEnvironment(environment, "HTTP_PROXY");
    return new Proxies(
        https == null ? all : https,
        http == null ? all : http,
        variable(environment, "NO_PROXY") == null ? "" : variable(environment, "NO_PROXY"));
  }

  /** The proxy for requests to this host; null for none. */
  public Proxy of(String scheme, String host) {
    Proxy proxy = "https".equalsIgnoreCase(scheme) ? https : http;
    return proxy == null || isExcepted(host) ? null : proxy;
  }

  /** The HTTP proxy of this account at this address; null if there is none. */
  public Proxy at(String host, int port) {
    for (Proxy proxy : all()) {
      if (!proxy.isSocks() && proxy.host().equalsIgnoreCase(host) && proxy.port() == port) {
        return proxy;
      }
    }
    return null;
  }

  List<Proxy> all() {
    return Stream.of(https, http).filter(Objects::nonNull).toList();
  }

  private static String variable(Map<String, String> environment, String name) {
    String lower = environment.get(name.toLowerCase(Locale.ROOT));
    String value = lower != null ? lower : environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static Proxy fromEnvironment(Map<String, String> environment, String name)
      throws Failure {
    String value = variable(environment, name);
    return value == null ? null : parse("environment variable " + name, value, true, null, null);
  }

  private static Proxy parse(
      String source, String text, boolean mayHaveUser, String username, String password)
      throws Failure {
    URI uri;
    try {
      uri = new URI(text.contains("://") ? text : "http://" + text);
    } catch (URISyntaxException e) {
      throw Failure.option(source + " is not a URL like http://HOST:PORT or socks5://HOST:PORT");
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.matches("http|socks5h?")) {
      throw Failure.option(
          source
              + " has the unknown scheme '"
              + scheme
              + "': use http://, socks5:// or socks5h://");
    }
    if (uri.getHost() == null || uri.getPort() > 65535) {
      throw Failure.option(source + " is not a URL like http://HOST:PORT or socks5://HOST:PORT");
    }
    if (uri.getRawUserInfo() != null) {
      if (!mayHaveUser) {
        throw Failure.option(
            source + " contains a user name: give it as proxy_username, and proxy_password");
      }
      String[] parts = uri.getRawUserInfo().split(":", 2);
      username = decoded(parts[0]);
      password = parts.length == 1 ? "" : decoded(parts[1]);
    }
    return new Proxy(
        scheme,
        uri.getHost().replaceAll("[\\[\\]]", ""),
        uri.getPort() < 0 ? PORT : uri.getPort(),
        username,
        password == null ? null : new Secret(password));
  }

  private static String decoded(String text) {
    return java.net.URLDecoder.decode(
        text.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
  }

  private boolean isExcepted(String host) {
    String name = plain(host);
    for (String word : except.split("[,\\s]+")) {
      String exception = plain(word.startsWith(".") ? word.substring(1) : word);
      if (exception.equals("*")
          || !exception.isEmpty()
              && (name.equals(exception)
                  || !isAddress(name) && name.endsWith("." + exception)
                  || exception.contains("/") && isIn(name, exception))) {
        return true;
      }
    }
    return false;
  }

  private static String plain(String host) {
    String name = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }

  /** Returns whether an address is in a CIDR block such as 10.0.0.0/8. */
  private static boolean isIn(String host, String block) {
    String[] parts = block.split("/", 2);
    if (!isAddress(host) || !isAddress(parts[0]) || !parts[1].matches("\\d{1,3}")) {
      return false;
    }
    try {
      byte[] address = InetAddress.getByName(host).getAddress();
      byte[] base = InetAddress.getByName(parts[0]).getAddress();
      int bits = Integer.parseInt(parts[1]);
      if (address.length != base.length || bits > base.length * 8) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        if ((address[i / 8] >> 7 - i % 8 & 1) != (base[i / 8] >> 7 - i % 8 & 1)) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
