package caldavbackup.changes;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.text.Failure;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * A message for a host: its headers are text, so that it may leave the process. It hears what
 * became of the exchange that carries it, also when that was handed over to another thread.
 */
abstract class HostMessage extends SynchronizationAdapter {
  /** What this program sets, and what its last request left behind. */
  private static final List<String> OURS =
      List.of("camelcaldav", "camelhttpresponse", "camelredeliver");

  private final DeliveryRun run;
  private final AtomicBoolean isOver = new AtomicBoolean();

  HostMessage(DeliveryRun run) {
    this.run = run;
  }

  /** The run that sends it. */
  final DeliveryRun run() {
    return run;
  }

  /** The URI of the endpoint that gets it. */
  abstract String endpoint();

  /** What it is: {@code object}, {@code manifest} or {@code status}. */
  abstract String kind();

  /** What it is about, for the sentence that says that it was not taken. */
  abstract String name();

  /** Sets the body and the headers, but for those that every message has. */
  abstract void write(Message message);

  /**
   * The exchange is complete.
   *
   * @throws Failure when the store of states cannot be written
   */
  abstract void taken() throws Failure;

  /** The exchange failed, or was rolled back. */
  abstract void notTaken();

  /** Makes the exchange carry this message. Headers of the host's own stay. */
  final void writeTo(Exchange exchange) {
    Message message = exchange.getMessage();
    message.getHeaders().keySet().removeIf(HostMessage::isOurs);
    put(message, CaldavConstants.KIND, kind());
    put(message, CaldavConstants.ORIGIN, run.origin());
    put(message, CaldavConstants.RUN_ID, run.id());
    write(message);
  }

  private static boolean isOurs(String header) {
    String lower = header.toLowerCase(Locale.ROOT);
    return OURS.stream().anyMatch(lower::startsWith);
  }

  /** Sets a header; none when there is no value. */
  static void put(Message message, String header, String value) {
    if (value != null) {
      message.setHeader(header, value);
    }
  }

  @Override
  public final void onComplete(Exchange exchange) {
    if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
      onFailure(exchange);
    } else if (isOver.compareAndSet(false, true)) {
      run.over(this, null);
    }
  }

  @Override
  public final void onFailure(Exchange exchange) {
    if (isOver.compareAndSet(false, true)) {
      Exception reason = exchange.getException();
      run.over(this, reason == null ? new IllegalStateException("it was rolled back") : reason);
    }
  }
}
