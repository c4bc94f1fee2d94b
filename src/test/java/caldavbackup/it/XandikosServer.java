package caldavbackup.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Xandikos: rewrites what it is given by icalendar. It has one user who need not sign in; bob is
 * that user on a second one. It mails guests when it is told how, and who its user is.
 */
final class XandikosServer extends ServerProcess {
  private XandikosServer bobs;
  private MailSink mail;

  private XandikosServer() throws IOException {
    super("xandikos");
  }

  static XandikosServer start() throws IOException {
    XandikosServer server = new XandikosServer();
    server.start(server.command());
    return server;
  }

  /** One that mails alice's guests, into a sink. */
  static XandikosServer startMailing() throws IOException {
    XandikosServer server = new XandikosServer();
    server.mail = new MailSink();
    List<String> command = new ArrayList<>(List.of("env", "EMAIL=alice@example.org"));
    command.addAll(server.command());
    command.addAll(List.of("--imip-send", "smtp", "--smtp-host", "127.0.0.1"));
    command.addAll(List.of("--smtp-port", String.valueOf(server.mail.port())));
    command.addAll(List.of("--smtp-from", "alice@example.org"));
    server.start(command);
    return server;
  }

  private List<String> command() {
    return List.of(
        program("xandikos"),
        "serve",
        "-d",
        folder.resolve("store").toString(),
        "--current-user-principal",
        "/alice/",
        "--defaults",
        "--listen-address",
        "127.0.0.1",
        "--port",
        String.valueOf(port));
  }

  @Override
  List<String> mailed() {
    return mail == null ? super.mailed() : mail.recipients();
  }

  /** Two of them, for alice and for bob. */
  static XandikosServer startForTwo() throws IOException {
    XandikosServer server = start();
    server.bobs = start();
    return server;
  }

  DavClient client() {
    return new DavClient(url(), null, null);
  }

  @Override
  DavClient client(String user) {
    return user.equals("bob") ? bobs.client() : client();
  }

  @Override
  Side side(String user) {
    return user.equals("bob") ? bobs.side("alice") : super.side(user);
  }

  @Override
  List<String> signIn(String user) {
    return List.of();
  }

  @Override
  String home(String user) {
    return "/alice/calendars/";
  }

  @Override
  String principal(String user) {
    return "/alice/";
  }

  @Override
  public void close() {
    super.close();
    if (bobs != null) {
      bobs.close();
    }
    if (mail != null) {
      mail.close();
    }
  }
}
