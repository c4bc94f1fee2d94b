package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From nothing to a backup, and to the next one an hour later, with the real plakar. */
@Tag("radicale")
class OauthPlakarIT {
  @TempDir Path folder;

  @Test
  void a_login_is_all_that_plakar_needs_for_this_backup_and_the_next() throws Exception {
    String ptar = System.getenv("CALDAV_PACKAGE");
    assumeTrue(
        Plakar.program().isPresent()
            && ptar != null
            && !ptar.isEmpty()
            && Files.exists(Path.of(ptar)));
    try (RadicaleServer radicale = RadicaleServer.start();
        AuthorizationServer tokens = new AuthorizationServer();
        BearerProxy calendars = new BearerProxy(radicale, tokens, "alice");
        Plakar plakar = Plakar.withOurPackage(Path.of(ptar))) {
      radicale.plant("alice", "work", "a.ics", Ics.event("a", "One"));
      List<String> words = new ArrayList<>(List.of(calendars.location()));
      words.addAll(tokens.options());
      plakar.ok(source("early", words));
      assertThat(plakar.run("backup", "@early").output())
          .contains("this account is not signed in at Your provider yet: run: caldav login")
          .doesNotContain("without errors");

      Path state = plakar.home().resolve("h/.local/state");
      plakar.ok(source("cal", login(words, state, tokens)));
      assertThat(plakar.ok("source", "ping", "cal")).contains("configuration OK");
      assertThat(plakar.ok("backup", "@cal")).contains("/work/a.ics", "without errors");

      tokens.anHourPasses(state.resolve("caldav-backup/tokens"));
      radicale.plant("alice", "work", "b.ics", Ics.event("b", "Two"));
      assertThat(plakar.ok("backup", "@cal")).contains("/work/b.ics", "without errors");
      assertThat(tokens.asked("refresh_token")).isEqualTo(1);
      assertThat(calendars.refusals()).isZero();
    }
  }

  /** Signs in by a code; gives what the login prints for Plakar. */
  private List<String> login(List<String> words, Path state, AuthorizationServer tokens)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("login"));
    command.addAll(words);
    command.add("device_url=" + tokens.deviceUrl());
    command.add("grant=device");
    Map<String, String> environment = Map.of("XDG_STATE_HOME", state.toString());
    try (Terminal terminal = new Terminal(folder, command, environment)) {
      PluginProcess.Run run = terminal.end();
      assertThat(run.exit()).isZero();
      String line = run.out().lines().reduce((first, last) -> last).orElseThrow();
      assertThat(line).startsWith("plakar source add mycal ");
      return List.of(line.substring("plakar source add mycal ".length()).split(" "));
    }
  }

  private static String[] source(String name, List<String> words) {
    return Stream.concat(Stream.of("source", "add", name), words.stream()).toArray(String[]::new);
  }
}
