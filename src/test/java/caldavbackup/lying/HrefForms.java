package caldavbackup.lying;

import caldavbackup.lying.Multistatus.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Other ways to write the same hrefs. */
final class HrefForms {
  private static final Pattern CODE = Pattern.compile("%[0-9A-F]{2}");

  private HrefForms() {}

  static Answer whole(Telling telling, Answer truth) {
    String origin = "http://127.0.0.1:" + telling.server().port();
    return each(telling, truth, href -> origin + href);
  }

  /** As a server behind a proxy writes them, who thinks that he is somewhere else. */
  static Answer otherOrigin(Telling telling, Answer truth) {
    if (!telling.asked().isOfObjects() && telling.asked() != Asked.HOME) {
      return null;
    }
    String[] origins = {
      "https://127.0.0.1", "http://127.0.0.1:8008", "http://localhost", "http://radicale_app:5232"
    };
    String origin = origins[telling.dice().nextInt(origins.length)];
    return each(telling, truth, href -> origin + href);
  }

  /** Blanks, letters and percent signs as they are. */
  static Answer raw(Telling telling, Answer truth) {
    return each(telling, truth, HrefForms::raw);
  }

  private static String raw(String href) {
    String path = TruthServer.located(href);
    StringBuilder out = new StringBuilder();
    path.codePoints()
        .forEach(
            c -> {
              String one = new String(Character.toChars(c));
              boolean isKept = "?#\"<>\\^`{|}".contains(one) || c < 0x20 || c == 0x7f;
              out.append(isKept ? TruthServer.href(one) : one);
            });
    String blanks = out.toString();
    String text = blanks.stripTrailing(); // white space around an href is none of it
    return text + "%20".repeat(blanks.length() - text.length());
  }

  static Answer doubledSlashes(Telling telling, Answer truth) {
    if (telling.asked() == Asked.DISCOVERY) {
      return null;
    }
    return each(telling, truth, href -> "/" + href.substring(1).replaceFirst("/", "//"));
  }

  /** Collections lose theirs, objects get one. */
  static Answer lastSlash(Telling telling, Answer truth) {
    return each(
        telling,
        truth,
        href ->
            href.length() > 1 && href.endsWith("/")
                ? href.substring(0, href.length() - 1)
                : href + "/");
  }

  static Answer lowerCaseCodes(Telling telling, Answer truth) {
    return each(
        telling,
        truth,
        href -> CODE.matcher(href).replaceAll(code -> code.group().toLowerCase(Locale.ROOT)));
  }

  static Answer everythingEncoded(Telling telling, Answer truth) {
    return each(telling, truth, HrefForms::encoded);
  }

  private static String encoded(String href) {
    StringBuilder out = new StringBuilder();
    for (byte b : TruthServer.located(href).getBytes(StandardCharsets.UTF_8)) {
      out.append(b == '/' ? "/" : String.format("%%%02X", b & 0xff));
    }
    return out.toString();
  }

  /** All of them, or some. */
  private static Answer each(Telling telling, Answer truth, UnaryOperator<String> form) {
    Multistatus multistatus = truth.multistatus();
    if (multistatus == null || multistatus.responses().isEmpty()) {
      return null;
    }
    boolean all = telling.dice().nextBoolean();
    List<Response> responses = new ArrayList<>();
    for (Response response : multistatus.responses()) {
      boolean isTruthful = response.href().startsWith("/");
      responses.add(
          isTruthful && (all || telling.dice().nextBoolean())
              ? response.at(form.apply(response.href()))
              : response);
    }
    return responses.equals(multistatus.responses())
        ? null
        : Responses.answer(truth, multistatus.with(responses));
  }
}
