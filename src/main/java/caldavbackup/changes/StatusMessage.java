package caldavbackup.changes;

import caldavbackup.camel.CaldavConstants;
import org.apache.camel.Message;

/** The result of a run (schema/status.schema.json), its last message. */
final class StatusMessage extends HostMessage {
  private final String json;
  private final boolean isComplete;

  /**
   * Creates the status of a run that has ended.
   *
   * @param json the body
   */
  StatusMessage(DeliveryRun run, String json, boolean isComplete) {
    super(run);
    this.json = json;
    this.isComplete = isComplete;
  }

  @Override
  String endpoint() {
    return run().endpoints().statuses();
  }

  @Override
  String kind() {
    return "status";
  }

  @Override
  String name() {
    return "the status";
  }

  @Override
  void write(Message message) {
    put(message, CaldavConstants.COMPLETE, String.valueOf(isComplete));
    message.setBody(json);
  }

  @Override
  void taken() {
    // nothing more to do
  }

  @Override
  void notTaken() {
    // the run fails because of it
  }
}
