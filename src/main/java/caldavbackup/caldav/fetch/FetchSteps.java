package caldavbackup.caldav.fetch;

import caldavbackup.caldav.Member;
import caldavbackup.http.Account;
import caldavbackup.http.Conversation;
import caldavbackup.text.Failure;
import java.util.List;
import org.apache.camel.Exchange;

/** Bean {@code caldavFetch}: starts the conversations of fetch.camel.yaml. */
public final class FetchSteps {
  /**
   * Reads the members in the body.
   *
   * @throws Failure when the exchange has no account, or the body is not a list of members
   */
  public void all(Exchange exchange) throws Failure {
    List<Member> members = members(exchange.getMessage().getBody());
    Conversation.begin(exchange, new Fetch(members, Account.of(exchange)));
  }

  private static List<Member> members(Object body) throws Failure {
    if (body instanceof List<?> list && list.stream().allMatch(Member.class::isInstance)) {
      return list.stream().map(Member.class::cast).toList();
    }
    throw Failure.option(
        "the body is not a list of members: direct:caldav-list returns such lists");
  }

  /**
   * Reads the member in the body.
   *
   * @throws Failure when the exchange has no account, or the body is not a member
   */
  public void one(Exchange exchange) throws Failure {
    if (!(exchange.getMessage().getBody() instanceof Member member)) {
      throw Failure.option("the body is not a member: direct:caldav-list returns lists of members");
    }
    Conversation.begin(exchange, ObjectRead.object(member, Account.of(exchange)));
  }
}
