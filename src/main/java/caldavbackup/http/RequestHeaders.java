package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import java.util.List;
import org.apache.camel.Message;

/** The headers that describe one request to {@code direct:caldav-http}. */
public final class RequestHeaders {
  private static final List<String> ALL =
      List.of(
          CaldavConstants.METHOD,
          CaldavConstants.URL,
          CaldavConstants.DEPTH,
          CaldavConstants.IF_MATCH,
          CaldavConstants.IF_NONE_MATCH,
          CaldavConstants.CONTENT_TYPE,
          CaldavConstants.PROOF,
          CaldavConstants.STREAMED);

  private RequestHeaders() {}

  /** Removes these headers, so that none applies to the next request on the message. */
  public static void remove(Message message) {
    ALL.forEach(message::removeHeader);
  }
}
