package caldavbackup.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A real OAuth2 server with a gate before its token endpoint, which does on demand what providers
 * do: forgets tokens, rotates strictly, answers nonsense, or lets a test look on.
 */
final class AuthorizationServer implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Something that is answered in place of a token. */
  record Answer(int status, String contentType, String body, Map<String, String> headers) {
    static Answer json(int status, String body) {
      return new Answer(status, "application/json", body, Map.of());
    }

    static Answer html(int status, String body) {
      return new Answer(status, "text/html; charset=utf-8", body, Map.of());
    }
  }

  private final TokenIssuer issuer = new TokenIssuer();
  private final HttpServer gate;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();
  private final Set<String> issued = ConcurrentHashMap.newKeySet();
  private final Set<String> refreshTokens = ConcurrentHashMap.newKeySet();
  private final Deque<Answer> instead = new ConcurrentLinkedDeque<>();
  private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
  private volatile long life = 3600;
  private volatile boolean rotates = true;
  private volatile int untilDeviceIsAllowed;
  private volatile Runnable beforeToken = () -> {};

  AuthorizationServer() throws IOException {
    gate = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gate.setExecutor(threads);
    gate.createContext("/token", this::token);
    gate.createContext("/device", this::device);
    gate.createContext("/.well-known/oauth-authorization-server", this::metadata);
    gate.start();
  }

  String url() {
    return "http://127.0.0.1:" + gate.getAddress().getPort();
  }

  String tokenUrl() {
    return url() + "/token";
  }

  String deviceUrl() {
    return url() + "/device";
  }

  String authorizeUrl() {
    return issuer.authorizeUrl();
  }

  /** Options that say all that has to be known of it. */
  List<String> options() {
    return List.of("name=custom", "client_id=backup", "token_url=" + tokenUrl());
  }

  /** How long tokens are said to be good, in seconds. */
  void life(long seconds) {
    life = seconds;
  }

  /** Whether a refresh token is good once only. */
  void rotates(boolean yes) {
    rotates = yes;
  }

  /** What is to be answered to the next request for a token. */
  void answer(Answer answer) {
    instead.add(answer);
  }

  /** What happens before a token is given. */
  void beforeToken(Runnable task) {
    beforeToken = task;
  }

  /** Takes back every access token given until now. */
  void revokeAccess() {
    revoked.addAll(issued);
  }

  /** Takes back everything. */
  void revokeAll() {
    revokeAccess();
    refreshTokens.clear();
  }

  /** Moves what is kept in a folder of tokens into the past, as the clock does. */
  void anHourPasses(Path folder) throws IOException {
    revokeAccess();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        String past = "\"obtained\" : \"2026-01-01T00:00:00Z\"";
        Files.writeString(
            file, Files.readString(file).replaceAll("\"obtained\" : \"[^\"]*\"", past));
      }
    }
  }

  /** Where a run keeps what is its user's. */
  static Map<String, String> environment(Path home) {
    return Map.of(
        "XDG_STATE_HOME", home.resolve("state").toString(),
        "XDG_CONFIG_HOME", home.resolve("config").toString(),
        "XDG_CACHE_HOME", home.resolve("cache").toString());
  }

  /** How often a user has still to be waited for. */
  void allowDeviceAfter(int asks) {
    untilDeviceIsAllowed = asks;
  }

  /** The parameters of each request for a token. */
  List<Map<String, String>> asked() {
    return asked;
  }

  int port() {
    return gate.getAddress().getPort();
  }

  /** Every token that was given. */
  List<String> secrets() {
    return Stream.concat(issued.stream(), refreshTokens.stream()).toList();
  }

  /** How often a token was asked for by this grant. */
  long asked(String grant) {
    return asked.stream().filter(form -> form.get("grant_type").endsWith(grant)).count();
  }

  /** Whether this is a token of ours that is still good. */
  boolean accepts(String token) {
    return !revoked.contains(token) && issuer.issued(token);
  }

  /** An access token as a login gets it, without our code. */
  String accessToken() throws Exception {
    return remember(issuer.login()).get("access_token").asText();
  }

  /** A refresh token as a login gets it, without our code. */
  String login() throws Exception {
    return remember(issuer.login()).get("refresh_token").asText();
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> form =
        TokenIssuer.parameters(
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    asked.add(form);
    beforeToken.run();
    Answer other = instead.poll();
    if (other != null) {
      answer(exchange, other);
      return;
    }
    String refresh = form.get("refresh_token");
    if (refresh != null && !refreshTokens.contains(refresh)) {
      answer(
          exchange,
          Answer.json(
              400,
              "{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or"
                  + " revoked.\"}"));
      return;
    }
    if (form.get("grant_type").endsWith("device_code")) {
      if (untilDeviceIsAllowed-- > 0) {
        answer(exchange, Answer.json(400, "{\"error\":\"authorization_pending\"}"));
        return;
      }
      try {
        form =
            Map.of("grant_type", "refresh_token", "client_id", "backup", "refresh_token", login());
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
    try {
      ObjectNode answer =
          remember(issuer.token(form, exchange.getRequestHeaders().getFirst("Authorization")));
      if (refresh != null && rotates) {
        refreshTokens.remove(refresh);
      } else if (refresh != null) {
        refreshTokens.remove(answer.remove("refresh_token").asText());
      }
      answer(exchange, Answer.json(200, answer.toString()));
    } catch (TokenIssuer.Refused e) {
      answer(exchange, Answer.json(e.status, e.body));
    }
  }

  private ObjectNode remember(ObjectNode answer) {
    answer.put("expires_in", life);
    issued.add(answer.get("access_token").asText());
    if (answer.hasNonNull("refresh_token")) {
      refreshTokens.add(answer.get("refresh_token").asText());
    }
    return answer;
  }

  private void device(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        Answer.json(
            200,
            "{\"device_code\":\"GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS\",\"user_code\":\"WDJB-MJHT\","
                + "\"verification_uri\":\"https://id.example.org/device\",\"expires_in\":600,\"interval\":1}"));
  }

  private void metadata(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        Answer.json(
            200,
            JSON.createObjectNode()
                .put("issuer", url())
                .put("authorization_endpoint", authorizeUrl())
                .put("token_endpoint", tokenUrl())
                .put("device_authorization_endpoint", deviceUrl())
                .set("response_types_supported", JSON.createArrayNode().add("code"))
                .toString()));
  }

  private static void answer(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    gate.stop(0);
    threads.shutdownNow();
    issuer.close();
  }
}
