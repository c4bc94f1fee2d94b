package caldavbackup.http;

import caldavbackup.options.Option;
import caldavbackup.text.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;

/**
 * The options of accounts in properties: {@code caldav.accounts.NAME.OPTION}. Options are a fixed
 * table, so each can be looked up even in sources that cannot be listed. In sources that can be
 * listed, unknown options are rejected.
 */
final class NamedAccounts {
  private static final String PREFIX = "caldav.accounts.";

  /** Characters that a property placeholder cannot contain. */
  private static final Pattern NO_NAME = Pattern.compile(".*[:?{}\\s].*|");

  private final Map<String, ? extends Map<String, String>> given;

  NamedAccounts(Map<String, ? extends Map<String, String>> given) {
    this.given = given;
  }

  /**
   * The options of an account, with placeholders resolved.
   *
   * @param context null when there is none
   * @throws Failure of kind OPTION when the account is unknown, or an option is unknown or cannot
   *     be resolved
   */
  Map<String, String> options(String name, CamelContext context) throws Failure {
    if (name == null || NO_NAME.matcher(name).matches()) {
      throw Failure.option("'" + name + "' cannot be the name of an account");
    }
    Map<String, String> options =
        given.containsKey(name)
            ? ofMap(name, given.get(name), context)
            : context == null ? Map.of() : ofProperties(name, context.getPropertiesComponent());
    if (options.isEmpty()) {
      throw Failure.option(
          "account '" + name + "' is unknown: no property " + PREFIX + name + ".location is set");
    }
    return options;
  }

  /** The configured names, and those in properties of the context that can be listed. */
  Set<String> names(CamelContext context) {
    Set<String> names = new TreeSet<>(given.keySet());
    if (context != null) {
      for (String key :
          context
              .getPropertiesComponent()
              .loadProperties(one -> one.startsWith(PREFIX))
              .stringPropertyNames()) {
        int end = key.lastIndexOf('.');
        if (end > PREFIX.length()) {
          names.add(key.substring(PREFIX.length(), end));
        }
      }
    }
    return names;
  }

  private static Map<String, String> ofMap(
      String name, Map<String, String> words, CamelContext context) throws Failure {
    Map<String, String> options = new TreeMap<>();
    for (Map.Entry<String, String> word : words.entrySet()) {
      Option option = named(word.getKey());
      if (option == null) {
        throw unknown(name, word.getKey());
      }
      try {
        String value = word.getValue();
        options.put(
            option.key(), context == null ? value : context.resolvePropertyPlaceholders(value));
      } catch (RuntimeException e) { // its message may quote a secret
        throw unresolved(PREFIX + name + "." + word.getKey());
      }
    }
    return options;
  }

  private static Map<String, String> ofProperties(String name, PropertiesComponent properties)
      throws Failure {
    String prefix = PREFIX + name + ".";
    Set<String> listed =
        properties.loadProperties(key -> key.startsWith(prefix)).stringPropertyNames();
    for (String key : listed) {
      String word = key.substring(prefix.length());
      boolean isOfAnother = word.indexOf('.') >= 0; // an account with a dot in its name
      if (named(word) == null && !isOfAnother) {
        throw unknown(name, word);
      }
    }
    Map<String, String> options = new TreeMap<>();
    for (Option option : Option.values()) {
      for (String spelling : spellings(option)) {
        String value = value(prefix + spelling, listed, properties);
        if (value != null) {
          options.putIfAbsent(option.key(), value);
        }
      }
    }
    return options;
  }

  private static String value(String key, Set<String> listed, PropertiesComponent properties)
      throws Failure {
    String value;
    try {
      value = properties.resolveProperty(key).orElse(null);
    } catch (RuntimeException e) { // its message may quote a secret
      throw unresolved(key);
    }
    boolean isThere =
        value != null
            || listed.contains(key)
            || properties.getPropertiesSources().stream()
                .anyMatch(source -> source.getProperty(key) != null);
    if (isThere && value == null) {
      throw unresolved(key);
    }
    return value;
  }

  /** {@code password_file}, {@code password-file} and {@code passwordFile}. */
  private static List<String> spellings(Option option) {
    String key = option.key();
    String[] words = key.split("_");
    String joined =
        Arrays.stream(words)
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
    return words.length == 1
        ? List.of(key)
        : List.of(key, key.replace('_', '-'), words[0].charAt(0) + joined.substring(1));
  }

  /** The option with this spelling, or null. */
  private static Option named(String word) {
    String letters = letters(word);
    for (Option option : Option.values()) {
      if (letters(option.key()).equals(letters)) {
        return option;
      }
    }
    return null;
  }

  private static String letters(String word) {
    return word.replaceAll("[-_.]", "").toLowerCase(Locale.ROOT);
  }

  private static Failure unknown(String name, String word) {
    return Failure.option("account '" + name + "': option '" + word + "' is unknown");
  }

  private static Failure unresolved(String key) {
    return Failure.option("property '" + key + "' has a placeholder that cannot be resolved");
  }
}
