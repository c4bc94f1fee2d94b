package caldavbackup.http;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.RunProgress;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Message;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;

/** The steps of {@code direct:caldav-converse}. */
public final class Conversations {
  private Conversations() {}

  private static Conversation of(Exchange exchange) throws Failure {
    Conversation conversation =
        exchange.getProperty(CaldavConstants.CONVERSATION, null, Conversation.class);
    if (conversation == null) {
      throw Failure.option("exchange property '" + CaldavConstants.CONVERSATION + "' is missing");
    }
    return conversation;
  }

  /** Removes the last request, so that it does not affect later steps. */
  private static void end(Exchange exchange) {
    exchange.removeProperty(CaldavConstants.CONVERSATION);
    RequestHeaders.remove(exchange.getMessage());
  }

  /** Bean {@code caldavAsks}: writes the next request; false when there is none. */
  public static final class Asks implements Predicate {
    @Override
    public boolean matches(Exchange exchange) {
      if (exchange.getException() != null) {
        return false; // the loop evaluates this before it checks whether the last iteration failed
      }
      try {
        if (of(exchange).ask(exchange)) {
          RequestEnd.begin(exchange);
          return true;
        }
        end(exchange);
      } catch (IOException | RuntimeException e) {
        end(exchange);
        exchange.setException(Failures.of(e)); // a predicate could only throw it wrapped
      }
      return false;
    }
  }

  /** Bean {@code caldavLearns}: reads the answer. */
  public static final class Learns implements Processor {
    @Override
    public void process(Exchange exchange) throws IOException {
      try {
        of(exchange).learn(exchange);
      } finally {
        RequestEnd.end(exchange);
        Message message = exchange.getMessage();
        if (AccountHttpClient.isWrite(message.getHeader(CaldavConstants.METHOD, String.class))
            && message.getBody() instanceof InputStream) {
          message.setBody(null); // a later step of the host would try to cache the closed stream
        }
      }
    }
  }

  /** Bean {@code caldavLearnsFailure}: passes the caught failure to the conversation. */
  public static final class LearnsFailure implements Processor {
    @Override
    public void process(Exchange exchange) throws Failure {
      boolean goesOn = false;
      try {
        RequestEnd.end(exchange);
        of(exchange).failed(exchange, Failures.ofCaught(exchange));
        goesOn = true;
      } catch (RuntimeException e) {
        throw Failures.of(e);
      } finally {
        if (!goesOn) {
          end(exchange);
        }
      }
    }
  }

  /** Bean {@code caldavPause}: the delay before the next request, in milliseconds. */
  public static final class Pause implements Expression {
    @Override
    public <T> T evaluate(Exchange exchange, Class<T> type) {
      Conversation conversation =
          exchange.getProperty(CaldavConstants.CONVERSATION, Conversation.class);
      long pause = conversation.pause(exchange);
      if (pause > 0) {
        RunProgress.of(exchange).retries();
      }
      return exchange.getContext().getTypeConverter().convertTo(type, pause);
    }
  }
}
