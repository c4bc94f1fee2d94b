package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs with tokens of a real OAuth2 server, before a real calendar server that wants them. */
@Tag("radicale")
class OauthIT extends BearerContract {
  private static final int OBJECTS = 40;

  @BeforeAll
  static void plantObjects() throws Exception {
    for (int i = 0; i < OBJECTS; i++) {
      radicale.plant("alice", "work", "e" + i + ".ics", Ics.event("e" + i, "Event " + i));
    }
  }

  @Test
  void a_backup_gets_its_token_by_the_refresh_token_and_the_next_one_uses_what_is_kept()
      throws Exception {
    String refresh = "refresh_token=" + tokens.login();
    assertWhole(backup("one", refresh));
    assertWhole(backup("two", refresh));
    assertThat(tokens.asked("refresh_token")).isEqualTo(1);
    assertThat(calendars.refusals()).isZero();
  }

  @Test
  void tokens_are_kept_where_only_their_user_can_read_them() throws Exception {
    backup("one", "refresh_token=" + tokens.login());
    Path folder = home.resolve("state/caldav-backup/tokens");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              file -> {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
                assertThat(file.getFileName().toString()).matches("[0-9a-f]{32}\\.json(\\.lock)?");
              });
    }
  }

  @Test
  void a_token_that_ends_in_mid_run_is_got_anew_and_no_request_is_lost() throws Exception {
    calendars.after(4, tokens::revokeAccess);
    assertWhole(backup("one", "refresh_token=" + tokens.login()));
    assertThat(calendars.refusals()).isPositive();
    assertThat(tokens.asked("refresh_token")).isEqualTo(2);
  }

  @Test
  void a_restore_writes_on_when_its_token_ends() throws Exception {
    assertWhole(backup("one", "refresh_token=" + tokens.login()));
    calendars.close();
    calendars = new BearerProxy(radicale, tokens, "bob");
    radicale.client("bob").delete("/bob/work/");
    calendars.after(20, tokens::revokeAccess);
    String folder = home.resolve("one").toString();
    String refresh = "refresh_token=" + tokens.login();
    PluginProcess.Run run = run(words("restore", folder, calendars.location(), refresh), Map.of());
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(calendars.refusals()).isPositive();
    assertThat(radicale.client("bob").objects("/bob/work/")).hasSize(OBJECTS);
  }

  @Test
  void an_hour_later_the_token_is_refreshed_before_the_server_could_refuse_it() throws Exception {
    String refresh = "refresh_token=" + tokens.login();
    backup("one", refresh);
    anHourPasses();
    assertWhole(backup("two", refresh));
    assertThat(calendars.refusals()).isZero();
    assertThat(tokens.asked("refresh_token")).isEqualTo(2);
  }

  @Test
  void every_refresh_uses_the_token_that_the_last_one_gave() throws Exception {
    String refresh = "refresh_token=" + tokens.login();
    for (int i = 0; i < 4; i++) {
      assertWhole(backup("run" + i, refresh));
      anHourPasses();
    }
    assertThat(tokens.asked())
        .extracting(form -> form.get("refresh_token"))
        .doesNotHaveDuplicates();
  }

  @Test
  void a_provider_that_never_gives_another_refresh_token_keeps_the_one() throws Exception {
    tokens.rotates(false);
    String refresh = "refresh_token=" + tokens.login();
    for (int i = 0; i < 3; i++) {
      assertWhole(backup("run" + i, refresh));
      anHourPasses();
    }
    assertThat(tokens.asked())
        .extracting(form -> form.get("refresh_token"))
        .containsOnly(refresh.substring("refresh_token=".length()));
  }

  @Test
  void two_processes_at_once_ask_for_one_token() throws Exception {
    String refresh = "refresh_token=" + tokens.login();
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    tokens.beforeToken(
        () -> {
          first.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    List<CompletableFuture<PluginProcess.Run>> runs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      String folder = "run" + i;
      runs.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return backup(folder, refresh);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    first.await();
    go.countDown();
    for (CompletableFuture<PluginProcess.Run> run : runs) {
      assertWhole(run.get());
    }
    assertThat(tokens.asked("refresh_token")).isEqualTo(1);
  }

  @Test
  void what_was_revoked_is_one_sentence_with_the_command_that_helps() throws Exception {
    String refresh = "refresh_token=" + tokens.login();
    tokens.revokeAll();
    PluginProcess.Run run = backup("one", refresh);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .hasLineCount(1)
        .contains(
            "no longer accepts the sign-in (invalid_grant: Token has been expired or"
                + " revoked.)")
        .contains("run: caldav login " + calendars.location() + " name=custom client_id=backup")
        .doesNotContain(refresh);
    assertThat(tokens.asked("refresh_token")).isEqualTo(1);
  }

  @Test
  void what_is_revoked_in_mid_run_is_asked_about_once_and_not_for_each_object() throws Exception {
    assertWhole(backup("one", "refresh_token=" + tokens.login()));
    calendars.close();
    calendars = new BearerProxy(radicale, tokens, "bob");
    radicale.client("bob").delete("/bob/work/");
    calendars.after(20, tokens::revokeAll);
    String folder = home.resolve("one").toString();
    String refresh = "refresh_token=" + tokens.login();
    long before = tokens.asked().size();
    PluginProcess.Run run = run(words("restore", folder, calendars.location(), refresh), Map.of());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("run: caldav login");
    assertThat(tokens.asked()).hasSizeLessThanOrEqualTo((int) before + 3);
    assertThat(calendars.refusals()).isBetween(1L, 4L); // those that were under way
  }

  @Test
  void a_server_that_refuses_every_token_is_not_asked_without_end() throws Exception {
    calendars.close();
    try (AuthorizationServer others = new AuthorizationServer()) {
      calendars = new BearerProxy(radicale, others, "alice");
      PluginProcess.Run run = backup("one", "refresh_token=" + tokens.login());
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err())
          .contains("does not accept the access token (401")
          .contains("run: caldav login");
      assertThat(tokens.asked("refresh_token")).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void a_log_of_everything_shows_no_token() throws Exception {
    String refresh = tokens.login();
    PluginProcess.Run run =
        run(
            words(
                "backup",
                calendars.location(),
                home.resolve("one").toString(),
                "refresh_token=" + refresh,
                "client_secret=marked-client-secret"),
            Map.of("CALDAV_LOG", "trace"));
    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("caldav-send-once");
    for (String secret : tokens.secrets()) {
      assertThat(run.err().contains(secret) || run.out().contains(secret)).isFalse();
    }
    assertThat(run.err()).doesNotContain(refresh, "marked-client-secret");
  }

  private void anHourPasses() throws Exception {
    tokens.anHourPasses(home.resolve("state/caldav-backup/tokens"));
  }

  private PluginProcess.Run backup(String folder, String... options) throws Exception {
    return run(
        words("backup", calendars.location(), home.resolve(folder).toString(), options), Map.of());
  }

  private List<String> words(String command, String one, String two, String... options) {
    List<String> words = new ArrayList<>(List.of(command, one, two));
    words.addAll(tokens.options());
    words.addAll(List.of(options));
    return words;
  }

  private PluginProcess.Run run(List<String> words, Map<String, String> environment)
      throws Exception {
    Map<String, String> all = new HashMap<>(AuthorizationServer.environment(home));
    all.putAll(environment);
    return PluginProcess.run(words, all);
  }

  private void assertWhole(PluginProcess.Run run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("work");
  }
}
