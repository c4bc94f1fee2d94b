package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to GET that are another version of the object than the listing names. */
class ProvedVersionTest extends ObjectAnswers {
  @Test
  void an_object_that_changed_since_it_was_listed_comes_as_it_is_now() throws Exception {
    String listing = server.members("work");
    server.fault(
        either(
            noMultiget(),
            FaultServer.onListing(
                "work",
                (exchange, body) -> {
                  FaultServer.multistatus(exchange, FaultServer.calendarResponse("work") + listing);
                  return true;
                })));
    server.objects("work").put("c.ics", Ics.event("c", "a longer summary than before"));
    assertWhole(backup.run(server.location(), folder));
  }

  @Test
  void a_newer_version_with_an_etag_of_its_own_is_the_object() throws Exception {
    server.fault(
        either(
            noMultiget(),
            FaultServer.on(
                "GET",
                ".*/c.ics",
                (exchange, body) -> {
                  exchange.getResponseHeaders().set("ETag", "\"newer\"");
                  return false;
                })));
    server.objects("work").put("c.ics", Ics.event("c", "a longer summary"));
    assertWhole(backup.run(server.location(), folder));
    assertThat(requests("GET /home/work/c.ics")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_a_server_truly_stores_comes_through_however_broken_it_is(boolean withLengths)
      throws Exception {
    server.objects("work").put("c.ics", "THIS IS NO CALENDAR\r\n");
    server.objects("work").put("d.ics", Ics.event("d", "x").replace("END:VCALENDAR\r\n", ""));
    server.objects("work").put("e.ics", Ics.event("e", "x").replace("BEGIN:VEVENT\r\n", ""));
    server.fault(lengths(withLengths));
    assertWhole(backup.run(server.location(), folder));
  }

  @ParameterizedTest
  @CsvSource({"300,true", "304,true", "304,false"})
  void a_redirection_to_nowhere_is_no_object(int status, boolean withLengths) throws Exception {
    server.fault(
        either(
            noMultiget(),
            lengths(withLengths),
            FaultServer.on("GET", ".*/c.ics", FaultServer.header(status, "ETag", "\"1\""))));
    LocalBackup.Run run = backup.run(server.location(), folder);
    assertThat(run.complete()).isFalse();
    assertThat(run.said()).contains("KO work/c.ics: the server answered " + status);
    assertAllBut("c.ics");
  }

  @Test
  void objects_whose_calendar_cannot_be_found_either_are_not_gone_but_missing() throws Exception {
    AtomicInteger read = new AtomicInteger();
    server.fault(
        either(
            noMultiget(),
            (exchange, body) -> {
              boolean isLost = exchange.getRequestMethod().equals("GET") || read.get() > 0;
              if (isLost) {
                read.incrementAndGet();
                FaultServer.reply(exchange, 404, "text/plain", "no such site");
              }
              return isLost;
            }));
    LocalBackup.Run run = backup.run(server.location(), folder);
    assertThat(run.complete()).isFalse();
    assertThat(run.said()).contains("work/a.ics", "work/f.ics", "calendar work was not found");
  }

  /** What the listing says of its objects beside their ETags, and how a cache names what it has. */
  enum Kept {
    LENGTH,
    DIGEST,
    NOTHING
  }

  @ParameterizedTest
  @EnumSource
  void an_older_version_that_a_cache_kept_is_not_the_object(Kept said) throws Exception {
    assertWhole(backup.run(server.location(), folder));
    Map<String, String> before = Vdir.objects(folder.resolve("work"));
    String old = before.get("f.ics"); // the last: what the server's words are worth is known then
    for (String name : "a b c d e f".split(" ")) {
      server.objects("work").put(name + ".ics", Ics.event(name, "a newer one"));
    }
    server.fault(
        either(
            said == Kept.NOTHING ? (exchange, body) -> false : noMultiget(),
            lengths(said == Kept.LENGTH),
            FaultServer.on(
                "GET",
                ".*/f.ics",
                (exchange, body) -> {
                  exchange.getResponseHeaders().set("ETag", etag(old, said));
                  FaultServer.reply(exchange, 200, "text/calendar", old);
                  return true;
                }),
            FaultServer.on(
                "GET",
                ".*",
                (exchange, body) -> {
                  String path = exchange.getRequestURI().getPath();
                  String now = server.objects("work").get(path.substring("/home/work/".length()));
                  exchange.getResponseHeaders().set("ETag", etag(now, Kept.LENGTH));
                  return false;
                })));
    LocalBackup.Run run = backup.run(server.location(), folder);
    assertThat(run.complete()).isFalse();
    assertThat(run.problems())
        .singleElement()
        .asString()
        .startsWith("KO work: \"Termin f\", Fri 2026-01-02 10:00 UTC (work/f.ics): the server");
    server.objects("work").put("f.ics", old);
    assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(server.objects("work"));
  }

  private static String etag(String ics, Kept said) throws IOException {
    if (said != Kept.DIGEST) {
      return "\"" + ics.hashCode() + "\"";
    }
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      byte[] digest = md5.digest(ics.getBytes(StandardCharsets.UTF_8));
      return "\"" + HexFormat.of().formatHex(digest) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_server_with_etags_of_its_own_for_get_gives_its_objects(boolean withLengths)
      throws Exception {
    server.fault(
        either(
            noMultiget(),
            lengths(withLengths),
            FaultServer.on(
                "GET",
                ".*",
                (exchange, body) -> {
                  exchange
                      .getResponseHeaders()
                      .set("ETag", "\"own " + exchange.getRequestURI() + "\"");
                  return false;
                })));
    assertWhole(backup.run(server.location(), folder));
  }
}
