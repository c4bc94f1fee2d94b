package caldavbackup.careless;

import caldavbackup.camel.Routes;
import caldavbackup.folder.FolderException;
import caldavbackup.folder.FolderRestore;
import caldavbackup.folder.ObjectKind;
import caldavbackup.folder.Progress;
import caldavbackup.options.Options;
import caldavbackup.text.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code caldav restore} does, in this process: one set of routes for all restores, an account
 * for each.
 */
final class Restorer implements AutoCloseable {
  private static final Pattern FAILURE_FILE = Pattern.compile("(/\\S*restore-[^\\s/]*\\.txt)");
  private static final Pattern SHORTENED = Pattern.compile("^\\d+ files(?: and folders)? \\(");
  private static final Pattern SHARED =
      Pattern.compile("^([^:\"]*, [^:\"]*)(: .*)$", Pattern.DOTALL);

  /** A line about an object, which begins with its calendar and title, not with its path. */
  private static final Pattern LABELLED =
      Pattern.compile("^(?:[^:]*: )?(?:task |journal )?(?:\"|\\(no title\\))");

  private static final int MAX_SECONDS = 30;

  /**
   * How a restore ended.
   *
   * @param failure the sentence that it failed with; null for exit code 0
   * @param problems path and sentence of each, as the command line prints them
   * @param said all that the user is told, the file of failures included
   * @param plan the plan as JSON, empty without one
   */
  record Outcome(String failure, List<String> problems, String said, String plan) {
    boolean isOk() {
      return failure == null;
    }

    /** Nothing at all was done, for a reason that is told. */
    boolean isVetoed() {
      return failure != null && failure.startsWith("nothing was written");
    }

    boolean names(String text) {
      return said.contains(text);
    }

    @Override
    public String toString() {
      return (isOk() ? "exit 0" : "failed") + "\n" + said.indent(2);
    }
  }

  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "restorer");
            thread.setDaemon(true);
            return thread;
          });
  private final List<String> reports = new ArrayList<>();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final PrintStream err = System.err;
  private final Routes routes;

  /** Starts the routes; until it is closed it hears what is logged. */
  Restorer() {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    routes = Routes.start(Routes.Purpose.RESTORE, this::report, this::report);
  }

  private void report(String text) {
    synchronized (reports) {
      reports.add(text);
    }
  }

  Outcome restore(Path folder, Path planFile, Map<String, String> options) throws Exception {
    reports.clear();
    log.reset();
    Files.deleteIfExists(planFile);
    Map<String, String> config = new TreeMap<>(options);
    config.put("plan_json", planFile.toString());
    List<String> problems = new ArrayList<>();
    String failure = run(folder, config, problems);
    List<String> said = new ArrayList<>(reports);
    problems.forEach(problem -> said.add("KO " + problem));
    if (failure != null) {
      said.add("caldav: " + failure);
    }
    String written = filesNamedIn(String.join("\n", said));
    said.add(written);
    said.add(log.toString(StandardCharsets.UTF_8));
    String plan = Files.exists(planFile) ? Files.readString(planFile) : "";
    return new Outcome(failure, each(problems, written), String.join("\n", said), plan);
  }

  /** A line for each path: those of one cause stand in one line, or in the file of failures. */
  private static List<String> each(List<String> problems, String written) {
    List<String> each = new ArrayList<>();
    for (String problem : problems) {
      Matcher paths = SHARED.matcher(problem);
      if (SHORTENED.matcher(problem).find()) {
        written.lines().filter(line -> !LABELLED.matcher(line).find()).forEach(each::add);
      } else if (paths.find()) {
        Stream.of(paths.group(1).split(", ")).forEach(p -> each.add(p + paths.group(2)));
      } else {
        each.add(problem);
      }
    }
    return each;
  }

  /** What stands in the files that the user is pointed to, which then are gone. */
  private static String filesNamedIn(String said) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Matcher file = FAILURE_FILE.matcher(said); file.find(); ) {
      Path path = Path.of(file.group(1));
      text.append(Files.exists(path) ? Files.readString(path) : "");
      Files.deleteIfExists(path);
    }
    return text.toString();
  }

  private String run(Path folder, Map<String, String> config, List<String> problems)
      throws Exception {
    FolderRestore restore = new FolderRestore(routes, folder, collect(problems));
    Future<?> running =
        workers.submit(
            () -> {
              restore.run(Options.forRestore(config));
              return null;
            });
    try {
      running.get(MAX_SECONDS, TimeUnit.SECONDS);
      return null;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FolderException || e.getCause() instanceof Failure) {
        return e.getCause().getMessage();
      }
      throw new AssertionError("a restore ends with a sentence, not with " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new AssertionError("the restore hangs\n" + threads(), e);
    }
  }

  /** Where it hangs. */
  private static String threads() {
    StringBuilder text = new StringBuilder();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              text.append(thread.getName()).append('\n');
              for (StackTraceElement element : stack) {
                text.append("    ").append(element).append('\n');
              }
            });
    return text.toString();
  }

  private static Progress collect(List<String> problems) {
    return new Progress() {
      @Override
      public void object(String calendar, ObjectKind kind, Outcome outcome) {
        // counted by others
      }

      @Override
      public void problem(String path, String sentence) {
        problems.add(path + ": " + sentence);
      }
    };
  }

  @Override
  public void close() {
    routes.close();
    workers.shutdownNow();
    System.setErr(err);
  }
}
