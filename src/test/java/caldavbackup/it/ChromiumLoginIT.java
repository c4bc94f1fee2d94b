package caldavbackup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caldav login} with a real browser, where one is installed. */
@Tag("radicale")
class ChromiumLoginIT {
  @TempDir Path home;

  @Test
  void a_browser_that_is_opened_signs_in_and_comes_back() throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "chromium"))));
    try (RadicaleServer radicale = RadicaleServer.start();
        AuthorizationServer tokens = new AuthorizationServer();
        BearerProxy calendars = new BearerProxy(radicale, tokens, "alice")) {
      radicale.plant("alice", "work", "a.ics", Ics.event("a", "One"));
      List<String> words = new ArrayList<>(List.of("login", calendars.location()));
      words.addAll(tokens.options());
      words.add("authorize_url=" + tokens.authorizeUrl());
      words.add("service_scope=openid offline_access");
      Map<String, String> environment = new HashMap<>(AuthorizationServer.environment(home));
      Path page = home.resolve("page");
      environment.put("BROWSER", browser(page));
      try (Terminal terminal = new Terminal(home, words, environment)) {
        PluginProcess.Run run = terminal.end();
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(run.out()).containsPattern("(?m)^work +\\S+ +own$");
      }
      Await.until("the browser has ended", () -> Files.exists(home.resolve("ended")));
      assertThat(Files.readString(page)).contains("You can close this window");
    }
  }

  /** Chromium without a window; what it shows in the end is written to a file. */
  private String browser(Path page) throws Exception {
    Path script =
        Files.writeString(
            home.resolve("browser"),
            "#!/bin/sh\nchromium --headless --no-sandbox --disable-gpu --user-data-dir='"
                + home.resolve("profile")
                + "' --dump-dom \"$1\" >'"
                + page
                + "'\ntouch '"
                + home.resolve("ended")
                + "'\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script.toString();
  }
}
