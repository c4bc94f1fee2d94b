package caldavbackup.lying;

import caldavbackup.lying.Answer.Framing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lies about a whole answer: its status, its body, its end. */
final class Whole {
  private static final String SIGN_ON =
      "<!DOCTYPE html>\n<html><head><title>Sign on</title></head><body><h1>Welcome</h1>"
          + "<form method=\"post\" action=\"/sso\"><input name=\"user\"><input name=\"pass\""
          + " type=\"password\"></form><p>Please sign on to continue.</p></body></html>\n";

  /** The address of the sign-on page. */
  static final String SIGN_ON_PATH = "/sso/login";

  private Whole() {}

  static Answer signOn() {
    return Answer.html(200, SIGN_ON);
  }

  static Answer ok(Telling telling, Answer truth) {
    return truth.status() == 207 ? truth.withStatus(200) : null;
  }

  static Answer noLength(Telling telling, Answer truth) {
    return truth.body().length == 0 || truth.isBroken() ? null : truth.framed(Framing.CLOSE);
  }

  /** The connection breaks before the end of what was announced. */
  static Answer brokenOff(Telling telling, Answer truth) {
    if (truth.isBroken() || truth.body().length == 0) {
      return null;
    }
    Framing[] framings = {Framing.LENGTH, Framing.CHUNKED, Framing.RESET};
    int bytes = telling.dice().nextInt(truth.body().length);
    return truth.framed(framings[telling.dice().nextInt(framings.length)]).brokenAfter(bytes);
  }

  static Answer busy(Telling telling, Answer truth) {
    int status = telling.one(429, 503);
    Answer busy = Answer.text(status, "later, please");
    return telling.chance(2) ? busy : busy.with("Retry-After", "0");
  }

  static Answer tokenDies(Telling telling, Answer truth) {
    return telling.server().killsToken() ? telling.server().unauthorized() : null;
  }

  /** A shorter body whose length is what the head says. */
  static Answer cut(Telling telling, Answer truth) {
    int most = mostKept(truth.body());
    if (most <= 0 || !mayReplace(telling)) {
      return null;
    }
    return truth.withBody(Arrays.copyOf(truth.body(), 1 + telling.dice().nextInt(most)));
  }

  /** A cut behind the end of the last component could not be seen where nothing tells a length. */
  private static int mostKept(byte[] body) {
    int end = new String(body, StandardCharsets.ISO_8859_1).indexOf("END:VCALENDAR");
    return (end > 0 ? end + "END:VCALEND".length() : body.length) - 1;
  }

  static Answer empty(Telling telling, Answer truth) {
    return truth.body().length == 0 || !mayReplace(telling) ? null : truth.withBody(new byte[0]);
  }

  static Answer noContent(Telling telling, Answer truth) {
    return mayReplace(telling) && truth.body().length > 0 ? Answer.of(204) : null;
  }

  static Answer page(Telling telling, Answer truth) {
    return Answer.html(200, SIGN_ON);
  }

  static Answer redirect(Telling telling, Answer truth) {
    return Answer.of(telling.one(302, 303, 307))
        .with("Location", SIGN_ON_PATH + "?return=" + telling.request().path());
  }

  static Answer json(Telling telling, Answer truth) {
    return mayReplace(telling) ? Answer.json(200, "{\"error\":\"backend unavailable\"}") : null;
  }

  static Answer status(Telling telling, Answer truth) {
    int status =
        telling.mayBeGone()
            ? telling.one(400, 403, 404, 405, 409, 410, 500, 501, 502, 507)
            : telling.asked() == Asked.NAMES
                ? telling.one(500, 502, 507)
                : telling.one(400, 403, 500, 501, 502);
    return telling.chance(2)
        ? Answer.text(status, "no")
        : Answer.error(status, "d:need-privileges");
  }

  /** What another request of the same kind was answered. */
  static Answer another(Telling telling, Answer truth) {
    boolean isObject = telling.asked() == Asked.GET;
    if (isObject && !telling.server().hasWord()) {
      return null;
    }
    Answer other = telling.server().anotherAnswer(telling);
    return other == null || Arrays.equals(other.body(), truth.body())
        ? null
        : new Answer(
            truth.status(),
            truth.headers(),
            other.body(),
            other.multistatus(),
            truth.framing(),
            truth.sent());
  }

  static Answer unauthorized(Telling telling, Answer truth) {
    return telling.server().unauthorized();
  }

  static Answer noToken(Telling telling, Answer truth) {
    return Answer.json(400, "{\"error\":\"invalid_grant\"}");
  }

  /** Not one byte comes. */
  static Answer droppedConnection(Telling telling, Answer truth) {
    return new Answer(0, truth.headers(), truth.body(), null, Framing.RESET, 0);
  }

  /**
   * Whether another body for an object would be noticed: where nothing in the listing tells it from
   * the object, two that are alike are the object.
   */
  private static boolean mayReplace(Telling telling) {
    return telling.asked() != Asked.GET || telling.server().hasWord() || telling.count() == 0;
  }
}
