package caldavbackup.folder;

import caldavbackup.text.Causes;
import caldavbackup.text.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The problems of a run, grouped by cause. If an account is locked during a run, this is one line,
 * not one for each object.
 */
final class Problems {
  /** If there are more paths, a file lists them. */
  private static final int MAX_PATHS = 10;

  private static final String NO_FILE = "no file lists them all: ";

  /** If there are more causes, a file lists them. */
  private static final int MAX_CAUSES = 20;

  private final Path file;
  private final EarlierVersions names;
  private final Map<String, Cause> causes = new LinkedHashMap<>();
  private int count;

  /**
   * Why the file that lists all problems could not be written; null if it was written or is not
   * needed.
   */
  private String unwritten;

  /** One cause, with the sentence of its first object. */
  private record Cause(String sentence, List<String> paths) {}

  /**
   * Creates an empty list.
   *
   * @param file the file in the folder that lists the problems if there are many
   */
  Problems(Path file) {
    this.file = file;
    this.names = new EarlierVersions(file.getParent());
  }

  /** Adds a problem. */
  synchronized void add(String path, String sentence) {
    causes
        .computeIfAbsent(Causes.key(sentence), key -> new Cause(sentence, new ArrayList<>()))
        .paths
        .add(path);
    count++;
  }

  /** Returns the number of problems. */
  synchronized int count() {
    return count;
  }

  /**
   * Reports the problems, one line for each cause.
   *
   * @param told a sentence that is reported anyway, or null; its objects are counted with it
   * @return the text to append to that sentence; may be empty
   */
  synchronized String tell(Progress progress, String told) {
    boolean isMany =
        causes.size() > MAX_CAUSES
            || causes.values().stream().anyMatch(cause -> cause.paths.size() > MAX_PATHS);
    String where = isMany ? write() : remove();
    if (progress.isForPrograms()) {
      causes
          .values()
          .forEach(cause -> cause.paths.forEach(path -> progress.problem(path, cause.sentence)));
    }
    String rest = "";
    int lines = 0;
    for (Cause cause : causes.values()) {
      // a state that does not fit on the disk has the same sentence as the files that did not fit
      if (told != null && Causes.key(told).endsWith(Causes.key(cause.sentence))) {
        int some = cause.paths.size();
        rest =
            "; "
                + (some == 1 ? "1 file is" : some + " files are")
                + " missing: "
                + names(cause, where);
      } else if (++lines <= MAX_CAUSES && !progress.isForPrograms()) {
        progress.problem(subject(cause, where), cause.sentence);
      }
    }
    if (lines > MAX_CAUSES && !progress.isForPrograms()) {
      progress.problem(
          "and " + (lines - MAX_CAUSES) + " more causes",
          unwritten == null ? "all problems are in " + where : NO_FILE + unwritten);
    }
    return rest;
  }

  private String subject(Cause cause, String where) {
    int more = cause.paths.size() - 1;
    return more < MAX_PATHS
        ? Causes.listed(cause.paths.stream().map(names::name).toList())
        : names.name(cause.paths.get(0)) + " and " + more + " more" + inFile(cause, where);
  }

  /**
   * Returns where all problems are listed; empty if the cause already says why there is no file.
   */
  private String inFile(Cause cause, String where) {
    if (unwritten == null) {
      return " (" + where + ")";
    }
    return cause.sentence.endsWith(unwritten) ? "" : " (" + NO_FILE + unwritten + ")";
  }

  private String names(Cause cause, String where) {
    return cause.paths.size() > MAX_PATHS && unwritten == null ? where : subject(cause, where);
  }

  private String write() {
    List<String> lines = new ArrayList<>();
    causes
        .values()
        .forEach(
            cause ->
                cause.paths.forEach(path -> lines.add(names.name(path) + ": " + cause.sentence)));
    try {
      return Files.write(file, lines).toString();
    } catch (IOException e) {
      remove(); // a half-written list would look complete
      unwritten = Reason.of(e);
      return "";
    }
  }

  private String remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // the file of an earlier run stays; no line of this run points to it
    }
    return "";
  }
}
