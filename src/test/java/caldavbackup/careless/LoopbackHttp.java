package caldavbackup.careless;

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
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** An HTTP/1.1 server on the loopback interface that can also reset a connection. */
final class LoopbackHttp implements AutoCloseable {
  /** A request, read whole; the names of headers are in lower case. */
  record Request(String method, String path, Map<String, String> headers, byte[] body) {
    String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** What a request is answered with. */
  record Answer(int status, String type, byte[] body, String etag) {
    /** Not an answer: the connection is reset. */
    static final Answer RESET = new Answer(0, null, new byte[0], null);

    static Answer of(int status) {
      return new Answer(status, null, new byte[0], null);
    }

    static Answer xml(int status, String xml) {
      String text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>" + xml;
      return new Answer(
          status, "application/xml; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), null);
    }

    Answer withEtag(String tag) {
      return new Answer(status, type, body, tag);
    }
  }

  /** Answers requests, one at a time or several, as the implementation allows. */
  interface Handler {
    Answer answer(Request request);
  }

  private final ServerSocket socket;
  private final Handler handler;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  LoopbackHttp(Handler handler) throws IOException {
    this.handler = handler;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("loopback http", this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        start("loopback http connection", () -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      for (Request request = read(in); request != null; request = read(in)) {
        Answer answer = handler.answer(request);
        if (answer == Answer.RESET) {
          client.setSoLinger(true, 0);
          return;
        }
        out.write(bytes(answer, request.method().equals("HEAD")));
      }
    } catch (IOException e) {
      // the client went away, or the server is closed
    } finally {
      open.remove(client);
    }
  }

  private static Request read(InputStream in) throws IOException {
    String first = line(in);
    if (first == null) {
      return null;
    }
    String[] words = first.split(" ");
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      String[] parts = line.split(":", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
    }
    byte[] body =
        "chunked".equals(headers.get("transfer-encoding"))
            ? chunks(in)
            : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    return new Request(words[0], words[1], headers, body);
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(in), 16); size > 0; ) {
      body.write(in.readNBytes(size));
      line(in);
      size = Integer.parseInt(line(in), 16);
    }
    line(in);
    return body.toByteArray();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      line.write(c);
    }
    return line.toString(StandardCharsets.ISO_8859_1).replaceFirst("\r$", "");
  }

  private static byte[] bytes(Answer answer, boolean isHead) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Said\r\n");
    head.append("Content-Length: ").append(answer.body().length).append("\r\n");
    if (answer.type() != null) {
      head.append("Content-Type: ").append(answer.type()).append("\r\n");
    }
    if (answer.etag() != null) {
      head.append("ETag: ").append(answer.etag()).append("\r\n");
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    all.write(isHead ? new byte[0] : answer.body());
    return all.toByteArray();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket client : open) {
      client.close();
    }
  }
}
