package caldavbackup.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that lets one user in, by Basic or by Digest, and writes down what it was shown. */
final class SignInServer implements AutoCloseable {
  private static final Pattern PARAMETER =
      Pattern.compile("([\\w*]+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,\\s]+))");

  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final String user;
  private final String password;
  private final String[] challenges;

  /** The header Authorization of every request, "none" where there was none. */
  final List<String> shown = new CopyOnWriteArrayList<>();

  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private final AtomicInteger serial = new AtomicInteger();
  private final Map<String, AtomicInteger> nonces = new ConcurrentHashMap<>();

  /** How often a nonce may be used. */
  volatile int mostUses = Integer.MAX_VALUE;

  /** Names the next nonce with each answer. */
  volatile boolean namesNext;

  /** Answers 401 here, whoever asks. */
  volatile String notHis;

  SignInServer(String user, String password, String... challenges) throws IOException {
    this.user = user;
    this.password = password;
    this.challenges = challenges;
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** As after a restart: no nonce is known any more, and none is called stale. */
  void forgetNonces() {
    nonces.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String header = exchange.getRequestHeaders().getFirst("Authorization");
      shown.add(header == null ? "none" : header);
      boolean stale = false;
      boolean in = false;
      if (header != null && header.startsWith("Basic ") && List.of(challenges).contains("Basic")) {
        String told =
            new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
        in = told.equals(user + ":" + password);
      } else if (header != null && header.startsWith("Digest ")) {
        Map<String, String> said = parameters(header);
        in = digestFits(said, exchange.getRequestMethod());
        AtomicInteger uses = nonces.get(said.get("nonce"));
        if (in && (uses == null || uses.incrementAndGet() > mostUses)) {
          in = false;
          stale = uses != null;
        }
      }
      in &= !exchange.getRequestURI().getPath().equals(notHis);
      if (in && namesNext) {
        exchange.getResponseHeaders().set("Authentication-Info", "nextnonce=\"" + nonce() + "\"");
      }
      if (!in) {
        for (String challenge : challenges) {
          exchange
              .getResponseHeaders()
              .add(
                  "WWW-Authenticate",
                  challenge.equals("Basic")
                      ? "Basic realm=\"cal\""
                      : "Digest realm=\"cal\", qop=\"auth\", charset=UTF-8, nonce=\""
                          + nonce()
                          + "\""
                          + (stale ? ", stale=true" : ""));
        }
      }
      exchange.sendResponseHeaders(in ? 200 : 401, -1);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private String nonce() {
    String nonce = "n" + serial.incrementAndGet();
    nonces.put(nonce, new AtomicInteger());
    return nonce;
  }

  private boolean digestFits(Map<String, String> said, String method) throws Exception {
    String a1 = md5(user + ":cal:" + password);
    String a2 = md5(method + ":" + said.get("uri"));
    String count = said.get("nonce") + ":" + said.get("nc");
    String expected = md5(a1 + ":" + count + ":" + said.get("cnonce") + ":auth:" + a2);
    return expected.equals(said.get("response"))
        && used.add(count); // no count twice: RFC 7616, 3.4
  }

  private static Map<String, String> parameters(String header) {
    Map<String, String> all = new HashMap<>();
    for (Matcher m = PARAMETER.matcher(header); m.find(); ) {
      all.put(m.group(1), m.group(2) == null ? m.group(3) : m.group(2));
    }
    return all;
  }

  private static String md5(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
