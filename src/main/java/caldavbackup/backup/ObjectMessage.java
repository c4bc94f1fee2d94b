package caldavbackup.backup;

import caldavbackup.caldav.CalendarObject;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.ical.Uid;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Bean {@code caldavObjectMessage}: the {@link CalendarObject} in the body becomes a message for
 * those who know nothing of this program: its bytes are the body, all in memory however many they
 * are, for the message may outlive its exchange; what is known of the object are headers.
 */
public final class ObjectMessage implements Processor {
  private final Uid uid = new Uid();

  @Override
  public void process(Exchange exchange) {
    Message message = exchange.getMessage();
    CalendarObject object = message.getBody(CalendarObject.class);
    byte[] bytes = object.bytes();
    message.getHeaders().keySet().removeIf(name -> name.startsWith("CamelCaldav"));
    message.setHeader(CaldavConstants.MEMBER, object.member());
    message.setHeader(CaldavConstants.CALENDAR, object.member().calendar());
    message.setHeader(CaldavConstants.HREF, object.member().href());
    message.setHeader(CaldavConstants.ETAG, object.member().etag());
    message.setHeader(CaldavConstants.NAME, object.member().name());
    message.setHeader(CaldavConstants.UID, uid.of(bytes));
    message.setHeader(CaldavConstants.ERROR, object.error());
    message.setHeader(CaldavConstants.GONE, object.isGone());
    message.setBody(bytes);
  }
}
