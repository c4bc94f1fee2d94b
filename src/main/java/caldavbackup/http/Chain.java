package caldavbackup.http;

import caldavbackup.text.Failure;
import java.io.IOException;
import java.util.Iterator;
import org.apache.camel.Exchange;

/**
 * A conversation that runs other conversations in sequence. The next one may depend on the results
 * of all before, which are on the exchange.
 */
public abstract class Chain implements Conversation {
  private Conversation current;

  /** A chain of these conversations. A failure ends the chain. */
  public static Chain of(Iterator<? extends Conversation> conversations) {
    return new Chain() {
      @Override
      protected Conversation next(Exchange exchange) {
        return conversations.hasNext() ? conversations.next() : null;
      }
    };
  }

  /**
   * Returns the next conversation. It is called when the previous one is complete, and after {@link
   * #ended}.
   *
   * @return null when the chain is complete
   */
  protected abstract Conversation next(Exchange exchange) throws IOException;

  /**
   * Handles a failure of the current conversation, or of the start of the next one. If this method
   * returns, the chain continues.
   *
   * @throws Failure to end the chain
   */
  protected void ended(Exchange exchange, Failure failure) throws Failure {
    throw failure;
  }

  @Override
  public final boolean ask(Exchange exchange) throws IOException {
    while (true) {
      try {
        if (current == null) {
          current = next(exchange);
        }
        if (current == null) {
          return false;
        }
        if (current.ask(exchange)) {
          return true;
        }
        current = null;
      } catch (IOException | RuntimeException e) {
        current = null;
        ended(exchange, Failures.of(e));
      }
    }
  }

  @Override
  public final void learn(Exchange exchange) throws IOException {
    current.learn(exchange);
  }

  @Override
  public final void failed(Exchange exchange, Failure failure) throws Failure {
    try {
      current.failed(exchange, failure);
    } catch (Failure | RuntimeException e) {
      current = null;
      ended(exchange, Failures.of(e));
    }
  }

  @Override
  public final long pause(Exchange exchange) {
    return current == null ? 0 : current.pause(exchange);
  }
}
