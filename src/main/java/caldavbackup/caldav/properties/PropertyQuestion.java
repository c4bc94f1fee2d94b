package caldavbackup.caldav.properties;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.Requests;
import caldavbackup.http.HttpAnswer;
import caldavbackup.http.Question;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.HrefTarget;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.MultistatusReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.namespace.QName;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** PROPFIND of the property names of a place, or of the values of some properties. */
final class PropertyQuestion extends Question {
  private static final Requests REQUESTS = new Requests();
  private static final int MAX_NAMES = 100;

  private final PropertySearch search;
  private final Place place;
  private final Set<QName> names;

  /**
   * Creates a question.
   *
   * @param names the properties whose values are requested; null requests the names
   */
  PropertyQuestion(PropertySearch search, Place place, Set<QName> names) {
    super(place.url());
    this.search = search;
    this.place = place;
    this.names = names;
  }

  @Override
  protected void write(Message message) {
    if (names != null) {
      REQUESTS.properties(message, place.url(), place.depth(), names);
    } else if (place.byAllprop()) {
      REQUESTS.allProperties(message, place.url(), place.depth());
    } else {
      REQUESTS.propertyNames(message, place.url(), place.depth());
    }
  }

  @Override
  protected boolean isRepeated() {
    return false; // the same place is requested in another way
  }

  @Override
  protected void learn(Exchange exchange) throws IOException {
    HttpAnswer head = head(exchange);
    List<DavResponse> responses = responses(exchange, head);
    if (names != null) {
      for (DavResponse response : responses) {
        search.learnValues(pathOf(head, response), OtherProperties.of(response, names));
      }
      return;
    }
    Set<QName> found = new LinkedHashSet<>();
    for (DavResponse response : responses) {
      response.properties().keySet().stream()
          .filter(name -> !OtherProperties.isLive(name))
          .limit(MAX_NAMES - found.size())
          .forEach(found::add);
    }
    search.learnNames(place, found);
  }

  /**
   * The responses of an answer.
   *
   * @throws Failure when a calendar is missing in it, or has an error
   */
  private List<DavResponse> responses(Exchange exchange, HttpAnswer head) throws IOException {
    List<DavResponse> responses =
        MultistatusReader.all(
            exchange.getMessage().getBody(InputStream.class),
            "PROPFIND " + place.url(),
            head.contentType());
    Set<String> told = new HashSet<>();
    for (DavResponse response : responses) {
      if (!isRefused(response)) {
        told.add(pathOf(head, response));
      }
    }
    for (Calendar calendar : search.of(place)) {
      boolean isTold =
          told.contains(Hrefs.canonicalPath(calendar.url()))
              || (!place.isOfSeveral() && responses.size() == 1 && told.size() == 1);
      if (!isTold) {
        throw Failure.incomplete("the answer does not cover " + calendar.label());
      }
    }
    return responses;
  }

  private static boolean isRefused(DavResponse response) {
    return response.status() >= 400
        || response.refused().entrySet().stream()
            .anyMatch(
                entry ->
                    !OtherProperties.isLive(entry.getKey())
                        && DavResponse.isTrouble(entry.getValue()));
  }

  private static String pathOf(HttpAnswer head, DavResponse response) {
    String inside = HrefTarget.inside(head.url(), response.href());
    return Hrefs.canonicalPath(
        inside != null ? inside : Hrefs.resolve(head.url(), response.href()));
  }

  @Override
  protected void failed(Exchange exchange, Failure failure) throws Failure {
    if (failure.endsAll()) {
      throw failure;
    }
    search.failed(place, failure);
  }
}
