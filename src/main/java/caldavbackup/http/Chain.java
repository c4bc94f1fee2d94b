package caldavbackup.http;

import caldavbackup.text.Failure;
import java.io.IOException;
import java.util.Iterator;
import org.apache.camel.Exchange;

/**
 * A conversation that is made of others, one after the other. What comes next may depend on all
 * before: their results are on the exchange.
 */
public abstract class Chain implements Conversation {
  private Conversation current;

  /** These conversations; one that fails ends the chain. */
  public static Chain of(Iterator<? extends Conversation> conversations) {
    return new Chain() {
      @Override
      protected Conversation next(Exchange exchange) {
        return conversations.hasNext() ? conversations.next() : null;
      }
    };
  }

  /**
   * The conversation that comes next. It is asked for when the one before is over, and after {@link
   * #ended}.
   *
   * @return null when all is done
   */
  protected abstract Conversation next(Exchange exchange) throws IOException;

  /**
   * The current conversation ended with a failure, or the next one could not begin. When this
   * returns, the chain goes on.
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
