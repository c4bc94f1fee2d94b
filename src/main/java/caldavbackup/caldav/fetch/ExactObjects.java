package caldavbackup.caldav.fetch;

import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.profile.ByteProof;
import caldavbackup.caldav.profile.ServerWord;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.MultistatusReader;
import caldavbackup.webdav.PullIterator;
import java.io.IOException;

/** The objects with proved bytes in the answer to a calendar-multiget, in the server's order. */
final class ExactObjects extends PullIterator<CalendarObject> {
  private final MultistatusReader reader;
  private final Multiget multiget;
  private final ByteProof worth;
  private final ServerWord word;

  ExactObjects(MultistatusReader reader, Multiget multiget, ByteProof worth, ServerWord word) {
    this.reader = reader;
    this.multiget = multiget;
    this.worth = worth;
    this.word = word;
  }

  @Override
  protected CalendarObject pull() throws IOException {
    for (DavResponse response = reader.next(); response != null; response = reader.next()) {
      Multiget.Answer answer = multiget.answered(response);
      CalendarObject object = answer == null ? null : object(answer);
      if (object != null) {
        return object;
      }
    }
    return null;
  }

  private CalendarObject object(Multiget.Answer answer) {
    if (!answer.isAsListed()) {
      return null; // changed meanwhile, or data of another object: GET decides
    }
    ExactBytes.Proof proof = ExactBytes.proved(answer.data(), answer.etag(), answer.length());
    if (proof != null && proof.kind().word() == ByteProof.Word.DIGEST) {
      word.digests().wasRight();
    }
    if (proof != null && worth.holds(proof.kind())) {
      return new CalendarObject(answer.member(), proof.bytes(), null);
    }
    if (proof != null && worth.isUnknown(proof.kind())) {
      multiget.keep(answer.member(), proof);
    } else {
      multiget.says(answer.member(), answer.data());
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
