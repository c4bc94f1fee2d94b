package com.example.fleet;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** An Artemis broker in this process, whose messages survive it. */
final class ArtemisBroker {
  /** So long a message waits that was rolled back: what a worker needs is away. */
  private static final long PAUSE = 2_000;

  /** Groups are hashed, so that the broker remembers no account. */
  private static final int GROUPS = 1_024;

  private ArtemisBroker() {}

  static void start(String url, Path folder) throws Exception {
    Configuration configuration =
        new ConfigurationImpl()
            .setSecurityEnabled(false)
            .setJournalType(JournalType.NIO)
            .setJournalDirectory(folder.resolve("journal").toString())
            .setBindingsDirectory(folder.resolve("bindings").toString())
            .setLargeMessagesDirectory(folder.resolve("large").toString())
            .setPagingDirectory(folder.resolve("paging").toString())
            .setMaxDiskUsage(99)
            .addAcceptorConfiguration("tcp", url)
            .addAddressSetting(
                "#",
                new AddressSettings()
                    .setMaxDeliveryAttempts(-1) // the fleet counts for itself
                    .setRedeliveryDelay(PAUSE)
                    .setDefaultGroupRebalance(true)
                    .setDefaultGroupBuckets(GROUPS)
                    .setAutoDeleteQueues(false)
                    .setAutoDeleteAddresses(false)
                    .setMaxSizeBytes(64L << 20)); // more than that is paged to the disk
    EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(configuration);
    broker.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker)));
  }

  private static void stop(EmbeddedActiveMQ broker) {
    try {
      broker.stop();
    } catch (Exception e) {
      System.err.println("the broker does not stop in order: " + e.getMessage());
    }
  }
}
