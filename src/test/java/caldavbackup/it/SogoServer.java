package caldavbackup.it;

import java.io.IOException;
import java.util.List;

/**
 * SOGo 5.8: rewrites what it is given; its ETag is a counter that starts again with each object. It
 * mails guests, here into a sink. Without a web server before it nothing leads from its root to the
 * calendars.
 */
final class SogoServer extends ServerProcess {
  private final MailSink mail = new MailSink();

  private SogoServer() throws IOException {
    super("sogo");
  }

  static SogoServer start() throws IOException {
    SogoServer server = new SogoServer();
    server.startScript("sogo", freePort(), server.mail.port());
    return server;
  }

  /** Everybody to whom it has sent a mail. */
  List<String> mailed() {
    return mail.recipients();
  }

  @Override
  String home(String user) {
    return "/SOGo/dav/" + user + "/Calendar/";
  }

  @Override
  String principal(String user) {
    return "/SOGo/dav/" + user + "/";
  }

  @Override
  String location() {
    return super.location() + "SOGo/dav/";
  }

  @Override
  List<String> entries() {
    return List.of("/SOGo/dav/");
  }

  @Override
  boolean canServe(String name) {
    return name.indexOf('\\') < 0; // it lists a slash instead, and knows neither
  }

  @Override
  public void close() {
    super.close();
    mail.close();
  }
}
