package caldavbackup.changes;

import caldavbackup.text.Failure;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is missing of a run, and why. Safe for use by several threads. */
final class Problems {
  private static final int MAX_TOLD = 20;

  private record Problem(String path, String reason) {}

  private final List<Problem> told = new ArrayList<>();
  private final List<String> sentences = new ArrayList<>();
  private int count;
  private int unread;
  private String firstUnread;
  private int notTaken;
  private Failure firstNotTaken;

  /** An object could not be read: the run fails at its end. */
  synchronized void unread(String path, String reason) {
    unread++;
    firstUnread = firstUnread == null ? path + " could not be read: " + reason : firstUnread;
    add(path, reason);
  }

  /**
   * A host did not take a message: the run fails at its end.
   *
   * @param reason what the host threw
   * @return the same in a sentence
   */
  synchronized Failure notTaken(HostMessage message, Failure reason) {
    Failure failure =
        new Failure(
            Failure.Kind.INCOMPLETE,
            Endpoints.shown(message.endpoint())
                + " did not take "
                + message.name()
                + ": "
                + reason.getMessage(),
            reason.getCause());
    notTaken++;
    firstNotTaken = firstNotTaken == null ? failure : firstNotTaken;
    add(message.name(), failure.getMessage());
    return failure;
  }

  /** A calendar, or something else, is missing: the run fails at its end. */
  synchronized void failed(String path, String sentence) {
    sentences.add(sentence);
    add(path, sentence);
  }

  private void add(String path, String reason) {
    count++;
    if (told.size() < MAX_TOLD) {
      told.add(new Problem(path, reason));
    }
  }

  synchronized boolean isNone() {
    return count == 0;
  }

  /**
   * Ends the run.
   *
   * @throws Failure when something could not be listed or read, or was not taken
   */
  synchronized void require() throws Failure {
    List<String> all = new ArrayList<>(sentences);
    if (unread > 0) {
      all.add(firstUnread + more(unread, "could not be read"));
    }
    if (notTaken > 0) {
      all.add(firstNotTaken.getMessage() + more(notTaken, "were not taken"));
    }
    if (!all.isEmpty()) {
      throw new Failure(
          Failure.Kind.INCOMPLETE,
          String.join("; ", all),
          firstNotTaken == null ? null : firstNotTaken.getCause());
    }
  }

  private static String more(int of, String what) {
    return of > 1 ? " (and " + (of - 1) + " more " + what + ")" : "";
  }

  /** Writes the list of a status. */
  synchronized void write(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("failures");
    for (Problem problem : told) {
      json.writeStartObject();
      json.writeStringField("path", problem.path());
      json.writeStringField("reason", problem.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes what a run fails with, or null. */
  static void write(JsonGenerator json, Failure failure) throws IOException {
    if (failure == null) {
      json.writeNullField("failure");
      return;
    }
    json.writeObjectFieldStart("failure");
    json.writeStringField("kind", failure.kind().name().toLowerCase(Locale.ROOT));
    json.writeStringField("sentence", failure.getMessage());
    json.writeNumberField("status", failure.status());
    json.writeEndObject();
  }
}
