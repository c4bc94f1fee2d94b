package caldavbackup.caldav;

import caldavbackup.caldav.properties.OtherProperties;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.MultistatusReader;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Whatever a server sends, the reader ends, and complains in one sentence. */
class MultistatusFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void any_bytes_are_read_or_refused(byte[] answer) throws IOException {
    try (MultistatusReader reader =
        new MultistatusReader(new ByteArrayInputStream(answer), "PROPFIND /")) {
      for (DavResponse response = reader.next(); response != null; response = reader.next()) {
        Calendar.of("http://host/", response);
        OtherProperties.of(response, response.properties().keySet());
        Member.of(Calendar.named("http://host/", null), response);
      }
    } catch (Failure refused) {
      if (refused.getMessage().contains("\n")) {
        throw new AssertionError("more than one line: " + refused.getMessage());
      }
    }
  }
}
