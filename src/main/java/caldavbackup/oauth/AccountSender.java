package caldavbackup.oauth;

import caldavbackup.http.Account;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * Sends the requests of the OAuth2 library over the connections of the account. The account's
 * time-outs, certificates and proxy apply.
 */
final class AccountSender implements HTTPRequestSender {
  /** No valid answer of an authorization server is longer. */
  private static final int MAX_BYTES = 1 << 20;

  private final Account account;

  AccountSender(Account account) {
    this.account = account;
  }

  @Override
  public HTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
    BasicClassicHttpRequest http =
        new BasicClassicHttpRequest(request.getMethod().name(), request.getURI());
    for (Map.Entry<String, List<String>> header : request.getHeaderMap().entrySet()) {
      if (!header
          .getKey()
          .equalsIgnoreCase("Content-Type")) { // the entity has its own content type
        header.getValue().forEach(value -> http.addHeader(header.getKey(), value));
      }
    }
    http.setHeader("Accept", "application/json");
    if (request.getBody() != null && !request.getBody().isEmpty()) {
      http.setEntity(
          new StringEntity(
              request.getBody(),
              ContentType.APPLICATION_FORM_URLENCODED.withCharset(StandardCharsets.UTF_8)));
    }
    return account.ask(http, AccountSender::read);
  }

  private static HTTPResponse read(ClassicHttpResponse answer) throws IOException {
    HTTPResponse response = new HTTPResponse(answer.getCode());
    response.setStatusMessage(answer.getReasonPhrase());
    for (Header header : answer.getHeaders()) {
      if (!header.getName().equalsIgnoreCase("Content-Type")) {
        response.setHeader(header.getName(), header.getValue());
      }
    }
    String type = answer.getEntity() == null ? null : answer.getEntity().getContentType();
    if (type != null) {
      try {
        response.setContentType(type);
      } catch (ParseException e) {
        response.setHeader(
            "X-Content-Type", type); // ignored: an invalid content type counts as none
      }
    }
    if (answer.getEntity() != null) {
      try (InputStream in = answer.getEntity().getContent()) {
        response.setBody(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
      }
    }
    return response;
  }
}
