package caldavbackup.changes;

import caldavbackup.text.Failure;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The problems of a run and their reasons. Safe for use by several threads. */
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

  /** Notes an object that could not be read. The run fails at its end. */
  synchronized void unread(String path, String reason) {
    unread++;
    firstUnread = firstUnread == null ? path + " could not be read: " + reason : firstUnread;
    add(path, reason);
  }

  /**
   * Notes a message that a host did not accept. The run fails at its end.
   *
   * @param reason the exception of the host
   * @return the reason as one sentence
   */
  synchronized Failure notTaken(HostMessage message, Failure reason) {
    Failure failure =
        new Failure(
            Failure.Kind.INCOMPLETE,
            Endpoints.shown(message.endpoint())
                + " did not accept "
                + message.name()
                + ": "
                + reason.getMessage(),
            reason.getCause());
    notTaken++;
    firstNotTaken = firstNotTaken == null ? failure : firstNotTaken;
    add(message.name(), failure.getMessage());
    return failure;
  }

  /** Notes a calendar, or something else, that is missing. The run fails at its end. */
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
   * @throws Failure when something could not be listed or read, or was not accepted
   */
  synchronized void require() throws Failure {
    List<String> all = new ArrayList<>(sentences);
    if (unread > 0) {
      all.add(firstUnread + more(unread, "could not be read"));
    }
    if (notTaken > 0) {
      all.add(firstNotTaken.getMessage() + more(notTaken, "were not accepted"));
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

  /** Writes the list for a status. */
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

  /** Writes the failure of a run, or null. */
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
