package com.example.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/** Bean {@code messages}: the JSON messages that stand for an account, written and read. */
public final class Messages {
  static final String ACCOUNT = "account";
  static final String TEXT = "fleetMessage";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_@+-][A-Za-z0-9._@+-]{0,99}");

  /** Options that hold a secret: a message has a reference in their place. */
  static final Set<String> SECRETS = Set.of("password", "token");

  /**
   * Options that a message may have: what is read or written. None reads files, environment variables
   * or kept tokens of a worker, runs a command, or chooses what a connection trusts and where it goes.
   */
  static final Set<String> ALLOWED =
      Set.of(
          "username", "calendars", "exclude_calendars", "components", "since", "until", "include", "calendar",
          "conflict", "only", "dry_run", "mirror", "mirror_limit", "verify", "rate", "notify", "scheduling", "listing",
          "concurrency", "io_timeout");

  private static final TypeReference<TreeMap<String, Object>> MAP = new TypeReference<>() {};

  private final ObjectMapper json = new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
  private final References references;

  /** Messages whose references point where the properties say. */
  public Messages(Settings settings) {
    references = new References(Path.of(settings.text("fleet.secrets.folder")), settings.text("fleet.secrets.env"));
  }

  /**
   * Writes the message for one row of a list of accounts: {@code id}, {@code location}, and columns
   * that are named as options. One that holds a secret must hold a reference.
   *
   * @throws BadMessage when the row has no id or location, or a secret
   */
  public String write(Exchange exchange) throws BadMessage, JsonProcessingException {
    Map<String, Object> message = new LinkedHashMap<>();
    Map<String, Object> options = new TreeMap<>();
    Map<String, Object> secrets = new TreeMap<>();
    Map<?, ?> row = exchange.getMessage().getBody(Map.class);
    row.forEach(
        (column, value) -> {
          String name = String.valueOf(column).strip().toLowerCase(Locale.ROOT);
          String text = value == null ? "" : value.toString().strip();
          if (!text.isEmpty()) {
            (name.equals("id") || name.equals("location") ? message : SECRETS.contains(name) ? secrets : options)
                .put(name, text);
          }
        });
    message.put("options", options);
    message.put("secrets", secrets);
    String account = check(message);
    exchange.getMessage().setHeader(ACCOUNT, account);
    return json.writeValueAsString(message);
  }

  /**
   * Reads the message in the body: the account's id becomes the only header, its options the
   * property {@code options}, what else it says the properties {@code from} and {@code calendars}.
   *
   * @throws BadMessage when it is no message for an account
   */
  public void read(Exchange exchange) throws BadMessage {
    Message in = exchange.getMessage();
    String text = in.getBody(String.class);
    exchange.setProperty(TEXT, text);
    exchange.setProperty(KafkaConstants.MANUAL_COMMIT, in.getHeader(KafkaConstants.MANUAL_COMMIT));
    in.removeHeaders("*");
    in.setBody(null);
    Map<String, Object> message = parse(text);
    Object id = message.get("id");
    if (id instanceof String name && ID.matcher(name).matches()) {
      in.setHeader(ACCOUNT, name); // also of a message that has another fault
    }
    check(message);
    exchange.setProperty("from", message.getOrDefault("from", id));
    exchange.setProperty("calendars", message.get("calendars"));
  }

  private Map<String, Object> parse(String text) throws BadMessage {
    try {
      return json.readValue(text == null ? "" : text, MAP);
    } catch (JsonProcessingException e) {
      throw new BadMessage("the message is no JSON object");
    }
  }

  private static String check(Map<String, Object> message) throws BadMessage {
    if (!(message.get("id") instanceof String id) || !ID.matcher(id).matches()) {
      throw new BadMessage("the account has no id of letters, digits and any of ._@+- (at most 100 of them)");
    }
    if (!(message.get("location") instanceof String location) || location.isBlank()) {
      throw new BadMessage("account " + id + " has no location");
    }
    if (message.get("from") != null && !ID.matcher(String.valueOf(message.get("from"))).matches()) {
      throw new BadMessage("'from' is no id of an account");
    }
    for (String option : map(message, "options").keySet()) {
      if (SECRETS.contains(option)) {
        throw new BadMessage("account " + id + ": " + option + " belongs to 'secrets', as a reference");
      }
      if (!ALLOWED.contains(option)) {
        throw new BadMessage("account " + id + ": a message must not have the option " + option);
      }
    }
    Map<String, Object> secrets = map(message, "secrets");
    if (References.firstSecret(secrets) != null) {
      throw new BadMessage(
          "account " + id + ": 'secrets' holds something else than references (file:NAME, env:NAME, {{secret.NAME}})");
    }
    for (String secret : secrets.keySet()) {
      if (!SECRETS.contains(secret)) {
        throw new BadMessage("account " + id + ": a message must not have the secret " + secret);
      }
    }
    return id;
  }

  /**
   * The options of the account whose message was read, its secrets among them.
   *
   * @throws IllegalStateException when a secret cannot be resolved
   */
  public Map<String, Object> options(Exchange exchange) throws BadMessage {
    CamelContext context = exchange.getContext();
    Map<String, Object> message = parse(exchange.getProperty(TEXT, String.class));
    Map<String, Object> options = new HashMap<>(map(message, "options"));
    map(message, "secrets").forEach((name, value) -> options.put(name, references.resolve(context, value.toString())));
    options.put("location", message.get("location"));
    return options;
  }

  private static Map<String, Object> map(Map<String, Object> message, String name) throws BadMessage {
    Object value = message.get(name);
    Map<String, Object> map = new TreeMap<>();
    if (value instanceof Map<?, ?> given) {
      given.forEach((key, one) -> map.put(key.toString(), one));
    } else if (value != null) {
      throw new BadMessage("'" + name + "' is no JSON object");
    }
    return map;
  }
}
