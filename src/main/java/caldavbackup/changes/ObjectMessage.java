package caldavbackup.changes;

import caldavbackup.caldav.CalendarObject;
import caldavbackup.caldav.Member;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import caldavbackup.webdav.Hrefs;
import org.apache.camel.Message;

/**
 * An object for a host's sink: its bytes are the body, all in memory however many they are, for the
 * message may outlive its exchange; what is known of the object are headers.
 */
final class ObjectMessage extends HostMessage {
  private final CalendarDelivery delivery;
  private final Member member;
  private final String path;
  private final Change change;
  private final ObjectState state;
  private final int length;
  private CalendarObject object;

  /**
   * An object that was read.
   *
   * @param state what is kept of it once the sink has it; null for one that could not be read
   */
  ObjectMessage(
      CalendarDelivery delivery,
      CalendarObject object,
      String path,
      Change change,
      ObjectState state) {
    super(delivery.run());
    this.delivery = delivery;
    this.object = object;
    this.member = object.member();
    this.path = path;
    this.change = change;
    this.state = state;
    this.length = state == null ? 0 : (int) state.length();
  }

  @Override
  String endpoint() {
    return run().endpoints().objects();
  }

  @Override
  String kind() {
    return "object";
  }

  @Override
  String name() {
    return path;
  }

  @Override
  void write(Message message) {
    writeNames(message, delivery, member, path);
    put(message, CaldavConstants.CHANGE, run().states().areKept() ? change.word() : null);
    put(message, CaldavConstants.ETAG, member.etag());
    put(message, CaldavConstants.LAST_MODIFIED, member.lastModified());
    put(message, CaldavConstants.UID, state == null ? null : state.uid());
    put(message, CaldavConstants.ERROR, object.error());
    put(message, CaldavConstants.GONE, object.isGone() ? "true" : null);
    message.setBody(object.bytes());
    object = null; // the message may wait in a queue for long
  }

  /** The headers that say which object a message is about. */
  static void writeNames(Message message, CalendarDelivery delivery, Member member, String path) {
    put(message, CaldavConstants.CALENDAR, delivery.directory());
    put(message, CaldavConstants.CALENDAR_HREF, Hrefs.path(delivery.calendar().url()));
    put(message, CaldavConstants.PATH, path);
    put(message, CaldavConstants.HREF, member.href());
    put(message, CaldavConstants.NAME, member.name());
  }

  @Override
  void taken() throws Failure {
    if (state != null) {
      delivery.taken(path, change, state, length);
    }
  }

  @Override
  void notTaken() {
    if (state != null) { // else it is counted already
      delivery.refused();
    }
  }
}
