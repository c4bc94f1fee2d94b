package caldavbackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The user's browser on this machine, where there is one. */
final class Browser {
  private static final long SECONDS_TO_FAIL = 2;

  private final List<List<String>> commands = new ArrayList<>();

  /** By the variable BROWSER, or the desktop that is there. */
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

  /** Whether there is one to be tried. */
  boolean isThere() {
    return !commands.isEmpty();
  }

  /** Opens an address; false when that is not possible. */
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
        continue; // the next one may be there
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }
}
