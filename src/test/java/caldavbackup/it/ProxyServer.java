package caldavbackup.it;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The least of a proxy: CONNECT and plain HTTP, or SOCKS5 (RFC 1928, RFC 1929). All targets are
 * taken to be on this machine, whatever their names.
 */
final class ProxyServer implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final boolean socks;
  private final String credentials;

  /** The heads of all requests that it could read, or the targets that SOCKS clients named. */
  final List<String> seen = new CopyOnWriteArrayList<>();

  /**
   * Starts one.
   *
   * @param credentials what it wants to be told: {@code user:password} for SOCKS, a header's value
   *     for HTTP; null for nothing
   */
  ProxyServer(boolean socks, String credentials) throws IOException {
    this.socks = socks;
    this.credentials = credentials;
    executor.submit(this::accept);
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private Void accept() throws IOException {
    while (true) {
      Socket client = socket.accept();
      executor.submit(
          () -> {
            try (client) {
              if (socks) {
                socks(client);
              } else {
                http(client);
              }
            }
            return null;
          });
    }
  }

  private void http(Socket client) throws Exception {
    while (true) {
      String head = head(client.getInputStream());
      if (head.isEmpty()) {
        return;
      }
      seen.add(head);
      if (credentials != null && !head.contains("Proxy-Authorization: " + credentials + "\r\n")) {
        client.getInputStream().readNBytes(length(head));
        say(
            client,
            "HTTP/1.1 407 Proxy Authentication Required\r\n"
                + "Proxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n");
        continue;
      }
      String target = head.split(" ")[1];
      if (head.startsWith("CONNECT ")) {
        try (Socket server = local(target.substring(target.lastIndexOf(':') + 1))) {
          say(client, "HTTP/1.1 200 Connected\r\n\r\n");
          join(client, server);
        }
        return;
      }
      java.net.URI uri = java.net.URI.create(target);
      try (Socket server = local(String.valueOf(uri.getPort()))) {
        String rest = head.replaceFirst("http://[^/]+", "");
        say(
            server,
            rest.replaceAll("(?i)\r\n(Proxy-\\w+|Connection):[^\r]*", "")
                .replaceFirst("\r\n", "\r\nConnection: close\r\n"));
        server.getOutputStream().write(client.getInputStream().readNBytes(length(head)));
        server.getInputStream().transferTo(client.getOutputStream());
      }
      return;
    }
  }

  private void socks(Socket client) throws Exception {
    DataInputStream in = new DataInputStream(client.getInputStream());
    OutputStream out = client.getOutputStream();
    in.readByte();
    String methods = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.ISO_8859_1);
    if (credentials != null) {
      out.write(new byte[] {5, (byte) (methods.indexOf(2) >= 0 ? 2 : 0xff)});
      in.readByte();
      String user = text(in);
      boolean in2 = credentials.equals(user + ":" + text(in));
      out.write(new byte[] {1, (byte) (in2 ? 0 : 1)});
      if (!in2) {
        seen.add("refused " + user);
        return;
      }
    } else {
      out.write(new byte[] {5, 0});
    }
    in.readNBytes(3);
    String host =
        switch (in.readByte()) {
          case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
          case 4 -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
          default -> text(in);
        };
    int port = in.readUnsignedShort();
    seen.add(host + ":" + port);
    try (Socket server = local(String.valueOf(port))) {
      out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
      join(client, server);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
  }

  private static Socket local(String port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }

  private static int length(String head) {
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        return Integer.parseInt(line.substring(15).strip());
      }
    }
    return 0;
  }

  private static void say(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    to.getOutputStream().flush();
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      head.append((char) c);
      if (head.length() > 3 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
        return head.toString();
      }
    }
    return "";
  }

  private void join(Socket client, Socket server) throws Exception {
    var back =
        executor.submit(
            () -> {
              server.getInputStream().transferTo(client.getOutputStream());
              client.shutdownOutput();
              return null;
            });
    client.getInputStream().transferTo(server.getOutputStream());
    server.shutdownOutput();
    back.get();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    executor.shutdownNow();
  }
}
