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
 * A message for a host. Its headers are text, so that it can leave the process. It is notified when
 * its exchange completes, even if the exchange was handed over to another thread.
 */
abstract class HostMessage extends SynchronizationAdapter {
  /** Prefixes of headers that this program sets, or that its last request left. */
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

  /** The URI of the endpoint that receives it. */
  abstract String endpoint();

  /** The kind: {@code object}, {@code manifest} or {@code status}. */
  abstract String kind();

  /** The subject, for messages about a failed delivery. */
  abstract String name();

  /** Sets the body and the headers, except those common to all messages. */
  abstract void write(Message message);

  /**
   * Called when the exchange succeeded.
   *
   * @throws Failure when the state store cannot be written
   */
  abstract void taken() throws Failure;

  /** Called when the exchange failed or was rolled back. */
  abstract void notTaken();

  /** Writes this message to the exchange. Headers of the host stay. */
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

  /** Sets a header, if there is a value. */
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
      run.over(
          this,
          reason == null ? new IllegalStateException("the exchange was rolled back") : reason);
    }
  }
}
