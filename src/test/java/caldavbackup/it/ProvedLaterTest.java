package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.folder.Progress.Outcome;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a run does with objects that the run before did not prove or did not get; and answers that
 * do not come to their end.
 */
class ProvedLaterTest extends ObjectAnswers {
  @Test
  void a_text_without_its_last_line_end_is_not_one_that_is_listed_as_longer() throws Exception {
    server.fault(
        either(
            noMultiget(),
            FaultServer.on(
                "GET",
                ".*/home/work/.*",
                (exchange, body) -> {
                  String path = exchange.getRequestURI().getPath();
                  String all = server.objects("work").get(path.substring("/home/work/".length()));
                  FaultServer.reply(exchange, 200, "text/calendar", all.stripTrailing());
                  return true;
                })));
    LocalBackup.Run run = backup.run(server.location(), folder);
    assertThat(run.complete()).isFalse();
    assertThat(run.said()).contains("work/a.ics", " bytes (expected: ");
  }

  @Test
  void what_only_two_answers_agree_on_is_read_again_by_the_next_run() throws Exception {
    server.objects("work").put("c.ics", "THIS IS NO CALENDAR\r\n");
    server.fault(lengths(false));
    assertWhole(backup.run(server.location(), folder));
    assertThat(backup.run(server.location(), folder).outcomes())
        .containsEntry(Outcome.REREAD, 1)
        .containsEntry(Outcome.UNCHANGED, 5);
  }

  @Test
  void what_an_older_version_wrote_without_a_proof_is_read_again_once() throws Exception {
    assertWhole(backup.run(server.location(), folder));
    Path state = folder.resolve(".caldav-backup.jsonl");
    Files.writeString(state, Files.readString(state).replaceAll(",\"proof\":\"\\w+\"", ""));
    Files.writeString(folder.resolve("work/c.ics"), server.objects("work").get("d.ics"));
    assertThat(backup.run(server.location(), folder).outcomes())
        .doesNotContainKey(Outcome.UNCHANGED);
    assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(server.objects("work"));
    assertThat(backup.run(server.location(), folder).outcomes())
        .containsOnlyKeys(Outcome.UNCHANGED);
  }

  @Test
  void the_good_file_of_the_run_before_stays_when_the_object_does_not_come() throws Exception {
    assertWhole(backup.run(server.location(), folder));
    Map<String, String> before = Vdir.objects(folder.resolve("work"));
    server.objects("work").put("c.ics", Ics.event("c", "a newer one"));
    server.fault(
        either(
            noMultiget(), FaultServer.on("GET", ".*", FaultServer.answer(200, "text/html", PAGE))));
    assertThat(backup.run(server.location(), folder).complete()).isFalse();
    assertThat(Vdir.objects(folder.resolve("work"))).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_large_object_is_proved_before_its_last_byte_is_given(boolean isCut) throws Exception {
    String large = Ics.object("VEVENT", "c", "DTSTART:20260102T100000Z", Ics.folded(3 << 20));
    server.objects("work").put("c.ics", large);
    server.fault(
        FaultServer.on(
            "GET",
            ".*/c.ics",
            isCut
                ? FaultServer.answer(200, "text/calendar", large.substring(0, 2 << 20))
                : FaultServer.times(2, FaultServer.halfThenBreak(200, large))));
    LocalBackup.Run run = backup.run(server.location(), folder);
    if (isCut) {
      assertThat(run.said()).contains("KO work/c.ics: ", (2 << 20) + " bytes (expected: ");
      assertAllBut("c.ics");
    } else {
      assertWhole(run);
    }
  }

  /** How an answer may end before its end. */
  enum Break {
    LENGTH,
    CHUNKS,
    GZIP
  }

  @ParameterizedTest
  @EnumSource
  void behind_a_line_that_cuts_every_fourth_answer_a_backup_ends_whole(Break how) throws Exception {
    for (int i = 0; i < 60; i++) {
      server.calendar("more", "e" + i);
    }
    AtomicInteger count = new AtomicInteger();
    for (boolean multiget : new boolean[] {true, false}) {
      FaultServer.Fault refusal = multiget ? (exchange, body) -> false : noMultiget();
      server.fault(
          either(
              refusal,
              (exchange, body) -> count.incrementAndGet() % 4 == 0 && cut(how, exchange, body)));
      Path to = temp.resolve("multiget-" + multiget);
      LocalBackup.Run run = backup.run(server.location(), to);
      assertThat(run.said()).isEmpty();
      assertThat(Vdir.objects(to.resolve("work"))).isEqualTo(server.objects("work"));
      assertThat(Vdir.objects(to.resolve("more"))).isEqualTo(server.objects("more"));
    }
  }

  /** Answers truly, and breaks off in the middle. */
  private boolean cut(Break how, HttpExchange exchange, String body) throws IOException {
    byte[] answer = server.answerTo(exchange, body);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    int status = exchange.getRequestMethod().equals("GET") ? 200 : 207;
    OutputStream out;
    if (how == Break.GZIP) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(answer);
      }
      byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      exchange.sendResponseHeaders(status, half.length);
      exchange.getResponseBody().write(half);
      exchange.getResponseBody().close();
      return true;
    }
    exchange.sendResponseHeaders(status, how == Break.CHUNKS ? 0 : answer.length);
    out = exchange.getResponseBody();
    out.write(answer, 0, answer.length / 2);
    out.flush();
    throw new IOException("broken off, as the test wants it");
  }
}
