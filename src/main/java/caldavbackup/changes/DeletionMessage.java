package caldavbackup.changes;

import caldavbackup.caldav.Member;
import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import org.apache.camel.Message;

/** Reports to the host's sink that an object was deleted on the server. It has no body. */
final class DeletionMessage extends MemberMessage {
  private final ObjectState state;

  /**
   * Creates the message.
   *
   * @param state the version that the sink has; null when unknown
   */
  DeletionMessage(CalendarDelivery delivery, Member member, String path, ObjectState state) {
    super(delivery, member, path);
    this.state = state;
  }

  @Override
  void write(Message message) {
    writeNames(message);
    put(message, CaldavConstants.CHANGE, Change.DELETED.word());
    put(message, CaldavConstants.ETAG, state == null ? null : state.etag());
    put(message, CaldavConstants.UID, state == null ? null : state.uid());
    message.setBody(null);
  }

  @Override
  void taken() throws Failure {
    delivery().deleted(name());
  }

  @Override
  void notTaken() {
    delivery().refused();
  }
}
