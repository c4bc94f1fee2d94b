package caldavbackup.it;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands before a real calendar server as providers' gateways do: wants a token of the
 * authorization server, and nothing else will do.
 */
final class BearerProxy implements Closeable {
  private final ServerProcess server;
  private final AuthorizationServer tokens;
  private final String user;
  private final HttpServer proxy;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicLong refusals = new AtomicLong();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicLong untilTask = new AtomicLong(-1);
  private volatile Runnable task = () -> {};

  BearerProxy(ServerProcess server, AuthorizationServer tokens, String user) throws IOException {
    this.server = server;
    this.tokens = tokens;
    this.user = user;
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.setExecutor(threads);
    proxy.createContext("/", this::pass);
    proxy.start();
  }

  String location() {
    return "caldav+http://127.0.0.1:" + proxy.getAddress().getPort() + "/";
  }

  /** Requests that had no good token. */
  long refusals() {
    return refusals.get();
  }

  /** Method and path of each request that was passed on. */
  List<String> requests() {
    return requests;
  }

  /** Runs something before the request after so many that were passed on. */
  void after(int requests, Runnable what) {
    task = what;
    untilTask.set(requests);
  }

  private void pass(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (untilTask.getAndDecrement() == 0) {
      task.run();
    }
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization == null
        || !authorization.startsWith("Bearer ")
        || !tokens.accepts(authorization.substring("Bearer ".length()))) {
      refusals.incrementAndGet();
      exchange
          .getResponseHeaders()
          .set("WWW-Authenticate", "Bearer realm=\"calendars\", error=\"invalid_token\"");
      exchange.sendResponseHeaders(401, -1);
      exchange.close();
      return;
    }
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    answer(exchange, ask(exchange, body));
  }

  private HttpResponse<byte[]> ask(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name : List.of("Depth", "Content-Type", "If-Match", "If-None-Match")) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    String basic = user + ":" + user + "-pw";
    request.header(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer)
      throws IOException {
    Headers headers = exchange.getResponseHeaders();
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!List.of("content-length", "transfer-encoding", "connection")
                  .contains(name.toLowerCase())) {
                headers.put(name, values);
              }
            });
    byte[] body = answer.body();
    exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    proxy.stop(0);
    threads.shutdownNow();
  }
}
