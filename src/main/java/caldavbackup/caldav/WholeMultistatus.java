package caldavbackup.caldav;

import caldavbackup.http.AnswerProof;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.WholeBody;
import caldavbackup.text.Failure;
import caldavbackup.webdav.MultistatusReader;
import java.io.IOException;
import java.io.InputStream;

/**
 * Requires that a multistatus has its closing tag, even if the HTTP message is complete. Other
 * answers pass, because the caller evaluates them.
 */
final class WholeMultistatus implements AnswerProof {
  private static final int MULTISTATUS = 207;

  private final String what;

  /** Creates a proof for the answer to this request. */
  WholeMultistatus(String what) {
    this.what = what;
  }

  @Override
  public void require(HttpAnswer answer, WholeBody body) throws IOException {
    if (answer.status() != MULTISTATUS || answer.isWebPage()) {
      return;
    }
    try (InputStream in = body.again()) {
      MultistatusReader reader = new MultistatusReader(in, what);
      while (reader.next() != null) {
        // only the end matters
      }
    } catch (Failure e) {
      if (e.kind() == Failure.Kind.INCOMPLETE) {
        throw e;
      }
    }
  }

  @Override
  public boolean mayAskAgain() {
    return true;
  }

  @Override
  public boolean isToCompare() {
    return false;
  }
}
