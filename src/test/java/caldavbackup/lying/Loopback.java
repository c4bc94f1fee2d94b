package caldavbackup.lying;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server on a raw socket: it sends what it is told to send, also what no HTTP library would
 * agree to send. It serves each connection on a thread of its own.
 */
public final class Loopback implements AutoCloseable {
  /** Answers one request. */
  public interface Handler {
    Answer answer(Request request) throws Exception;
  }

  /**
   * A request, read whole.
   *
   * @param target as it stood on the request line
   * @param headers by their names in lower case
   */
  public record Request(String method, String target, Map<String, String> headers, byte[] body) {
    /** The path as it was written, without the query. */
    public String path() {
      int query = target.indexOf('?');
      return query < 0 ? target : target.substring(0, query);
    }

    public String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  private final Handler handler;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Queue<String> malformed = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "loopback");
            thread.setDaemon(true);
            return thread;
          });

  /** Starts on a free port of the loopback interface. */
  public Loopback(Handler handler) throws IOException {
    this.handler = handler;
    this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    threads.execute(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The request lines that were not valid HTTP. */
  public Queue<String> malformed() {
    return malformed;
  }

  /** What the handler itself threw: the test is wrong then. */
  public Queue<Throwable> failures() {
    return failures;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (Request request = read(in, out); request != null; request = read(in, out)) {
        Answer answer;
        try {
          answer = handler.answer(request);
        } catch (Exception | AssertionError e) {
          failures.add(e);
          answer = Answer.text(500, "the test's server failed");
        }
        if (!answer.send(socket, out)) {
          return;
        }
      }
    } catch (IOException e) {
      // the client has gone
    } finally {
      open.remove(socket);
    }
  }

  private Request read(InputStream in, OutputStream out) throws IOException {
    String first = line(in);
    if (first == null) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    if (!first.matches("[A-Z]+ [!-~]+ HTTP/1\\.1")) {
      malformed.add(first);
      out.write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes());
      return null;
    }
    String[] words = first.split(" ");
    return new Request(words[0], words[1], headers, body(in, headers));
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    if (!"chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(in), 16); size > 0; ) {
      all.write(in.readNBytes(size));
      line(in);
      size = Integer.parseInt(line(in), 16);
    }
    line(in);
    return all.toByteArray();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
