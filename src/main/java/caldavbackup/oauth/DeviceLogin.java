package caldavbackup.oauth;

import caldavbackup.options.Secret;
import caldavbackup.text.Failure;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.id.ClientID;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.minidev.json.JSONObject;

/** A sign-in by a code that the user enters in a browser on any device (RFC 8628). */
public final class DeviceLogin {
  private static final long SLOWER_SECONDS = 5;

  private final UserLogin login;
  private final Oauth2SignIn signIn;
  private final DeviceAuthorizationSuccessResponse answer;

  private DeviceLogin(
      UserLogin login, Oauth2SignIn signIn, DeviceAuthorizationSuccessResponse answer) {
    this.login = login;
    this.signIn = signIn;
    this.answer = answer;
  }

  static DeviceLogin begin(UserLogin login, Oauth2SignIn signIn, Grants grants) throws Failure {
    Endpoints at = grants.endpoints();
    if (at.device() == null) {
      throw Failure.option(
          "option 'device_url' is missing: "
              + signIn.provider().title()
              + " has no sign-in by code, or its address is unknown");
    }
    Secret secret = signIn.oauth().clientSecret();
    ClientAuthentication client = grants.endpoint().client(at.authentication(), secret);
    DeviceAuthorizationRequest.Builder request =
        client == null
            ? new DeviceAuthorizationRequest.Builder(new ClientID(signIn.oauth().clientId()))
            : new DeviceAuthorizationRequest.Builder(client);
    if (signIn.scope() != null) {
      request.scope(Scope.parse(signIn.scope()));
    }
    try {
      JSONObject json =
          grants
              .endpoint()
              .json(
                  grants.endpoint().send(request.endpointURI(at.device()).build().toHTTPRequest()),
                  secret == null ? Set.of() : Set.of(secret.reveal()));
      if (json.get("verification_uri") == null) {
        json.put("verification_uri", json.get("verification_url")); // Google's older name
      }
      return new DeviceLogin(login, signIn, DeviceAuthorizationSuccessResponse.parse(json));
    } catch (ParseException e) {
      throw new Failure(
          Failure.Kind.SERVER, "the server returned no code for a sign-in: " + e.getMessage(), e);
    } catch (Refusal e) {
      throw e.failure(signIn);
    }
  }

  /** Returns the code that the user must enter. */
  public String code() {
    return answer.getUserCode().getValue();
  }

  /** Returns the address where the user enters the code. */
  public URI url() {
    return answer.getVerificationURI();
  }

  /** Returns the address that already contains the code; null if there is none. */
  public URI urlWithCode() {
    return answer.getVerificationURIComplete();
  }

  /**
   * Waits for the user, then requests the tokens and stores them.
   *
   * @throws Failure when the user refused, or did not answer in time
   */
  public void finish() throws Failure {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(answer.getLifetime());
    long seconds = Math.max(1, answer.getInterval());
    while (System.nanoTime() < deadline) {
      pause(seconds);
      try {
        login.finish(new DeviceCodeGrant(answer.getDeviceCode()));
        return;
      } catch (Refusal e) {
        switch (e.code()) {
          case "authorization_pending" -> {} // the user has not answered yet
          case "slow_down" -> seconds += SLOWER_SECONDS;
          case "expired_token" -> throw tooLate();
          default -> throw e.failure(signIn);
        }
      } catch (Failure e) {
        if (e.kind() != Failure.Kind.SERVER && e.kind() != Failure.Kind.INCOMPLETE) {
          throw e;
        }
        seconds += SLOWER_SECONDS; // the network is down for a moment
      }
    }
    throw tooLate();
  }

  private Failure tooLate() {
    return new Failure(
        Failure.Kind.SIGN_IN, "the code was not entered before it expired: start again");
  }

  private static void pause(long seconds) throws Failure {
    try {
      TimeUnit.SECONDS.sleep(seconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Failure.Kind.CANCELLED, "interrupted while waiting for the user");
    }
  }
}
