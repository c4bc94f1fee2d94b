package caldavbackup.it.providers;

import java.io.IOException;

/** SmarterMail: the listing's ETags are empty, and it gives neither length nor date. */
final class SmarterMail extends SimulatedServer {
  SmarterMail() throws IOException {}

  @Override
  String home() {
    return "/WebDAV/alice/";
  }

  @Override
  String etag(byte[] object) {
    return "";
  }

  @Override
  String length(byte[] object) {
    return "";
  }
}
