package caldavbackup.view;

import caldavbackup.text.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One HTML page with everything it needs: the widget, scripts, styles, and the data. Its
 * Content-Security-Policy (CSP 3) allows only these scripts and styles, by their digests, so no
 * text of an event can run or load anything.
 */
final class ViewPage {
  private static final String WIDGET = "/META-INF/resources/webjars/fullcalendar/";
  private static final String WIDGET_VERSION = "6.1.15";

  /**
   * FullCalendar adds its rules to this element. The policy would reject an element that it
   * creates.
   */
  private static final String WIDGET_STYLE = "/* FullCalendar */";

  private static final List<String> SCRIPTS =
      List.of("data.js", "times.js", "details.js", "page.js");
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

  private ViewPage() {}

  /** Writes the data. */
  interface Data {
    void writeTo(Writer out) throws IOException;
  }

  /**
   * Writes the page.
   *
   * @param title the title of the page
   * @param data JSON without a {@code <}
   * @throws IOException when it cannot be written
   */
  static void write(String title, Data data, Writer out) throws IOException {
    String widget = widget("index.global.min.js");
    String style = resource("/view/page.css");
    String script = script();
    Map<String, String> parts =
        Map.of(
            "policy", policy(List.of(widget, script), List.of(WIDGET_STYLE, style)),
            "title", escaped(title),
            "widget-style", WIDGET_STYLE,
            "style", style,
            "widget-version", WIDGET_VERSION,
            "licence", escaped(widget("LICENSE.md").strip()),
            "widget", widget,
            "script", script);
    String page = resource("/view/page.html");
    Matcher place = PLACE.matcher(page);
    int at = 0;
    while (place.find()) {
      out.write(page, at, place.start() - at);
      if (place.group(1).equals("data")) {
        data.writeTo(out);
      } else {
        out.write(parts.get(place.group(1)));
      }
      at = place.end();
    }
    out.write(page, at, page.length() - at);
  }

  private static String policy(List<String> scripts, List<String> styles) {
    return "default-src 'none'; script-src "
        + digests(scripts)
        + "; style-src "
        + digests(styles)
        + "; connect-src 'none'; img-src 'none'; font-src data:; base-uri 'none'; form-action 'none'"
        + "; require-trusted-types-for 'script'; trusted-types default";
  }

  private static String digests(List<String> texts) {
    return texts.stream().map(ViewPage::digest).collect(Collectors.joining(" "));
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  private static String script() throws IOException {
    List<String> all = new ArrayList<>();
    for (String name : SCRIPTS) {
      all.add(resource("/view/" + name));
    }
    return String.join("\n", all);
  }

  private static String widget(String file) throws IOException {
    return resource(WIDGET + WIDGET_VERSION + "/" + file);
  }

  /**
   * Returns a resource with the line ends that an HTML parser sees, because the digests are of
   * these.
   */
  private static String resource(String name) throws IOException {
    try (InputStream in = ViewPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new Failure(
            Failure.Kind.OPTION,
            "caldav view needs org.webjars.npm:fullcalendar on the class path: there is no "
                + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
