package caldavbackup.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;

/** The real OAuth2 server behind {@link AuthorizationServer}, and a client without our code. */
final class TokenIssuer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ISSUER = "calendars";

  private final MockOAuth2Server mock =
      new MockOAuth2Server(new OAuth2Config(false, null, null, true));
  private final HttpClient client = HttpClient.newHttpClient();

  TokenIssuer() throws IOException {
    mock.start(InetAddress.getLoopbackAddress(), 0);
  }

  String authorizeUrl() {
    return mock.authorizationEndpointUrl(ISSUER).toString();
  }

  /** Whether it has issued this token. */
  boolean issued(String token) {
    try {
      mock.getConfig().getTokenProvider().verify(mock.issuerUrl(ISSUER), token);
      return true;
    } catch (Exception e) { // Kotlin declares none
      return false;
    }
  }

  /** What a login gives, by way of the browser. */
  ObjectNode login() throws Exception {
    String query =
        form(
            Map.of(
                "response_type", "code",
                "client_id", "backup",
                "redirect_uri", "http://localhost/",
                "scope", "openid offline_access",
                "state", "1234567890"));
    HttpResponse<String> redirect =
        client.send(
            HttpRequest.newBuilder(URI.create(authorizeUrl() + "?" + query)).build(),
            HttpResponse.BodyHandlers.ofString());
    String code =
        parameters(
                URI.create(redirect.headers().firstValue("Location").orElseThrow()).getRawQuery())
            .get("code");
    return token(
        Map.of(
            "grant_type", "authorization_code",
            "code", code,
            "client_id", "backup",
            "redirect_uri", "http://localhost/"),
        null);
  }

  /** The server gives no token. */
  static final class Refused extends IOException {
    final int status;
    final String body;

    Refused(int status, String body) {
      this.status = status;
      this.body = body;
    }
  }

  /** What the token endpoint gives for these parameters. */
  ObjectNode token(Map<String, String> form, String authorization) throws IOException {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(mock.tokenEndpointUrl(ISSUER).uri())
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(form(form)));
      if (authorization != null) {
        request.header("Authorization", authorization);
      }
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new Refused(response.statusCode(), response.body());
      }
      return (ObjectNode) JSON.readTree(response.body());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : query.split("&")) {
      String[] parts = pair.split("=", 2);
      parameters.put(
          URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
          parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private static String form(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(
            entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  @Override
  public void close() {
    mock.shutdown();
  }
}
