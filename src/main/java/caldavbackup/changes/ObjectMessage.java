package caldavbackup.changes;

import caldavbackup.caldav.CalendarObject;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import org.apache.camel.Message;

/**
 * An object for a host's sink. The body is its bytes, in memory whatever their size, because the
 * message may outlive its exchange. Its other data are headers.
 */
final class ObjectMessage extends MemberMessage {
  private final Change change;
  private final ObjectState state;
  private final int length;
  private CalendarObject object;

  /**
   * Creates a message for an object that was read.
   *
   * @param state the state to store when the sink accepts the object; null for an object that could
   *     not be read
   */
  ObjectMessage(
      CalendarDelivery delivery,
      CalendarObject object,
      String path,
      Change change,
      ObjectState state) {
    super(delivery, object.member(), path);
    this.object = object;
    this.change = change;
    this.state = state;
    this.length = state == null ? 0 : (int) state.length();
  }

  @Override
  void write(Message message) {
    writeNames(message);
    put(message, CaldavConstants.CHANGE, run().states().areKept() ? change.word() : null);
    put(message, CaldavConstants.ETAG, member().etag());
    put(message, CaldavConstants.LAST_MODIFIED, member().lastModified());
    put(message, CaldavConstants.UID, state == null ? null : state.uid());
    put(message, CaldavConstants.ERROR, object.error());
    put(message, CaldavConstants.GONE, object.isGone() ? "true" : null);
    message.setBody(object.bytes());
    object = null; // the message may wait in a queue for a long time
  }

  @Override
  void taken() throws Failure {
    if (state != null) {
      delivery().taken(name(), change, state, length);
    }
  }

  @Override
  void notTaken() {
    if (state != null) { // otherwise it is counted already
      delivery().refused();
    }
  }
}
