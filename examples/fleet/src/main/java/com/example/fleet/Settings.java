package com.example.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The properties that are needed before Camel is there. System properties go first, then environment
 * variables, {@code fleet.properties} in the working directory, and the files in the jar, as in
 * Camel's own.
 */
final class Settings {
  private static final Path OWN = Path.of("fleet.properties");
  private static final String COMMON = "application.properties";

  private final Properties properties = new Properties();
  private final Map<String, String> overrides;
  private final String broker;

  /** The properties of this process. */
  Settings() throws IOException {
    this(Map.of());
  }

  /** The same, but for some that go before all others. */
  Settings(Map<String, String> overrides) throws IOException {
    this.overrides = Map.copyOf(overrides);
    load(COMMON);
    Properties own = own();
    properties.putAll(own);
    broker = "application-" + text("fleet.broker") + ".properties";
    load(broker);
    properties.putAll(own);
  }

  private void load(String file) throws IOException {
    try (InputStream text = Settings.class.getResourceAsStream("/" + file)) {
      if (text == null) {
        throw new IllegalArgumentException("there is no " + file + ": fleet.broker is artemis or kafka");
      }
      properties.load(text);
    }
  }

  private static Properties own() throws IOException {
    Properties own = new Properties();
    if (Files.exists(OWN)) {
      try (InputStream text = Files.newInputStream(OWN)) {
        own.load(text);
      }
    }
    return own;
  }

  /** Where Camel reads the same properties: the first of them goes first. */
  String locations() {
    return (Files.exists(OWN) ? "file:" + OWN + "," : "") + "classpath:" + broker + ",classpath:" + COMMON;
  }

  /** The properties that go before all others. */
  Map<String, String> overrides() {
    return overrides;
  }

  /**
   * The value of a property.
   *
   * @throws IllegalArgumentException when there is none
   */
  String text(String name) {
    String value = overrides.getOrDefault(name, System.getProperty(name));
    if (value == null) {
      value = System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
    }
    if (value == null) {
      value = properties.getProperty(name);
    }
    if (value == null) {
      throw new IllegalArgumentException("there is no property " + name);
    }
    return value.strip();
  }

  /** The value of a property that is a number. */
  int number(String name) {
    try {
      return Integer.parseInt(text(name));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("property " + name + " must be a number, not '" + text(name) + "'");
    }
  }

  /** The value of a property that is a time: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}. */
  Duration time(String name) {
    String text = text(name);
    try {
      return text.endsWith("ms")
          ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
          : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("property " + name + " must be a time like 30s or 5m, not '" + text + "'");
    }
  }
}
