package caldavbackup.restore.plan;

import caldavbackup.text.Failure;
import caldavbackup.text.Shortened;
import caldavbackup.text.Shown;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The results of a restore's records. Each record is answered exactly once; failures are counted
 * and named, and written to a file if there are many.
 *
 * <p>Safe for use by several threads after all records were received.
 */
final class RestoreOutcome {
  private static final int MAX_NAMED = 20;
  private static final int MAX_WITHOUT_FILE = 5;
  private static final int WIDTH = 200;

  private final List<RecordResult> answers = new ArrayList<>();
  private final Queue<RecordResult> due = new ConcurrentLinkedQueue<>();
  private final Map<RecordResult, List<RecordResult.Failed>> failed = new IdentityHashMap<>();
  private final List<RecordResult.Failed> others = new ArrayList<>();
  private final RestoreEnd end;
  private int records;
  private int objectsFailed;
  private int answeredTwice;
  private boolean isPretended;

  RestoreOutcome(RestoreEnd end) {
    this.end = end;
  }

  /** Adds a record to answer. */
  RecordResult answer(RestoreFile item) {
    records++;
    RecordResult answer = new RecordResult(item);
    answers.add(answer);
    return answer;
  }

  /** Returns the answers so far, in the order of the records. */
  List<RecordResult> results() {
    return List.copyOf(answers);
  }

  /** Ends the intake: records without objects can be answered. */
  void complete() {
    due.clear();
    answers.forEach(RecordResult::begin);
    answers.forEach(this::settled);
  }

  /** Marks the restore as a dry run, for the wording of failures. */
  void pretend() {
    isPretended = true;
    answers.forEach(RecordResult::pretend);
  }

  /** Returns the paths of files with an error of their own. */
  List<String> filesAtFault() {
    return answers.stream()
        .filter(answer -> !answer.item().directory() && answer.error() != null)
        .map(answer -> answer.item().path())
        .toList();
  }

  /** Returns the errors of files themselves, by path. */
  Map<String, String> fileProblems() {
    Map<String, String> problems = new LinkedHashMap<>();
    for (RecordResult answer : answers) {
      if (answer.ownError() != null) {
        problems.put(answer.item().path(), answer.ownError());
      }
    }
    return problems;
  }

  /** Clears the errors of the records at these paths. */
  void forgive(Predicate<String> paths) {
    answers.stream()
        .filter(answer -> paths.test(answer.item().path()))
        .forEach(RecordResult::forgive);
  }

  /** Queues the record for its answer if all of its parts are settled. */
  void settled(RecordResult answer) {
    if (answer.becomesDue()) {
      due.add(answer);
    }
  }

  /** Records a failure that belongs to no record. */
  synchronized void failedBesides(String path, String why) {
    others.add(new RecordResult.Failed(Shown.path(path), why));
  }

  private synchronized void failed(RecordResult answer) {
    objectsFailed += answer.failed();
    failed.put(answer, answer.lines());
  }

  /** Returns the failures in the order of the records, then those that belong to no record. */
  private synchronized List<RecordResult.Failed> failures() {
    return Stream.concat(
            answers.stream().flatMap(one -> failed.getOrDefault(one, List.of()).stream()),
            others.stream())
        .toList();
  }

  /** Returns whether nothing has failed so far. */
  synchronized boolean isFlawless() {
    return failed.isEmpty() && others.isEmpty();
  }

  /** Returns the records that can be answered and were not yet. */
  List<RecordResult> takeDue() {
    List<RecordResult> taken = new ArrayList<>();
    for (RecordResult answer = due.poll(); answer != null; answer = due.poll()) {
      if (!answer.take()) {
        answeredTwice++;
        continue;
      }
      taken.add(answer);
      if (answer.error() != null) {
        failed(answer);
      }
    }
    return taken;
  }

  /**
   * Checks the result.
   *
   * @throws Failure if anything failed, with the number, the names, and the file that lists all
   *     failures; or if a record was not answered exactly once or an object not settled
   */
  void prove(Iterable<ObjectPlan> objects) throws Failure {
    requireSettled(objects);
    List<RecordResult.Failed> failures = failures();
    if (failures.isEmpty()) {
      return;
    }
    String count = count(failures.size());
    String file = failures.size() > MAX_WITHOUT_FILE ? ". " + writeFile(failures) : "";
    if (end.cause() != null) {
      throw Failure.incomplete(
          "%s. The restore stopped: %s%s"
              .formatted(
                  end.cause(),
                  count,
                  file.isEmpty() ? ": " + named(failures, why -> end.without(why)) : file));
    }
    throw Failure.incomplete("%s%s: %s".formatted(count, file, named(failures, why -> why)));
  }

  private static String writeFile(List<RecordResult.Failed> failures) {
    return FailureFile.write(failures.stream().map(RecordResult.Failed::toString).toList());
  }

  private static String named(List<RecordResult.Failed> failures, UnaryOperator<String> words) {
    List<RecordResult.Failed> shortened =
        failures.stream()
            .map(
                one ->
                    new RecordResult.Failed(
                        Shortened.to(WIDTH, one.what()),
                        Shortened.to(WIDTH, words.apply(one.why()))))
            .toList();
    return RecordResult.named(shortened, MAX_NAMED);
  }

  /** Counts objects if any of them failed, else files and folders. */
  private String count(int failures) {
    int ofOthers = failures - objectsFailed;
    if (failed.isEmpty()) {
      return failures + (failures == 1 ? " step failed" : " steps failed");
    }
    if (objectsFailed == 0) {
      return "%d of %d files and folders failed".formatted(failed.size() + others.size(), records);
    }
    int objects = answers.stream().mapToInt(RecordResult::made).sum();
    Set<String> types =
        answers.stream().flatMap(a -> a.types().stream()).collect(Collectors.toSet());
    return RecordResult.count(objectsFailed, objects, types, isPretended)
        + (ofOthers == 0
            ? ""
            : ", and " + ofOthers + (ofOthers == 1 ? " other thing" : " other things") + " failed");
  }

  private void requireSettled(Iterable<ObjectPlan> objects) throws Failure {
    List<String> forgotten = new ArrayList<>();
    answers.stream()
        .filter(answer -> !answer.isTaken())
        .forEach(answer -> forgotten.add(answer.item().path()));
    for (ObjectPlan object : objects) {
      boolean isKnown = object.answer() != null && !object.answer().isTaken();
      boolean isLeft = object.action() == Action.DELETE; // nothing is deleted after a failure
      if (!object.isSettled() && !isKnown && !(isLeft && !isFlawless())) {
        forgotten.add(object.path());
      }
    }
    if (!forgotten.isEmpty() || answeredTwice > 0 || answers.size() != records) {
      throw new Failure(
          Failure.Kind.INTERNAL,
          "the restore lost track of %d of %d files (%s); %d were"
                  .formatted(
                      forgotten.size(),
                      records,
                      forgotten.stream().limit(MAX_NAMED).collect(Collectors.joining(", ")),
                      answeredTwice)
              + " answered twice");
    }
  }
}
