package caldavbackup.restore.plan;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code caldavLogReport}: logs a plan or a report that no application receives. */
public final class LogReport implements Processor {
  private static final Logger LOG = LoggerFactory.getLogger("caldav");

  @Override
  public void process(Exchange exchange) {
    LOG.info("{}", exchange.getMessage().getBody(String.class));
  }
}
