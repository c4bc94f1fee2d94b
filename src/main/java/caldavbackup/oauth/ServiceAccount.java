package caldavbackup.oauth;

import caldavbackup.options.OauthOptions;
import caldavbackup.text.Failure;
import caldavbackup.text.Reason;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.JWTBearerGrant;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/** The key of a service account, as Google issues it: a JSON file. */
final class ServiceAccount {
  private static final Duration LIFE = Duration.ofHours(1);

  private final String address;
  private final String keyId;
  private final String tokenUrl;
  private final PrivateKey key;

  private ServiceAccount(String address, String keyId, String tokenUrl, PrivateKey key) {
    this.address = address;
    this.keyId = keyId;
    this.tokenUrl = tokenUrl;
    this.key = key;
  }

  /** Reads the file. No message contains any part of the key. */
  static ServiceAccount read(Path file) throws Failure {
    try {
      JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(file));
      for (String name : new String[] {"client_email", "private_key", "token_uri"}) {
        if (!json.hasNonNull(name)) {
          throw unusable(file, "it has no " + name);
        }
      }
      String url = json.get("token_uri").asText();
      if (!OauthOptions.isSafe(url)) {
        throw unusable(file, "its token_uri is not https");
      }
      return new ServiceAccount(
          json.get("client_email").asText(),
          json.hasNonNull("private_key_id") ? json.get("private_key_id").asText() : null,
          url,
          key(json.get("private_key").asText()));
    } catch (Failure e) {
      throw e;
    } catch (JsonProcessingException e) {
      throw unusable(file, "it is not JSON");
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable(file, "its private_key is not an RSA key");
    } catch (IOException e) {
      throw unusable(file, Reason.of(e));
    }
  }

  private static Failure unusable(Path file, String why) {
    return Failure.option(
        "option 'service_account': " + file + " is not the key of a service account (" + why + ")");
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  String tokenUrl() {
    return tokenUrl;
  }

  /**
   * Creates the signed assertion that gets a token.
   *
   * @param subject the user that the account acts for; null for the account itself
   * @param now the time by the server's clock
   */
  JWTBearerGrant grant(URI audience, String subject, String scope, Instant now) throws Failure {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(address)
            .subject(subject)
            .audience(audience.toString())
            .claim("scope", scope)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFE)))
            .build();
    SignedJWT jwt =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(), claims);
    try {
      jwt.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new Failure(Failure.Kind.OPTION, "option 'service_account': its key cannot sign", e);
    }
    return new JWTBearerGrant(jwt);
  }
}
