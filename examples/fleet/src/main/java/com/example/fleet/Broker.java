package com.example.fleet;

import java.nio.file.Path;

/** The broker and the database of a demonstration, in one process; real ones take their place. */
final class Broker {
  private Broker() {}

  /** Starts both. Their files are in the folder {@code broker} of the working directory. */
  static void start(Settings settings) throws Exception {
    Path folder = Path.of("broker").toAbsolutePath();
    Database.serve(settings, folder);
    if (settings.text("fleet.broker").equals("kafka")) {
      KafkaBroker.start(settings.text("fleet.kafka.brokers"), folder.resolve("kafka"));
    } else {
      ArtemisBroker.start(settings.text("fleet.artemis.url"), folder.resolve("artemis"));
    }
  }
}
