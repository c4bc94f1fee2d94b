package caldavbackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The user's browser on this machine, if there is one. */
final class Browser {
  private static final long SECONDS_TO_FAIL = 2;

  private final List<List<String>> commands = new ArrayList<>();

  /** Finds the browser by the variable BROWSER, or by the desktop in use. */
  Browser(Map<String, String> environment, String system) {
    if (!environment.getOrDefault("BROWSER", "").isBlank()) {
      commands.add(List.of("sh", "-c", "exec $BROWSER \"$1\"", "browser"));
    }
    boolean isMac = system.startsWith("Mac");
    boolean hasDesktop =
        environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
    if (isMac || hasDesktop) {
      String opener = isMac ? "open" : "xdg-open";
      if (isOnPath(opener, environment.getOrDefault("PATH", ""))) {
        commands.add(List.of(opener));
      }
    }
  }

  private static boolean isOnPath(String program, String path) {
    for (String folder : path.split(":")) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether there is a browser to try. */
  boolean isThere() {
    return !commands.isEmpty();
  }

  /**
   * Opens an address.
   *
   * @return false when no browser can open it
   */
  boolean open(String url) {
    for (List<String> command : commands) {
      List<String> whole = new ArrayList<>(command);
      whole.add(url);
      try {
        Process process =
            new ProcessBuilder(whole)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(SECONDS_TO_FAIL, TimeUnit.SECONDS) || process.exitValue() == 0) {
          return true;
        }
      } catch (IOException e) {
        continue; // try the next one
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }
}
