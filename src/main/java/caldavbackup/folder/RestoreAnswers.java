package caldavbackup.folder;

import caldavbackup.restore.plan.RecordResult;
import caldavbackup.restore.plan.RestoreFile;
import caldavbackup.text.Causes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The answers to the records of a restore. Each record must be answered exactly once. */
final class RestoreAnswers {
  private static final int MAX_NAMED = 20;

  /**
   * The start of the sentence for records that a restore did not reach. Its end names the cause.
   */
  private static final String ENDED = "the restore ended early: ";

  private final Map<String, Integer> unanswered = new LinkedHashMap<>();
  private final Causes failures = new Causes();
  private final Map<String, Set<String>> types = new HashMap<>();
  private int failed;
  private String answeredTwice;

  /** The same records, each of which is to be answered from when it is taken. */
  Iterator<RestoreFile> of(Iterator<RestoreFile> records) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return records.hasNext();
      }

      @Override
      public RestoreFile next() {
        RestoreFile record = records.next();
        expect(record.path());
        return record;
      }
    };
  }

  private synchronized void expect(String path) {
    unanswered.merge(path, 1, Integer::sum);
  }

  /** Takes the answer to one record. */
  synchronized void take(RecordResult answer) {
    String path = answer.item().path();
    if (!unanswered.containsKey(path)) {
      answeredTwice = path;
    }
    unanswered.computeIfPresent(path, (p, many) -> many > 1 ? many - 1 : null);
    String error = answer.error();
    if (error != null) {
      failed++;
      if (!error.contains(ENDED)) {
        failures.add(answer.name(), error);
        types.put(answer.name(), answer.types());
      }
    }
  }

  /** Returns whether any record failed. */
  synchronized boolean hasFailed() {
    return failed > 0;
  }

  /**
   * Checks the answers at the end.
   *
   * @throws FolderException unless each record was answered exactly once
   */
  synchronized void requireEach() throws FolderException {
    if (answeredTwice != null) {
      throw new FolderException("the restore answered twice for " + answeredTwice);
    }
    if (!unanswered.isEmpty()) {
      throw new FolderException(
          "the restore did not report the result of %d %s: %s"
              .formatted(
                  unanswered.size(),
                  unanswered.size() == 1 ? "file" : "files",
                  unanswered.keySet().stream().limit(MAX_NAMED).collect(Collectors.joining(", "))));
    }
  }

  /**
   * Returns the failures, grouped by cause.
   *
   * @param isAlike whether to merge causes that differ only in the names they contain
   */
  synchronized List<Causes.Cause> causes(boolean isAlike) {
    return isAlike ? failures.alike() : failures.equal();
  }

  /** Returns the noun for these names: events if all of them are events, else files. */
  synchronized String noun(List<String> names) {
    Set<String> all = new HashSet<>();
    boolean areObjects = true;
    for (String name : names) {
      Set<String> made = types.getOrDefault(name, Set.of());
      areObjects &= !made.isEmpty();
      all.addAll(made);
    }
    return areObjects ? RecordResult.noun(all, names.size()) : "files";
  }
}
