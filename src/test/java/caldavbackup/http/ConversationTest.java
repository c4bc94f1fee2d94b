package caldavbackup.http;

import static org.assertj.core.api.Assertions.assertThat;

import caldavbackup.camel.CaldavConstants;
import caldavbackup.camel.FilesInJar;
import caldavbackup.text.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code direct:caldav-converse} with a server that does what a test says. */
class ConversationTest extends CamelTestSupport {
  private MockEndpoint server;

  @Override
  protected CamelContext createCamelContext() throws Exception {
    CamelContext context = super.createCamelContext();
    FilesInJar.load(context, List.of("errors", "http"));
    return context;
  }

  @BeforeEach
  void scriptTheServer() throws Exception {
    AdviceWith.adviceWith(
        context,
        "caldav-converse",
        route -> route.weaveByToUri("direct:caldav-http").replace().to("mock:server"));
    server = getMockEndpoint("mock:server");
  }

  @Test
  void asks_until_nothing_is_left_and_gives_the_result_as_body() {
    server.whenAnyExchangeReceived(
        exchange -> exchange.getMessage().setBody("to " + exchange.getMessage().getBody()));
    Exchange done = converse(new Script("a", "b"));
    assertThat(done.getMessage().getBody()).isEqualTo(List.of("to a", "to b"));
    assertThat(done.getException()).isNull();
    assertThat(done.getProperty(CaldavConstants.CONVERSATION)).isNull();
  }

  @Test
  void a_request_that_fails_is_told_and_the_next_is_asked() {
    Failure failure = new Failure(Failure.Kind.SERVER, "no");
    server.whenExchangeReceived(1, exchange -> exchange.setException(failure));
    Exchange done = converse(new Script("a", "b"));
    assertThat(done.getMessage().getBody()).isEqualTo(List.of("no", "b"));
    assertThat(done.getException()).isNull();
  }

  @Test
  void an_answer_that_cannot_be_read_is_told_as_a_failure() {
    server.whenAnyExchangeReceived(exchange -> exchange.getMessage().setBody("unreadable"));
    assertThat(converse(new Script("a")).getMessage().getBody())
        .isEqualTo(List.of("unreadable: a"));
  }

  @Test
  void what_a_conversation_throws_on_ends_it_as_if_the_route_had_thrown_it() {
    Failure failure = new Failure(Failure.Kind.SIGN_IN, "nobody is let in");
    server.whenAnyExchangeReceived(exchange -> exchange.setException(failure));
    assertThat(converse(new Script("a", "b")).getException()).isSameAs(failure);
    assertThat(server.getReceivedCounter()).isEqualTo(1);
  }

  @Test
  void a_condition_of_its_last_request_applies_to_none_after_it() {
    server.whenAnyExchangeReceived(
        exchange -> {
          exchange.getMessage().setHeader(CaldavConstants.IF_NONE_MATCH, "*");
          exchange.getMessage().setBody("written");
        });
    assertThat(converse(new Script("a")).getMessage().getHeaders())
        .doesNotContainKey(CaldavConstants.IF_NONE_MATCH);
  }

  @Test
  void a_failure_to_ask_ends_it_unwrapped_before_a_request_is_sent() {
    assertThat(converse(new Script("", "b")).getException())
        .isInstanceOf(Failure.class)
        .hasMessage("nothing to ask for");
    assertThat(server.getReceivedCounter()).isZero();
  }

  @Test
  void a_failure_to_ask_that_is_our_own_mistake_is_one_sentence() {
    assertThat(
            converse(
                    new Chain() {
                      @Override
                      protected Conversation next(Exchange exchange) throws IOException {
                        throw new IOException("no space left");
                      }

                      @Override
                      protected void ended(Exchange exchange, Failure failure) {
                        throw new IllegalStateException(failure);
                      }
                    })
                .getException())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("no space left");
  }

  @Test
  void without_a_conversation_the_property_is_named() {
    assertThat(converse(null).getException())
        .isInstanceOf(Failure.class)
        .hasMessageContaining(CaldavConstants.CONVERSATION);
  }

  private Exchange converse(Conversation conversation) {
    return template.send(
        "direct:caldav-converse", exchange -> Conversation.begin(exchange, conversation));
  }

  /** Asks one thing after the other, and notes what it is told. */
  private static final class Script implements Conversation {
    private final List<String> questions;
    private final List<String> told = new ArrayList<>();
    private int next;

    Script(String... questions) {
      this.questions = List.of(questions);
    }

    @Override
    public boolean ask(Exchange exchange) throws IOException {
      if (next == questions.size()) {
        exchange.getMessage().setBody(told);
        return false;
      }
      String question = questions.get(next++);
      if (question.isEmpty()) {
        throw Failure.incomplete("nothing to ask for");
      }
      exchange.getMessage().setBody(question);
      return true;
    }

    @Override
    public void learn(Exchange exchange) throws IOException {
      String answer = exchange.getMessage().getBody(String.class);
      if (answer.equals("unreadable")) {
        throw Failure.incomplete("unreadable: " + questions.get(next - 1));
      }
      told.add(answer);
    }

    @Override
    public void failed(Exchange exchange, Failure failure) throws Failure {
      if (failure.endsAll()) {
        throw failure;
      }
      told.add(failure.getMessage());
    }
  }
}
