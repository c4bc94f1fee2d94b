package caldavbackup.kamelet;

import caldavbackup.http.Account;
import caldavbackup.http.Accounts;
import caldavbackup.options.Option;
import caldavbackup.text.Failure;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Exchange;

/**
 * The account that the body of a message names: a name as text, or options as a map or a JSON
 * object. The sender of a message cannot read files, run commands, read environment variables or
 * use stored tokens of this process, and cannot redirect the password of a named account.
 */
final class AskedAccount {
  private static final String NAME = "account";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Options allowed together with a name. */
  private static final Set<Option> OF_NAMED =
      EnumSet.of(
          Option.CALENDARS,
          Option.EXCLUDE_CALENDARS,
          Option.COMPONENTS,
          Option.SINCE,
          Option.UNTIL,
          Option.INCLUDE);

  /**
   * Options allowed without a name: those that identify calendars and select what to read or write.
   * Excluded are options that read files, environment variables or stored tokens, run commands, or
   * control what a connection trusts and where it goes.
   */
  static final Set<Option> OF_UNNAMED =
      EnumSet.of(
          Option.LOCATION,
          Option.USERNAME,
          Option.PASSWORD,
          Option.TOKEN,
          Option.CALENDARS,
          Option.EXCLUDE_CALENDARS,
          Option.COMPONENTS,
          Option.SINCE,
          Option.UNTIL,
          Option.INCLUDE,
          Option.CALENDAR,
          Option.CONFLICT,
          Option.DRY_RUN,
          Option.MIRROR,
          Option.MIRROR_LIMIT,
          Option.VERIFY,
          Option.RATE,
          Option.NOTIFY,
          Option.SCHEDULING,
          Option.LISTING,
          Option.CONCURRENCY,
          Option.IO_TIMEOUT);

  private final String name;
  private final Map<String, String> options;

  private AskedAccount(String name, Map<String, String> options) {
    this.name = name;
    this.options = options;
  }

  /**
   * Parses the body.
   *
   * @throws Failure of kind OPTION when it is neither a name nor options, or has an option that a
   *     message may not set
   */
  static AskedAccount of(Exchange exchange) throws Failure {
    Map<String, String> options = options(exchange);
    String name = options.remove(NAME);
    for (String key : options.keySet()) {
      Option option = Option.of(key);
      if (option == null) {
        throw Failure.option("option '" + key + "' of the message is unknown");
      }
      if (!OF_UNNAMED.contains(option)) {
        throw Failure.option(
            "option '" + key + "' cannot be set by a message: set it in a named account");
      }
      if (name != null && !OF_NAMED.contains(option)) {
        throw Failure.option(
            "option '" + key + "' cannot be set by a message that names an account");
      }
    }
    if (name == null && !options.containsKey(Option.LOCATION.key())) {
      throw Failure.option(
          "neither the message nor a property names an account: give 'account' or 'location'");
    }
    return new AskedAccount(name, options);
  }

  private static Map<String, String> options(Exchange exchange) throws Failure {
    Object body = exchange.getMessage().getBody();
    Map<String, String> options = new TreeMap<>();
    if (body instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (value != null) {
              options.put(String.valueOf(key), String.valueOf(value));
            }
          });
      return options;
    }
    String text = exchange.getMessage().getBody(String.class);
    if (text == null || text.isBlank()) {
      return options;
    }
    if (!text.strip().startsWith("{")) {
      options.put(NAME, text.strip());
      return options;
    }
    try {
      for (Map.Entry<String, JsonNode> one : JSON.readTree(text).properties()) {
        if (!one.getValue().isNull()) {
          options.put(one.getKey(), one.getValue().asText());
        }
      }
      return options;
    } catch (JsonProcessingException e) { // its message may quote a password
      throw Failure.option("the message is not a JSON object with the options of an account");
    }
  }

  /**
   * The account.
   *
   * @param wishes options that take precedence
   */
  Account in(Accounts accounts, Map<String, String> wishes) throws Failure {
    Map<String, String> all = new TreeMap<>(options);
    all.putAll(wishes);
    return name != null ? accounts.named(name, all) : accounts.of(new TreeMap<>(all));
  }
}
