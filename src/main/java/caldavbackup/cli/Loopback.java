package caldavbackup.cli;

import caldavbackup.text.Failure;
import caldavbackup.text.Reason;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Waits on the loopback interface for the browser's redirect (RFC 8252, section 7.3). */
final class Loopback implements Closeable {
  private final HttpServer server;
  private final URI address;

  private Loopback(HttpServer server, URI address) {
    this.server = server;
    this.address = address;
  }

  /**
   * Opens a port.
   *
   * @param known the registered redirect address; without a port, any free port is used
   */
  static Loopback open(URI known) throws Failure {
    try {
      int port = Math.max(0, known.getPort());
      HttpServer server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
      String path = known.getRawPath().isEmpty() ? "/" : known.getRawPath();
      return new Loopback(
          server,
          URI.create("http://" + known.getHost() + ":" + server.getAddress().getPort() + path));
    } catch (IOException e) {
      throw new Failure(
          Failure.Kind.OPTION,
          "no port for the browser's redirect: " + known + " (" + Reason.of(e) + ")",
          e);
    }
  }

  /** Returns the redirect address for the browser. */
  URI address() {
    return address;
  }

  /** Passes on the address of the first request that is an answer. All other requests get 404. */
  void listen(Predicate<URI> isAnswer, Consumer<URI> answer) {
    server.createContext(
        "/",
        exchange -> {
          URI asked = address.resolve(exchange.getRequestURI().toString());
          boolean is = isAnswer.test(asked);
          reply(
              exchange,
              is ? 200 : 404,
              is
                  ? "You can close this window and go back to the terminal."
                  : "This is not the answer to a sign-in.");
          if (is) {
            answer.accept(asked);
          }
        });
    server.start();
  }

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body =
        ("<!doctype html><meta charset=utf-8><title>caldav login</title><p>" + text + "\n")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
