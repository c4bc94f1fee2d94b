package caldavbackup.cli;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Limits the log of the libraries. On stderr, the user's terminal, only messages for the user
 * appear.
 */
final class Logging {
  private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  /** Loggers whose output contains passwords, cookies and options. */
  private static final List<String> LOUD =
      List.of(
          "org.apache.hc.client5.http.headers",
          "org.apache.hc.client5.http.wire",
          "org.apache.hc.client5.http.protocol",
          "org.apache.hc.client5.http.impl.auth",
          "io.grpc",
          "io.netty");

  private Logging() {}

  /**
   * Sets the log levels. CALDAV_LOG (error, warn, info, debug or trace) shows more, always on
   * stderr.
   */
  static void quiet() {
    String level = System.getenv().getOrDefault("CALDAV_LOG", "error");
    System.setProperty(LEVEL, level);
    System.setProperty("org.slf4j.simpleLogger.log.caldav", level.equals("error") ? "warn" : level);
    for (String logger : LOUD) {
      System.setProperty("org.slf4j.simpleLogger.log." + logger, "off");
    }
    System.setProperty("org.slf4j.simpleLogger.logFile", "System.err");
    System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
    System.setProperty(
        "org.slf4j.simpleLogger.showLogName", level.equals("error") ? "false" : "true");
    LogManager.getLogManager().reset(); // gRPC and Netty log through java.util.logging
    Logger.getLogger("").setLevel(Level.OFF);
  }
}
