package caldavbackup.caldav.discover;

import caldavbackup.caldav.Origin;
import caldavbackup.caldav.Requests;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.Question;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.MultistatusReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * PROPFIND Depth 1 of a calendar home, or of a collection that may contain calendars: its calendars
 * with their properties. If there are several homes, a failure of one is noted.
 */
final class HomeQuestion extends Question {
  private static final Requests REQUESTS = new Requests();

  private final Discovery discovery;

  HomeQuestion(Discovery discovery, String url) {
    super(url);
    this.discovery = discovery;
  }

  @Override
  protected void write(Message message) {
    REQUESTS.home(message, url());
  }

  @Override
  protected void learn(Exchange exchange) throws IOException {
    HttpAnswer head = head(exchange);
    discovery.learnTraits(head);
    InputStream body = exchange.getMessage().getBody(InputStream.class);
    learn(head.url(), MultistatusReader.all(body, "PROPFIND " + url(), head.contentType()));
  }

  /**
   * Evaluates the answer of the home at this URL.
   *
   * @throws Failure when the answer is empty
   */
  void learn(String at, List<DavResponse> responses) throws Failure {
    Folders folders = discovery.folders();
    boolean isFolder = folders.isFolder(url());
    boolean isDelegated = discovery.relatives().isHome(url()) || folders.isDelegated(url());
    boolean isOwn = discovery.isHome(url());
    HomeAnswer answer = read(at, responses);
    String owner = answer.itself() == null ? null : Origin.owner(at, answer.itself());
    if (isOwn && owner != null) {
      discovery.learnOwner(owner);
    }
    for (HomeAnswer.Found found : answer.calendars()) {
      discovery.addCalendar(found.url(), found.response(), isDelegated);
    }
    for (HomeAnswer.Found found : answer.absent()) {
      discovery
          .doubts()
          .add(found.url(), url() + " lists " + Hrefs.shown(found.url()) + " as not found");
    }
    int count = answer.calendars().size();
    folders.noteAsked(url(), isDelegated);
    folders.noteAsked(at, isDelegated);
    if (isOwn || isDelegated || isFolder || count > 0) {
      answer.folders().forEach(folder -> folders.found(url(), folder));
    }
    discovery.note(url() + " holds " + count + (count == 1 ? " calendar" : " calendars"));
    discovery.learnRead(url(), isOwn, !isOwn && !isDelegated && !isFolder, count);
  }

  private HomeAnswer read(String at, List<DavResponse> responses) throws Failure {
    HomeAnswer answer = new HomeAnswer(at, discovery::followed);
    responses.forEach(answer::add);
    if (responses.isEmpty()) {
      throw Failure.incomplete("the answer to PROPFIND " + url() + " is empty");
    }
    answer.counts().prove(responses.size(), "the answer to PROPFIND " + url());
    answer.problems().forEach(problem -> discovery.problem(url() + ": " + problem));
    return answer;
  }

  /**
   * Handles a home that could not be read. The only home ends the search; one of several is a
   * problem. A collection that no property names as a home may not be one.
   */
  @Override
  protected void failed(Exchange exchange, Failure failure) throws Failure {
    if (failure.endsAll() && !discovery.relatives().hidesNothing(url(), failure)) {
      throw failure;
    }
    failed(failure);
  }

  void failed(Failure failure) throws Failure {
    boolean isRelatives = discovery.relatives().isHome(url());
    if (discovery.folders().isFolder(url())) {
      folderFailed(failure);
    } else if (isRelatives || !discovery.isHome(url())) {
      discovery.note(url() + ": " + failure.getMessage());
      if (isRelatives && !discovery.relatives().hidesNothing(url(), failure)) {
        discovery.relatives().failed("calendar home " + url(), failure);
      }
    } else if (discovery.homes().size() == 1) {
      throw failure;
    } else {
      discovery.problem("calendar home " + url() + ": " + failure.getMessage());
    }
  }

  private void folderFailed(Failure failure) {
    if (failure.isNotThere()) {
      discovery.note(url() + ": " + failure.getMessage());
    } else {
      discovery.problem(
          "the collection "
              + url()
              + " may contain calendars, but cannot be searched: "
              + failure.getMessage()
              + " (exclude_calendars="
              + Hrefs.segment(url())
              + " excludes it)");
    }
  }
}
