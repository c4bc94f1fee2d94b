package caldavbackup.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caldavbackup.text.Failure;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** What a chain of conversations asks, and what it is told when one of them fails. */
class ChainTest {
  private static final Failure REFUSED = new Failure(Failure.Kind.SERVER, "refused");

  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private final List<String> ended = new ArrayList<>();

  /** Asks once; a failure comes out of it as it is told. */
  private static final class One implements Conversation {
    private final String name;
    private final RuntimeException onAsk;
    private final RuntimeException onFailure;
    private boolean isAsked;

    One(String name, RuntimeException onAsk, RuntimeException onFailure) {
      this.name = name;
      this.onAsk = onAsk;
      this.onFailure = onFailure;
    }

    static One of(String name) {
      return new One(name, null, null);
    }

    @Override
    public boolean ask(Exchange exchange) {
      if (onAsk != null) {
        throw onAsk;
      }
      exchange.getMessage().setBody(name);
      boolean isFirst = !isAsked;
      isAsked = true;
      return isFirst;
    }

    @Override
    public void learn(Exchange exchange) {
      exchange.setProperty("learnt", name);
    }

    @Override
    public void failed(Exchange exchange, Failure failure) throws Failure {
      if (onFailure != null) {
        throw onFailure;
      }
      throw failure;
    }

    @Override
    public long pause(Exchange exchange) {
      return 7;
    }
  }

  /** Goes on after each failure. */
  private Chain forgiving(Conversation... conversations) {
    Deque<Conversation> waiting = new ArrayDeque<>(List.of(conversations));
    return new Chain() {
      @Override
      protected Conversation next(Exchange exchange) {
        return waiting.poll();
      }

      @Override
      protected void ended(Exchange exchange, Failure failure) {
        ended.add(failure.getMessage());
      }
    };
  }

  @Test
  void conversations_are_held_one_after_the_other() throws IOException {
    Chain chain = Chain.of(List.of(One.of("a"), One.of("b")).iterator());
    assertThat(chain.pause(exchange)).isZero();
    assertThat(chain.ask(exchange)).isTrue();
    chain.learn(exchange);
    assertThat(exchange.getProperty("learnt")).isEqualTo("a");
    assertThat(chain.pause(exchange)).isEqualTo(7);
    assertThat(chain.ask(exchange)).isTrue();
    assertThat(exchange.getMessage().getBody()).isEqualTo("b");
    assertThat(chain.ask(exchange)).isFalse();
  }

  @Test
  void a_failure_ends_a_chain_that_does_not_say_otherwise() throws IOException {
    Chain chain = Chain.of(List.of(One.of("a"), One.of("b")).iterator());
    chain.ask(exchange);
    assertThatThrownBy(() -> chain.failed(exchange, REFUSED)).isSameAs(REFUSED);
  }

  @Test
  void a_conversation_that_fails_ends_and_the_next_begins() throws IOException {
    Chain chain = forgiving(One.of("a"), One.of("b"));
    chain.ask(exchange);
    chain.failed(exchange, REFUSED);
    assertThat(ended).containsExactly("refused");
    assertThat(chain.ask(exchange)).isTrue();
    assertThat(exchange.getMessage().getBody()).isEqualTo("b");
  }

  @Test
  void a_fault_of_our_own_ends_one_conversation_wherever_it_comes_out() throws IOException {
    RuntimeException fault = new IllegalStateException("a fault");
    Chain chain = forgiving(new One("a", fault, null), new One("b", null, fault), One.of("c"));
    assertThat(chain.ask(exchange)).isTrue();
    assertThat(exchange.getMessage().getBody()).isEqualTo("b");
    chain.failed(exchange, REFUSED);
    assertThat(ended).hasSize(2).allMatch(said -> said.endsWith("IllegalStateException: a fault"));
    assertThat(chain.ask(exchange)).isTrue();
    assertThat(exchange.getMessage().getBody()).isEqualTo("c");
  }
}
