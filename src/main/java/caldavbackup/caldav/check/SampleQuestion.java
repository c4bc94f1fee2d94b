package caldavbackup.caldav.check;

import caldavbackup.caldav.EtagDigest;
import caldavbackup.caldav.Member;
import caldavbackup.caldav.Requests;
import caldavbackup.http.Question;
import caldavbackup.text.Failure;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** GET of one object of a calendar: tests the quality of its ETag. */
final class SampleQuestion extends Question {
  private final CalendarStatistics statistics;
  private final Member member;

  SampleQuestion(CalendarStatistics statistics, Member member) {
    super(member.url());
    this.statistics = statistics;
    this.member = member;
  }

  @Override
  protected void write(Message message) {
    new Requests().get(message, member);
  }

  @Override
  protected boolean isRepeated() {
    return false;
  }

  @Override
  protected void learn(Exchange exchange) {
    byte[] object = exchange.getMessage().getBody(byte[].class);
    byte[] bytes = object == null ? new byte[0] : object;
    String etag = member.etag();
    statistics.etagIs(etag == null ? "none" : EtagDigest.is(etag, bytes) ? "digest" : "version");
  }

  @Override
  protected void failed(Exchange exchange, Failure failure) {
    statistics.concern(member.name() + " cannot be read: " + failure.getMessage());
  }
}
