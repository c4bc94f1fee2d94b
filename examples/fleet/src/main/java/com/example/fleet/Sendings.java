package com.example.fleet;

import caldavbackup.camel.CaldavConstants;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;

/** Bean {@code sendings}: messages of one calendar keep their order, whichever broker carries them. */
public final class Sendings implements Processor {
  @Override
  public void process(Exchange exchange) {
    Message message = exchange.getMessage();
    String account = message.getHeader("account", String.class);
    String calendar = message.getHeader(CaldavConstants.CALENDAR, String.class);
    String key = calendar == null ? account : account + "/" + calendar;
    message.setHeader(KafkaConstants.KEY, key);
    message.setHeader("JMSXGroupID", key);
  }

  /** The message of an account to the workers: Kafka's key is its id, any worker of a JMS broker takes it. */
  public void account(Exchange exchange) {
    Message message = exchange.getMessage();
    message.setHeader(KafkaConstants.KEY, message.getHeader(Messages.ACCOUNT));
  }
}
