package caldavbackup.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes every mail and only remembers to whom it went. */
final class MailSink implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<String> recipients = new CopyOnWriteArrayList<>();

  MailSink() throws IOException {
    Thread thread = new Thread(this::accept, "mail sink");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  List<String> recipients() {
    return List.copyOf(recipients);
  }

  private void accept() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        talk(client);
      } catch (IOException e) {
        // the client went away, or we are closed
      }
    }
  }

  private void talk(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    OutputStream out = client.getOutputStream();
    say(out, "220 sink");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String command = line.toUpperCase(Locale.ROOT);
      if (command.startsWith("RCPT")) {
        recipients.add(line.replaceAll(".*<|>.*", ""));
      }
      if (command.startsWith("DATA")) {
        say(out, "354 go on");
        while (!".".equals(in.readLine())) {
          // the mail itself is nothing to us
        }
      }
      if (command.startsWith("QUIT")) { // SOGo waits for us to close
        say(out, "221 bye");
        return;
      }
      say(out, "250 ok");
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
