package com.example.fleet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** A Kafka broker in this process, which is its own controller (KRaft). */
final class KafkaBroker {
  private static final List<String> TOPICS =
      List.of("caldav-accounts", "caldav-objects", "caldav-manifests", "caldav-status", "caldav-restores", "caldav-dead");
  private static final int PARTITIONS = 16;

  private KafkaBroker() {}

  static void start(String address, Path folder) throws Exception {
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    Properties properties = new Properties();
    properties.putAll(
        Map.ofEntries(
            Map.entry("node.id", "1"),
            Map.entry("process.roles", "broker,controller"),
            Map.entry("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + (port + 1)),
            Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("controller.quorum.voters", "1@127.0.0.1:" + (port + 1)),
            Map.entry("log.dirs", folder.toString()),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("num.partitions", String.valueOf(PARTITIONS)),
            Map.entry("message.max.bytes", String.valueOf(16 << 20))));
    Files.createDirectories(folder);
    if (!Files.exists(folder.resolve("meta.properties"))) {
      format(properties, folder);
    }
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
    server.startup();
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port))) {
      var known = admin.listTopics().names().get();
      admin
          .createTopics(
              TOPICS.stream()
                  .filter(topic -> !known.contains(topic))
                  .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1))
                  .toList())
          .all()
          .get();
    }
  }

  private static void format(Properties properties, Path folder) throws Exception {
    Path file = Files.createTempFile("kafka", ".properties");
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    String[] words = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
    java.io.PrintStream quiet = new java.io.PrintStream(java.io.OutputStream.nullOutputStream());
    int code = StorageTool.execute(words, quiet);
    Files.delete(file);
    if (code != 0) {
      throw new IllegalStateException("Kafka cannot use the folder " + folder);
    }
  }
}
