package caldavbackup.lying;

import caldavbackup.lying.Loopback.Request;
import caldavbackup.lying.Multistatus.Propstat;
import caldavbackup.lying.Multistatus.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A CalDAV server that tells the truth about a {@link World}: what RFC 4918, RFC 4791 and RFC 6578
 * say, for the requests that a backup and a restore send. It also gives tokens at {@code /token}.
 *
 * <p>A layer before it may change what it says ({@link Liar}), or refuse what it would do.
 */
public final class TruthServer implements Loopback.Handler {
  public static final String USER = "alice";
  public static final String PASSWORD = "app-password";

  private static final String BASIC =
      "Basic "
          + Base64.getEncoder()
              .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
  private static final Pattern ORIGIN = Pattern.compile("(?i)^[a-z]+://[^/]*");

  private final World world;
  private final Properties properties;
  private final Writes writes;
  private final AtomicInteger tokens = new AtomicInteger();
  private volatile String token;

  public TruthServer(World world) {
    this.world = world;
    this.properties = new Properties(world);
    this.writes = new Writes(world);
  }

  @Override
  public Answer answer(Request request) {
    synchronized (world) {
      Answer answer = truth(request);
      return answer.multistatus() != null || request.method().equals("GET")
          ? answer.framed(world.traits().framing)
          : answer;
    }
  }

  private Answer truth(Request request) {
    String path = located(request.path());
    if (path.equals("/token")) {
      return token();
    }
    if (!isSignedIn(request.header("Authorization"))) {
      return unauthorized();
    }
    if (path.equals("/.well-known/caldav")) {
      return world.traits().wellKnown == null
          ? Answer.text(404, "nothing here")
          : Answer.of(301).with("Location", world.traits().wellKnown);
    }
    return switch (request.method()) {
      case "PROPFIND" -> propfind(request, path);
      case "REPORT" -> new Reports(world, properties).answer(request, calendar(path));
      case "GET" -> get(path);
      case "OPTIONS" -> Answer.of(200).with("DAV", "1, 3, access-control, calendar-access");
      default -> writes.answer(request, path);
    };
  }

  /** The answer to a sign-in that is not accepted. */
  Answer unauthorized() {
    return Answer.text(401, "who are you?")
        .with(
            "WWW-Authenticate",
            world.traits().tokens ? "Bearer realm=\"truth\"" : "Basic realm=\"truth\"");
  }

  private boolean isSignedIn(String authorization) {
    return world.traits().tokens
        ? token != null && ("Bearer " + token).equals(authorization)
        : BASIC.equals(authorization);
  }

  private Answer token() {
    token = "token-" + tokens.incrementAndGet();
    return Answer.json(
        200, "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
  }

  /** The token that was given last is not good any more. */
  void forgetToken() {
    token = null;
  }

  private World.Calendar calendar(String path) {
    return world.calendars().get(path.endsWith("/") ? path : path + "/");
  }

  private Answer get(String path) {
    World.Stored object = object(path);
    if (object == null) {
      return Answer.text(404, "nothing here");
    }
    Answer answer = Answer.of(200, "text/calendar; charset=utf-8", object.bytes());
    String etag = world.etag(object);
    return etag == null ? answer : answer.with("ETag", etag);
  }

  private World.Stored object(String path) {
    World.Calendar calendar = calendar(parent(path));
    return calendar == null ? null : calendar.objects.get(name(path));
  }

  private Answer propfind(Request request, String path) {
    boolean isDeep = "1".equals(request.header("Depth"));
    World.Calendar calendar = calendar(path);
    if (isDeep
        && calendar != null
        && !world.traits().listsByPropfind
        && request.text().contains("getetag")) {
      return Answer.error(403, "d:propfind-finite-depth");
    }
    Map<String, Map<String, String>> found = new LinkedHashMap<>();
    Map<String, String> itself = properties.of(path);
    if (itself == null) {
      return Answer.text(404, "nothing here");
    }
    found.put(path, itself);
    if (isDeep) {
      children(path).forEach(child -> found.put(child, properties.of(child)));
    }
    PropfindBody asked = PropfindBody.of(request.text());
    List<Response> responses = new ArrayList<>();
    found.forEach((at, all) -> responses.add(asked.response(href(at), all)));
    return Answer.of(new Multistatus(responses, null));
  }

  private List<String> children(String path) {
    String parent = path.endsWith("/") ? path : path + "/";
    List<String> children = new ArrayList<>();
    World.Calendar calendar = world.calendars().get(parent);
    if (calendar != null) {
      calendar.objects.keySet().forEach(name -> children.add(parent + name));
    }
    for (String each : properties.collections()) {
      if (parent(each).equals(parent) && !each.equals(parent)) {
        children.add(each);
      }
    }
    return children;
  }

  /** The resource that a request or an href means, in whatever form it is written. */
  static String located(String href) {
    String path = ORIGIN.matcher(href).replaceFirst("").replaceAll("/{2,}", "/");
    return decoded(path);
  }

  /** Percent-decoded; a {@code %} that begins no code stands for itself. */
  private static String decoded(String path) {
    byte[] in = path.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      boolean isCode =
          in[i] == '%'
              && i + 2 < in.length
              && Character.digit(in[i + 1], 16) >= 0
              && Character.digit(in[i + 2], 16) >= 0;
      if (isCode) {
        out[length++] =
            (byte) (Character.digit(in[i + 1], 16) * 16 + Character.digit(in[i + 2], 16));
        i += 2;
      } else {
        out[length++] = in[i];
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  /** A path as a truthful href. */
  static String href(String path) {
    StringBuilder href = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean isPlain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~/@".indexOf(c) >= 0);
      href.append(isPlain ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return href.toString();
  }

  /** The collection that a resource lies in. */
  static String parent(String path) {
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return bare.substring(0, bare.lastIndexOf('/') + 1);
  }

  /** The last segment, without a slash at its end. */
  static String name(String path) {
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return bare.substring(bare.lastIndexOf('/') + 1);
  }

  static Response found(String href, List<String> elements) {
    return new Response(href, null, List.of(new Propstat(Multistatus.status(200), elements)));
  }
}
