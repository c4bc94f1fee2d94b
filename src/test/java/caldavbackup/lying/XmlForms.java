package caldavbackup.lying;

import caldavbackup.lying.Multistatus.Propstat;
import caldavbackup.lying.Multistatus.Response;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Other ways to write the same XML, and what gets in its way. */
final class XmlForms {
  private XmlForms() {}

  static Answer byteOrderMark(Telling telling, Answer truth) {
    return around(truth, "\uFEFF", "");
  }

  static Answer blankLines(Telling telling, Answer truth) {
    return around(truth, telling.chance(2) ? "\r\n\r\n" : " \n", "");
  }

  static Answer textBefore(Telling telling, Answer truth) {
    return around(truth, "Warning: Undefined array key 3 in lib/Server.php on line 17\n", "");
  }

  static Answer commentAfter(Telling telling, Answer truth) {
    return around(truth, "", "\n<!-- served in 0.12 s -->\n");
  }

  private static Answer around(Answer truth, String before, String after) {
    if (!isPlain(truth)) {
      return null;
    }
    return truth.withBody(
        (before + truth.multistatus().xml() + after).getBytes(StandardCharsets.UTF_8));
  }

  /** Whether nothing was done to its text yet. */
  private static boolean isPlain(Answer answer) {
    return answer.multistatus() != null && answer.status() == 207;
  }

  static Answer otherEncoding(Telling telling, Answer truth) {
    if (!isPlain(truth)) {
      return null;
    }
    String[] names = {"ISO-8859-1", "US-ASCII", "windows-1252", "UTF-16", "UTF-16LE"};
    String name = names[telling.dice().nextInt(names.length)];
    CharsetEncoder encoder = Charset.forName(name).newEncoder();
    String mark = name.equals("UTF-16LE") ? "\uFEFF" : "";
    StringBuilder xml = new StringBuilder(mark);
    xml.append("<?xml version=\"1.0\" encoding=\"")
        .append(name.startsWith("UTF-16") ? "UTF-16" : name)
        .append("\"?>\n");
    truth
        .multistatus()
        .root()
        .codePoints()
        .forEach(
            c -> {
              String one = new String(Character.toChars(c));
              xml.append(encoder.canEncode(one) ? one : "&#" + c + ";");
            });
    return new Answer(
        truth.status(),
        java.util.Map.of("Content-Type", "application/xml"),
        xml.toString().getBytes(Charset.forName(name)),
        null,
        truth.framing(),
        truth.sent());
  }

  static Answer undeclaredPrefix(Telling telling, Answer truth) {
    Multistatus multistatus = truth.multistatus();
    if (multistatus == null) {
      return null;
    }
    List<Response> responses = new ArrayList<>();
    for (Response response : multistatus.responses()) {
      List<Propstat> propstats = new ArrayList<>();
      for (Propstat propstat : response.propstats()) {
        List<String> properties = new ArrayList<>(propstat.properties());
        properties.add("<x1:seen-by>the <x1:b>proxy</x1:b></x1:seen-by>");
        propstats.add(new Propstat(propstat.status(), properties));
      }
      responses.add(new Response(response.href(), response.status(), propstats));
    }
    return Responses.answer(truth, multistatus.with(responses));
  }

  static Answer statusWithoutVersion(Telling telling, Answer truth) {
    Multistatus multistatus = truth.multistatus();
    if (multistatus == null) {
      return null;
    }
    List<Response> responses = new ArrayList<>();
    for (Response response : multistatus.responses()) {
      List<Propstat> propstats = new ArrayList<>();
      response
          .propstats()
          .forEach(each -> propstats.add(new Propstat(bare(each.status()), each.properties())));
      responses.add(new Response(response.href(), bare(response.status()), propstats));
    }
    return Responses.answer(truth, multistatus.with(responses));
  }

  private static String bare(String status) {
    return status == null ? null : status.replaceFirst("^HTTP/1\\.1 ", "");
  }
}
