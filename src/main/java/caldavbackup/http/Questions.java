package caldavbackup.http;

import caldavbackup.text.Failure;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * A conversation that sends one {@link Question} after the other. The next question may depend on
 * all answers before. If an answer breaks off while it is read as a stream, the request is repeated
 * here, because the door repeats only failures that happen earlier. The properties {@code
 * caldav.retries} and {@code caldav.retry.delay} apply.
 */
public abstract class Questions implements Conversation {
  private Question question;
  private int broken;
  private boolean isAgain;

  /**
   * Returns the next question.
   *
   * @return null when there are no more
   */
  protected abstract Question next() throws IOException;

  /** The result, which becomes the body of the exchange. */
  protected abstract Object result() throws IOException;

  /**
   * A conversation of these questions.
   *
   * @param result the body when it is complete
   */
  public static Questions of(Object result, List<? extends Question> questions) {
    Deque<Question> waiting = new ArrayDeque<>(questions);
    return new Questions() {
      @Override
      protected Question next() {
        return waiting.poll();
      }

      @Override
      protected Object result() {
        return result;
      }
    };
  }

  @Override
  public final boolean ask(Exchange exchange) throws IOException {
    if (!isAgain) {
      broken = 0;
      question = next();
    }
    isAgain = false;
    if (question == null) {
      exchange.getMessage().setBody(result());
      return false;
    }
    question.write(exchange.getMessage());
    return true;
  }

  @Override
  public final void learn(Exchange exchange) throws IOException {
    question.learn(exchange);
  }

  @Override
  public final void failed(Exchange exchange, Failure failure) throws Failure {
    HttpAnswer head = Question.head(exchange);
    isAgain =
        question.isRepeated()
            && failure.kind() == Failure.Kind.INCOMPLETE
            && !failure.isRepeated()
            && (head == null || !head.isWebPage()) // a web page is not an answer that broke off
            && broken < Retries.most(exchange);
    if (isAgain) {
      broken++;
    } else {
      question.failed(exchange, failure);
    }
  }

  @Override
  public final long pause(Exchange exchange) {
    return isAgain ? Retries.pause(exchange, broken) : 0;
  }
}
