package caldavbackup.caldav.store;

import caldavbackup.caldav.Calendar;
import caldavbackup.caldav.CalendarProperties;
import caldavbackup.caldav.Requests;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.http.Conversation;
import caldavbackup.http.HttpAnswer;
import caldavbackup.text.Failure;
import caldavbackup.webdav.DavResponse;
import caldavbackup.webdav.Hrefs;
import caldavbackup.webdav.MultistatusReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates a calendar unless it exists, and sets its properties. Steps: look it up; MKCALENDAR with
 * all properties, otherwise extended MKCOL, otherwise MKCALENDAR without properties; look it up
 * again; set each missing property by a separate PROPPATCH.
 *
 * <p>The result is the calendar with the component types and limits of the server. Header {@code
 * CamelCaldavCalendar} changes with it if the server created it elsewhere.
 */
public final class CalendarCreation implements Conversation {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  private enum Step {
    LOOK,
    MKCALENDAR,
    MKCOL,
    MKCALENDAR_BARE,
    LOOK_AFTER_REFUSAL,
    LOOK_AGAIN,
    PROPPATCH
  }

  private final Requests requests = new Requests();
  private final List<Calendar> known;
  private final List<String> refused = new ArrayList<>();
  private Calendar calendar;
  private CalendarLook look;
  private Failure refusal;
  private Iterator<CalendarProperties.Property> missing;
  private CalendarProperties.Property property;
  private Step step = Step.LOOK;

  /**
   * Creates a calendar.
   *
   * @param calendar the URL and the properties
   * @param known the user's calendars; if none can be created, a single one with the same name is
   *     used
   */
  public CalendarCreation(Calendar calendar, List<Calendar> known) {
    this.calendar = calendar;
    this.known = known;
  }

  @Override
  public boolean ask(Exchange exchange) throws Failure {
    Message message = exchange.getMessage();
    if (step == Step.LOOK_AGAIN && refusal != null) {
      requireThere(message);
    }
    switch (step) {
      case LOOK, LOOK_AFTER_REFUSAL, LOOK_AGAIN -> {
        look = new CalendarLook(calendar);
        return look.ask(exchange);
      }
      case MKCALENDAR -> requests.mkcalendar(message, calendar);
      case MKCOL -> requests.mkcol(message, calendar);
      case MKCALENDAR_BARE -> requests.mkcalendarBare(message, calendar);
      default -> {
        return askProperty(message);
      }
    }
    return true;
  }

  private boolean askProperty(Message message) throws Failure {
    if (missing == null) {
      missing = missing();
    }
    if (!missing.hasNext()) {
      message.setBody(result());
      return false;
    }
    property = missing.next();
    requests.proppatch(message, calendar.url(), property);
    return true;
  }

  /** Properties that the creation did not set, or that differ in an existing calendar. */
  private Iterator<CalendarProperties.Property> missing() throws Failure {
    if (look.there() == null) {
      throw new Failure(
          Failure.Kind.SERVER,
          "the server reported that it created calendar "
              + calendar.label()
              + ", but it does not exist");
    }
    return CalendarProperties.missing(calendar, look.there()).iterator();
  }

  private Calendar result() {
    if (!refused.isEmpty()) {
      LOG.warn(
          "calendar {}: the server did not accept its {}",
          calendar.label(),
          String.join(", ", refused));
    }
    return calendar.withComponents(look.there().components()).withLimitsOf(look.there());
  }

  @Override
  public void learn(Exchange exchange) throws IOException {
    switch (step) {
      case LOOK, LOOK_AFTER_REFUSAL, LOOK_AGAIN -> {
        look.learn(exchange);
        looked();
      }
      case MKCALENDAR, MKCOL, MKCALENDAR_BARE -> {
        follow(exchange);
        step = Step.LOOK_AGAIN;
      }
      default -> {
        InputStream answer = exchange.getMessage().getBody(InputStream.class);
        for (DavResponse response : MultistatusReader.all(answer, "PROPPATCH " + calendar.url())) {
          if (!response.refused().isEmpty() || response.status() >= 400) {
            refused.add(property.name());
          }
        }
      }
    }
  }

  @Override
  public void failed(Exchange exchange, Failure failure) throws Failure {
    switch (step) {
      case LOOK, LOOK_AFTER_REFUSAL, LOOK_AGAIN -> {
        look.failed(exchange, failure);
        looked();
      }
      case MKCALENDAR -> step = Step.MKCOL;
      case MKCOL -> step = Step.MKCALENDAR_BARE;
      case MKCALENDAR_BARE -> { // this refusal counts, unless the calendar exists
        refusal = failure;
        step = Step.LOOK_AFTER_REFUSAL;
      }
      default -> { // a calendar without its colour is still a calendar
        if (failure.endsAll()) {
          throw failure;
        }
        refused.add(property.name());
      }
    }
  }

  private void looked() {
    step =
        switch (step) {
          case LOOK -> look.there() == null ? Step.MKCALENDAR : Step.PROPPATCH;
          case LOOK_AFTER_REFUSAL -> Step.LOOK_AGAIN;
          default -> Step.PROPPATCH;
        };
  }

  /** Moves to the address that the server assigned to the new calendar. */
  private void follow(Exchange exchange) {
    HttpAnswer created = exchange.getProperty(CaldavConstants.ANSWER, HttpAnswer.class);
    if (created != null && created.location() != null) {
      moveTo(
          Hrefs.asCollection(Hrefs.resolve(created.url(), created.location())),
          exchange.getMessage());
    }
  }

  private void moveTo(String url, Message message) {
    calendar = calendar.at(url, calendar.displayName());
    message.setHeader(CaldavConstants.CALENDAR, calendar);
  }

  /**
   * If calendars cannot be created, moves to the user's only calendar with the same name: Google's
   * calendars are created by hand, and Google assigns the path. Otherwise fails with the server's
   * refusal, unless the calendar exists.
   */
  private void requireThere(Message message) throws Failure {
    if (look.there() != null) {
      return;
    }
    List<Calendar> namesakes =
        known.stream()
            .filter(there -> there.role() == Calendar.Role.OWN)
            .filter(there -> calendar.label().equals(there.displayName()))
            .toList();
    if (namesakes.size() != 1) {
      throw new Failure(
          refusal.kind(),
          "calendar " + calendar.label() + " cannot be created: " + refusal.getMessage(),
          refusal);
    }
    moveTo(namesakes.get(0).url(), message);
  }
}
