package com.example.fleet;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;

/** Bean {@code settle}: a message from Kafka is done with; with JMS the end of the route says so. */
public final class Settle implements Processor {
  @Override
  public void process(Exchange exchange) {
    KafkaManualCommit commit =
        exchange.getProperty(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class);
    if (commit == null) {
      commit = exchange.getMessage().getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class);
    }
    if (commit != null) {
      commit.commit();
    }
  }
}
