package caldavbackup.states;

import caldavbackup.text.Failure;
import caldavbackup.text.Reason;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.StateRepository;

/**
 * A store that an application names: texts under keys, in a {@link StateRepository}. Exceptions of
 * the repository become one sentence without secrets. An empty text means none, because a
 * repository cannot remove values.
 *
 * <p>Safe for use by several threads if the repository is.
 */
public final class Store {
  private final StateRepository<String, String> repository;
  private final String of;

  /**
   * Creates a store over a repository that is started.
   *
   * @param of the content of the store, for messages: {@code state}, {@code token}, {@code listing}
   */
  public Store(StateRepository<String, String> repository, String of) {
    this.repository = repository;
    this.of = of;
  }

  /**
   * Returns the store that a property placeholder names.
   *
   * @param property for example {@code caldav.tokens}
   * @return null when the property is missing or empty
   * @throws Failure like {@link #of}
   */
  public static Store named(CamelContext context, String property, String of) throws Failure {
    return of(context, context.resolvePropertyPlaceholders("{{" + property + ":}}"), of);
  }

  /**
   * Returns the store for a repository or a bean name.
   *
   * @param said a repository, or the name of one in the registry
   * @return a started store, which stops with the context; null when the name is blank
   * @throws Failure when there is no store with that name, or it does not start
   */
  public static Store of(CamelContext context, Object said, String of) throws Failure {
    Object found = said;
    if (said instanceof String name) {
      if (name.isBlank()) {
        return null;
      }
      found = context.getRegistry().lookupByName(name.startsWith("#") ? name.substring(1) : name);
      if (found == null) {
        throw Failure.option("the registry has no " + of + " store named '" + name + "'");
      }
    }
    if (!(found instanceof StateRepository<?, ?>)) {
      throw Failure.option(
          "the "
              + of
              + " store is a "
              + found.getClass().getName()
              + ", which is not a StateRepository");
    }
    return started(context, found, of);
  }

  @SuppressWarnings(
      "unchecked") // keys and values are texts; a repository of another type fails on use
  private static Store started(CamelContext context, Object found, String of) throws Failure {
    Store store = new Store((StateRepository<String, String>) found, of);
    try {
      if (!context.hasService(found)) {
        context.addService(found, true, true);
      }
    } catch (Exception e) {
      throw store.failed("opened", e);
    }
    return store;
  }

  /** Returns the repository. */
  public StateRepository<String, String> repository() {
    return repository;
  }

  /**
   * Returns whether processes that share the store can take turns, so that {@link #replace} works.
   */
  public boolean isAtomic() {
    return repository instanceof AtomicStates;
  }

  /**
   * Returns the text under a key; null if there is none.
   *
   * @throws Failure of kind SERVER when the store cannot be read
   */
  public String get(String key) throws Failure {
    try {
      String text = repository.getState(key);
      return text == null || text.isEmpty() ? null : text;
    } catch (RuntimeException e) {
      throw failed("read", e);
    }
  }

  /**
   * Stores a text under a key.
   *
   * @param text null for none
   * @throws Failure of kind SERVER when the store cannot be written
   */
  public void set(String key, String text) throws Failure {
    try {
      repository.setState(key, text == null ? "" : text);
    } catch (RuntimeException e) {
      throw failed("written", e);
    }
  }

  /**
   * Like {@link AtomicStates#replaceState}.
   *
   * @throws Failure of kind SERVER when the store cannot be written
   */
  public boolean replace(String key, String expected, String text) throws Failure {
    try {
      return ((AtomicStates) repository).replaceState(key, expected, text);
    } catch (RuntimeException e) {
      throw failed("written", e);
    }
  }

  private Failure failed(String what, Exception e) {
    return failed(of, what, e);
  }

  /** Returns the failure of an unavailable store. */
  public static Failure failed(String of, String what, Exception e) {
    return new Failure(
        Failure.Kind.SERVER,
        "the " + of + " store cannot be " + what + ": " + withoutSecrets(Reason.of(e)),
        e);
  }

  /** Compiled on first use: a run from the command line uses no store. */
  private static final class Secrets {
    private static final Pattern PATTERN =
        Pattern.compile(
            "(?i)(\\w*(?:password|passwd|passphrase|secret|token|accesskey)\\w*)=[^&;,\\s}\\])]+");
  }

  /** Returns the message of a component or driver without the secrets of URIs and URLs in it. */
  public static String withoutSecrets(String said) {
    return Secrets.PATTERN.matcher(said).replaceAll("$1=xxxxxx");
  }

  /**
   * Returns a text that every repository accepts as part of a key: ASCII without {@code =} and
   * spaces.
   */
  public static String encoded(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b <= ' ' || b == '%' || b == '=' || b == 0x7f) { // bytes beyond ASCII are negative
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      } else {
        out.append((char) b);
      }
    }
    return out.toString();
  }
}
