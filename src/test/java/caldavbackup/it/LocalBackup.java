package caldavbackup.it;

import caldavbackup.camel.Routes;
import caldavbackup.folder.FolderBackup;
import caldavbackup.folder.FolderException;
import caldavbackup.folder.ObjectKind;
import caldavbackup.folder.Progress;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs {@code caldav backup} in this process: the same routes, no launcher. */
public final class LocalBackup implements AutoCloseable {
  private static final String DELAY = "caldav.retry.delay";

  private final Routes routes;
  private final String delayBefore;

  /**
   * What a run said.
   *
   * @param complete whether it was complete; exit code 0 then
   * @param problems a line for each cause
   * @param gone a line for each object that was deleted meanwhile
   * @param isCut whether it could not go on to its end
   * @param end the sentence at the end, or null
   * @param outcomes how many objects came to what
   * @param kinds how many there were of what
   */
  public record Run(
      boolean complete,
      List<String> problems,
      List<String> gone,
      boolean isCut,
      String end,
      Map<Progress.Outcome, Integer> outcomes,
      Map<ObjectKind, Integer> kinds) {
    /** What it said of files and of its end, without the count of what is missing. */
    public List<String> causes() {
      List<String> causes = new ArrayList<>(problems);
      if (isCut) {
        causes.add(end);
      }
      return causes;
    }

    /** All that stands on stderr. */
    String said() {
      return String.join("\n", problems) + (end == null ? "" : "\ncaldav: " + end);
    }
  }

  /** Starts the routes; what is repeated is repeated at once. */
  public LocalBackup() {
    delayBefore = System.setProperty(DELAY, "1"); // read when a request is repeated, too
    routes = Routes.start(Routes.Purpose.BACKUP);
  }

  /** Backs up into the folder, with options {@code key=value}. */
  Run run(String location, Path folder, String... options) {
    Map<String, String> config = new HashMap<>();
    config.put("location", location);
    for (String option : options) {
      int sign = option.indexOf('=');
      config.put(option.substring(0, sign), option.substring(sign + 1));
    }
    return run(config, folder);
  }

  /** Backs up into the folder, with these options. */
  public Run run(Map<String, String> config, Path folder) {
    List<String> problems = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    Map<Progress.Outcome, Integer> outcomes = new HashMap<>();
    Map<ObjectKind, Integer> kinds = new HashMap<>();
    Progress progress =
        new Progress() {
          @Override
          public synchronized void object(String calendar, ObjectKind kind, Outcome outcome) {
            outcomes.merge(outcome, 1, Integer::sum);
            kinds.merge(kind, 1, Integer::sum);
          }

          @Override
          public synchronized void problem(String path, String sentence) {
            problems.add("KO " + path + ": " + sentence);
          }

          @Override
          public synchronized void gone(String path, String sentence) {
            gone.add(path + ": " + sentence);
          }
        };
    try {
      FolderBackup backup = new FolderBackup(routes, folder, progress);
      boolean complete = backup.run(Options.forBackup(config));
      return new Run(
          complete, problems, gone, false, complete ? null : backup.shortfall(), outcomes, kinds);
    } catch (FolderException | Failure e) {
      return new Run(false, problems, gone, true, e.getMessage(), outcomes, kinds);
    }
  }

  @Override
  public void close() {
    routes.close();
    if (delayBefore == null) {
      System.clearProperty(DELAY);
    } else {
      System.setProperty(DELAY, delayBefore);
    }
  }
}
