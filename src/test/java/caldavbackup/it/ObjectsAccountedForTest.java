package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every object that a listing names, however it writes it, is backed up or told. */
class ObjectsAccountedForTest extends ListingAnswers {
  @Test
  void hrefs_of_objects_that_end_with_a_slash_are_objects() throws Exception {
    server.fault(
        (exchange, body) -> {
          String path = exchange.getRequestURI().getRawPath();
          return path.endsWith(".ics/")
              ? server.answerAs(path.substring(0, path.length() - 1), exchange, body)
              : FaultServer.onListing("work", listed("work", xml -> xml.replace(".ics<", ".ics/<")))
                  .answer(exchange, body);
        });
    assertWhole(backup());
    assertThat(objects("work")).isEqualTo(server.objects("work"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/home/",
        "https://127.0.0.1/home/",
        "http://radicale:5232/home/",
        "http://radicale_app/home/",
        "http://10.1.2.3:8080/home/",
        "//home/",
        "/home//",
        "/./home/",
        "/h%6fme/"
      })
  void hrefs_are_compared_by_their_path_and_read_where_they_were_asked(String form)
      throws Exception {
    UnaryOperator<String> written = xml -> xml.replace("<d:href>/home/", "<d:href>" + form);
    server.fault(
        (exchange, body) -> {
          String path = exchange.getRequestURI().getRawPath();
          String plain = path.replaceAll("^//", "/").replaceAll("/\\.?/", "/").replace("%6f", "o");
          String asked = body.replace("<d:href>" + form, "<d:href>/home/");
          if (body.contains("calendar-multiget")) {
            assertThat(asked).isNotEqualTo(body); // as the server wrote them
            FaultServer.reply(
                exchange,
                207,
                "application/xml",
                written.apply(FaultServer.envelope(server.multiget(asked, plain.split("/")[2]))));
            return true;
          }
          for (String calendar : List.of("work", "home")) {
            if (FaultServer.onListing(calendar, listed(calendar, written)).answer(exchange, body)) {
              return true;
            }
          }
          if (plain.equals("/home/") && !path.equals(plain)) {
            return server.answerAs(plain, exchange, body);
          }
          if (plain.equals("/home/")) {
            FaultServer.reply(
                exchange,
                207,
                "application/xml",
                written.apply(
                    FaultServer.envelope(
                        FaultServer.response("/home/", FOLDER)
                            + FaultServer.calendarResponse("work")
                            + FaultServer.calendarResponse("home"))));
            return true;
          }
          if (!plain.equals(path) && !body.contains("getetag")) {
            return server.answerAs(plain, exchange, body);
          }
          if (!plain.equals(path)) {
            FaultServer.reply(
                exchange,
                207,
                "application/xml",
                written.apply(server.listing(plain.split("/")[2])));
            return true;
          }
          return false;
        });
    assertWhole(backup());
    assertThat(objects("work")).isEqualTo(server.objects("work"));
    assertThat(objects("home")).isEqualTo(server.objects("home"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"d:owner", "c:max-resource-size"})
  void a_computed_property_that_is_refused_says_nothing_of_the_others(String property)
      throws Exception {
    server.fault(
        (exchange, body) -> {
          if (!exchange.getRequestMethod().equals("PROPFIND")) {
            return false;
          }
          String all = new String(server.answerTo(exchange, body), StandardCharsets.UTF_8);
          String refused =
              "<d:propstat><d:prop><%s/></d:prop><d:status>HTTP/1.1 403 No</d:status></d:propstat>"
                  .formatted(property);
          FaultServer.reply(
              exchange,
              207,
              "application/xml",
              all.replace("</d:response>", refused + "</d:response>"));
          return true;
        });
    assertWhole(backup());
    assertThat(objects("work")).isEqualTo(server.objects("work"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://elsewhere.example/home/work/a.ics", "/elsewhere/a.ics"})
  void what_lies_elsewhere_is_refused(String href) throws Exception {
    server.fault(
        FaultServer.onListing(
            "work", listed("work", xml -> xml.replace("/home/work/a.ics", href))));
    LocalBackup.Run run = backup();
    assertThat(run.complete()).isFalse();
    assertThat(run.said()).contains("contains " + href + ", which is outside of the calendar");
  }

  @Test
  void raw_blanks_raw_letters_and_lone_percent_signs_are_asked_for_as_a_request_line_allows()
      throws Exception {
    Map<String, String> work = server.objects("work");
    List.of("mit Blank", "grün", "100%", "a%zz", "[x]{y}", "q?", "h#")
        .forEach(name -> work.put(name + ".ics", Ics.event("uid " + name.hashCode(), name)));
    server.fault(
        (exchange, body) -> {
          String path = exchange.getRequestURI().getRawPath();
          return body.contains("calendar-multiget")
              ? FaultServer.answer(501, "text/plain", "").answer(exchange, body)
              : path.contains("%") && server.answerAs(decoded(path), exchange, body);
        });
    assertWhole(backup());
    Map<String, String> held = new TreeMap<>();
    objects("work").forEach((name, text) -> held.put(decoded(name), text));
    assertThat(held).isEqualTo(work);
  }

  @Test
  void an_object_that_is_listed_as_not_found_is_asked_itself() throws Exception {
    String absent = failed("/home/work/a.ics", "HTTP/1.1 404 Not Found");
    String rest =
        FaultServer.calendarResponse("work")
            + FaultServer.member("work", "b.ics", server.objects("work").get("b.ics"), "");
    server.fault(FaultServer.onListing("work", multistatus(rest + absent)));
    LocalBackup.Run run = backup();
    assertThat(run.complete()).isFalse();
    assertThat(run.said()).contains("lists /home/work/a.ics as not found, but it exists");

    server.objects("work").remove("a.ics");
    assertWhole(backup());
  }

  @Test
  void a_listing_that_names_one_object_twice_must_be_confirmed_by_another_way() throws Exception {
    server.fault(
        FaultServer.onListing(
            "work", listed("work", xml -> xml.replace("/home/work/b.ics", "/home/work/a.ics"))));
    LocalBackup.Run run = backup();
    assertThat(run.complete()).isFalse();
    assertThat(run.said()).contains("lists /home/work/a.ics twice with different properties");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFF",
        "\n\n",
        "Warning: Undefined variable $x in /var/www/index.php on line 12\n",
        "<br />\n<b>Notice</b>: something\n"
      })
  void what_stands_before_the_document_does_not_hide_it(String before) throws Exception {
    server.fault(
        (exchange, body) -> {
          String path = exchange.getRequestURI().getRawPath();
          String answer =
              path.equals("/")
                  ? FaultServer.response(
                      "/",
                      "<d:current-user-principal><d:href>/me/</d:href></d:current-user-principal>")
                  : path.equals("/me/")
                      ? FaultServer.response(
                          "/me/",
                          "<c:calendar-home-set><d:href>/home/</d:href></c:calendar-home-set>")
                      : null;
          if (answer == null) {
            return false;
          }
          FaultServer.reply(
              exchange,
              207,
              "application/xml",
              before + FaultServer.envelope(answer.replace("HTTP/1.1 ", "")));
          return true;
        });
    assertWhole(backup());
    assertThat(objects("work")).isEqualTo(server.objects("work"));
  }
}
