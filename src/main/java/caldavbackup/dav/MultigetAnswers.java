package caldavbackup.dav;

import java.io.IOException;

/** The answers of a calendar-multiget, in the server's order, each matched to a member. */
final class MultigetAnswers extends PullIterator<Multiget.Answer> {
  private final MultistatusReader reader;
  private final Multiget multiget;

  MultigetAnswers(MultistatusReader reader, Multiget multiget) {
    this.reader = reader;
    this.multiget = multiget;
  }

  @Override
  protected Multiget.Answer pull() throws IOException {
    for (DavResponse response = reader.next(); response != null; response = reader.next()) {
      Multiget.Answer answer = multiget.answered(response);
      if (answer != null) {
        return answer;
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
